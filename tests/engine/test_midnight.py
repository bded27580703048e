"""Hours that end or begin at midnight are said as the day that ends or begins."""

from datetime import time

import pytest
from small_hotline import HONG_KONG, World, replace

from ivr.hours import Calendar, Period

NODES = "main: {kind: hours, calendar: late}"
MIDNIGHT = time(0)


def hours(start: time, end: time) -> tuple[Period, ...]:
    return (Period(start, end),)


def calendar(*week: tuple[Period, ...], holidays: tuple[Period, ...] = ()) -> Calendar:
    return Calendar("late", "Asia/Hong_Kong", week, holidays)


EVENINGS = calendar(*[hours(time(9), MIDNIGHT)] * 5, (), ())
WEEKEND = calendar((), (), (), (), (), *[hours(MIDNIGHT, MIDNIGHT)] * 2)

SAID = [
    # the calendar, when it is asked, and what is said in English, Cantonese and Putonghua
    (
        EVENINGS,
        "2026-11-23 20:00",
        "We are open now, until midnight tonight.",
        "而家係開放時間，直到今晚十二時正。",
        "现在是开放时间，直到今晚十二点整。",
    ),
    (
        WEEKEND,
        "2026-11-28 20:00",
        "We are open now, until midnight at the end of Sunday the twenty-ninth of November.",
        "而家係開放時間，直到十一月二十九日星期日午夜十二時正。",
        "现在是开放时间，直到十一月二十九日星期日午夜十二点整。",
    ),
    (
        WEEKEND,
        "2026-11-27 20:00",
        "We are closed now. Our next opening time is midnight tonight.",
        "而家唔係開放時間。 下次開放時間係今晚十二時正。",
        "现在不是开放时间。 下次开放时间是今晚十二点整。",
    ),
    (
        WEEKEND,
        "2026-11-24 20:00",
        "We are closed now. Our next opening time is midnight at the start of Saturday the twenty-eighth of November.",
        "而家唔係開放時間。 下次開放時間係十一月二十八日星期六凌晨零時正。",
        "现在不是开放时间。 下次开放时间是十一月二十八日星期六凌晨零点整。",
    ),
]


@pytest.mark.parametrize(("office", "asked", "en", "yue", "cmn"), SAID, ids=[row[1] for row in SAID])
def test_midnight_is_said_as_the_day_that_ends_or_begins(ring, three_languages, office, asked, en, yue, cmn):
    world = World()
    world.at = world.at.fromisoformat(asked).replace(tzinfo=HONG_KONG)
    for code, told in {"en": en, "yue": yue, "cmn": cmn}.items():
        languages = {code: replace(three_languages[code], key="1")}
        caller = ring(NODES, world, calendars={"late": office, "office": office}, languages=languages)
        assert told in caller.words
