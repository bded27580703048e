"""The walk keys what is right and what is wrong, whatever is asked for, and on whatever day."""

from collections.abc import Callable, Sequence

import pytest

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking import Finding, walk

MENU = "menus/transport/menu.yaml"
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]
ASKED = "    digits: 8\n    keep: number\n    then: birth"


@pytest.fixture
def found(with_edits: WithEdits) -> Callable[..., tuple[Finding, ...]]:
    """What the walk finds where the good menu asks for something else, and then says goodbye."""

    def asking(settings: str, then: str = "goodbye") -> tuple[Finding, ...]:
        menu = (MENU, ASKED, f"    {settings}\n    confirm: no\n    keep: number\n    then: {then}")
        return walk(edition_from_bundle(bundle(with_edits([menu])))).findings

    return asking


@pytest.mark.parametrize(
    "settings",
    [
        "number: 0-7",
        "number: 10-99999",
        "digits: 7\n    star: A",
        "date: future\n    form: ddmm",
        "date: past\n    form: mmddyy\n    within: 2 weeks",
        "date: future\n    within: 1 day\n    open_in: office",
        "date: future\n    form: ddmm\n    within: 10 days\n    open_in: office",
    ],
)
def test_what_is_right_is_keyed_and_so_is_found_to_lead_to_the_end(
    found: Callable[..., tuple[Finding, ...]], settings: str
) -> None:
    assert [each.rule for each in found(settings)] == ["dropped-caller"]


def test_a_day_on_which_the_office_is_closed_is_keyed(found: Callable[..., tuple[Finding, ...]]) -> None:
    (dropped,) = found("date: future\n    open_in: office\n    closed: goodbye", then="birth")
    assert (dropped.rule, dropped.script[2]) == ("dropped-caller", "08112026")  # a Sunday
