"""What is different in pledges is told year by year, and belongs to their department."""

from dataclasses import replace
from decimal import Decimal

from ivr.authoring.differing.pledges import pledge_changes
from ivr.engine.pledges import Pledge, Pledges, TimeAllowed

SOON = Pledge("soon", {"en": "Soon."}, "answered", Decimal("80"), "Unit", within=TimeAllowed(12, "seconds"))


def told(old: Pledges, new: Pledges) -> list[tuple[str, str]]:
    return [(change.place, change.words) for change in pledge_changes("transport", old, new)]


def test_a_year_that_is_revised_is_told_pledge_by_pledge() -> None:
    before = Pledges(years={2025: (SOON,)})
    after = replace(before, years={**before.years, 2026: (SOON,)})
    assert told(before, after) == [("pledge soon of 2026", "this pledge is new")]
    assert told(after, before) == [("pledge soon of 2026", "this pledge is gone")]


def test_what_a_pledge_says_and_aims_at_is_told() -> None:
    later = replace(SOON, say={"en": "Later."}, target=Decimal("75"), within=TimeAllowed(20, "seconds"))
    assert told(Pledges(years={2026: (SOON,)}), Pledges("office", (4, 1), {2026: (later,)})) == [
        ("pledges", "the calendar of working days: not set → office"),
        ("pledges", "the day on which a year of pledges begins: 01-01 → 04-01"),
        ("pledge soon of 2026", "its text is said differently"),
        ("pledge soon of 2026", "its within: 12 seconds → 20 seconds"),
        ("pledge soon of 2026", "its target: 80 % → 75 %"),
    ]
