"""The walk with a closure in force: what only goes wrong when every office is closed at once."""

from collections.abc import Callable, Sequence

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking import walk
from ivr.authoring.walking.moments import moments_of
from ivr.authoring.walking.world import CLOSURE_SECOND

FLOWS, MENU = "flows.yaml", "menus/transport/menu.yaml"
DAY = "09:00-13:00, 14:00-17:30"
NIGHT = "00:00-09:00, 13:00-14:00, 17:30-24:00"
CLOSURES = """    closures:
      - {from: 2026-12-31 12:00, until: 2027-01-01 09:00, reason: {yue: 除夕, en: New Year's Eve}}
"""
NIGHT_DESK = """
  night: {title: {yue: 夜更, en: night desk}, numbers: [+852 2220 0112], ring: in order, seconds: 20, hours: night}"""
NIGHT_NODE = """    closed: night
    unanswered: leave_message
  night:
    kind: transfer
    to: night
    closed: officer
    unanswered: leave_message"""
DAY_AND_NIGHT = (
    (FLOWS, f"monday-friday: {DAY}\n    saturday: 09:00-12:00", f"monday-sunday: {DAY}"),
    (FLOWS, "holidays: closed\n", f"holidays: {DAY}\n"),
    (FLOWS, CLOSURES, ""),
    (FLOWS, "  emergency: always", f'  emergency: always\n  night: {{monday-sunday: "{NIGHT}", holidays: "{NIGHT}"}}'),
    (FLOWS, "hours: office}", f"hours: office}}{NIGHT_DESK}"),
    (MENU, "    unanswered: leave_message", NIGHT_NODE),
)
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


def test_two_desks_that_hand_callers_to_each_other_drop_them_when_both_are_closed(with_edits: WithEdits) -> None:
    findings = walk(edition_from_bundle(bundle(with_edits(DAY_AND_NIGHT)))).findings
    assert findings
    assert {"--closure typhoon" in each.command for each in findings} == {True}


def test_a_night_shift_is_walked_on_the_day_into_which_it_runs(with_edits: WithEdits) -> None:
    weekdays = '  late: {monday-friday: "22:00-02:00"}\n  early: {monday-friday: "00:00-09:00"}\n  emergency: always'
    moments = moments_of(edition_from_bundle(bundle(with_edits([(FLOWS, "  emergency: always", weekdays)]))))
    both_open = [
        late[0] and early[0] for late, early in zip(moments.signs["late"], moments.signs["early"], strict=True)
    ]
    assert any(both_open)


def test_one_moment_has_a_closure(with_edits: WithEdits) -> None:
    edition = edition_from_bundle(bundle(with_edits([])))
    assert [at.second for at in moments_of(edition).at if at.second] == [CLOSURE_SECOND]
