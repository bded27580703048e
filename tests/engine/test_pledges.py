"""Pledges hold for a year, and on until they are revised; what is promised is exact."""

from datetime import date
from decimal import Decimal

import pytest

from ivr.engine.pledges import Measure, Pledge, Pledges, TimeAllowed


def pledge(measure: Measure, days: int, *kinds: str, target: str = "90") -> Pledge:
    within = TimeAllowed(days, "working days")
    return Pledge(f"{measure}_{days}", {"en": "."}, measure, Decimal(target), "Unit", within=within, cases=kinds)


TWO_YEARS = Pledges("", (4, 1), {2024: (pledge("replied", 30),), 2026: (pledge("replied", 10),)})


def test_a_year_of_pledges_begins_on_its_own_day() -> None:
    assert TWO_YEARS.year_of(date(2026, 3, 31)) == 2025
    assert TWO_YEARS.year_of(date(2026, 4, 1)) == 2026
    assert TWO_YEARS.first_day(2026) == date(2026, 4, 1)


def test_a_pledge_holds_until_it_is_revised() -> None:
    assert TWO_YEARS.revised_for(2025) == 2024
    assert TWO_YEARS.of_year(2025) == TWO_YEARS.years[2024]
    assert TWO_YEARS.of_year(2027) == TWO_YEARS.years[2026]
    assert (TWO_YEARS.revised_for(2023), TWO_YEARS.of_year(2023)) == (None, ())


def test_the_days_promised_are_those_of_the_kind_and_of_the_time() -> None:
    made = (pledge("replied", 30), pledge("replied", 20), pledge("replied", 40, "request"), pledge("acknowledged", 3))
    pledges = Pledges(years={2025: (pledge("replied", 60),), 2026: made})
    assert pledges.days_promised("replied", "complaint", date(2026, 5, 1)) == 20
    assert pledges.days_promised("replied", "request", date(2026, 5, 1)) == 40
    assert pledges.days_promised("replied", "request", date(2025, 5, 1)) == 60
    assert pledges.days_promised("replied", "request", date(2024, 5, 1)) is None
    assert pledges.days_promised("acknowledged", "request", date(2026, 5, 1)) == 3


def test_hours_are_no_days() -> None:
    soon = Pledge("soon", {}, "acknowledged", Decimal(70), "Unit", within=TimeAllowed(3, "hours"))
    assert Pledges(years={2026: (soon,)}).days_promised("acknowledged", "request", date(2026, 5, 1)) is None


@pytest.mark.parametrize(("hits", "kept"), [(899, False), (900, True), (901, True)])
def test_a_target_is_reached_or_not_and_nothing_is_rounded(hits: int, kept: bool) -> None:
    assert pledge("replied", 5, target="90").is_kept_by(hits, 1000) is kept
    most = Pledge("gone", {}, "given up", Decimal("90"), "Unit")
    assert most.is_kept_by(hits, 1000) is (hits <= 900)


def test_a_time_is_told_as_it_is_written() -> None:
    assert str(TimeAllowed(1, "working days")) == "1 working day"
    assert str(TimeAllowed(12, "seconds")) == "12 seconds"
