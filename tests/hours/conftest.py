"""The offices whose hours the tests ask for."""

from collections.abc import Callable
from datetime import datetime, time

import pytest

from ivr.hours import Calendar, Period


def periods(text: str) -> tuple[Period, ...]:
    """`09:00-13:00 14:00-17:30` as periods."""
    ends = [each.split("-") for each in text.split()]
    return tuple(Period(time.fromisoformat(start), time.fromisoformat(end)) for start, end in ends)


@pytest.fixture
def office() -> Callable[..., Calendar]:
    """Makes a calendar: texts of hours on weekdays, Saturday, Sunday and holidays (None: days like others)."""

    def make(
        weekdays: str = "09:00-13:00 14:00-17:30",
        saturday: str = "",
        sunday: str = "",
        holidays: str | None = "",
        zone: str = "Asia/Hong_Kong",
        closures: tuple = (),
    ) -> Calendar:
        week = (periods(weekdays),) * 5 + (periods(saturday), periods(sunday))
        return Calendar("office", zone, week, None if holidays is None else periods(holidays), closures)

    return make


@pytest.fixture
def hong_kong() -> Callable[[str], datetime]:
    """Reads `2026-12-25 10:00` as a Hong Kong time."""
    return lambda text: datetime.fromisoformat(f"{text}+08:00")
