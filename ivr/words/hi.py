"""How things are said in Hindi.

Source: R. S. McGregor, Outline of Hindi Grammar, on the time of day (बजे, बजकर, सवा, साढ़े, पौने, डेढ़, ढाई); CLDR for the
parts of the day and the numbers themselves.
"""

from datetime import time

from ivr.words.currencies import DOLLARS
from ivr.words.everyday import Everyday
from ivr.words.spelling import spell

_PARTS_OF_DAY = ((4, "रात"), (12, "सुबह"), (16, "दोपहर"), (20, "शाम"), (24, "रात"))
_HALF_PAST = {1: "डेढ़", 2: "ढाई"}


def _count(count: int) -> str:
    return spell(count, "hi", "spellout-cardinal")


def _clock(clock: time) -> str:
    hour = clock.hour % 12 or 12
    part = next(part for until, part in _PARTS_OF_DAY if clock.hour < until)
    return f"{part} {_hours(hour, clock.minute)}"


def _hours(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{_count(hour)} बजे"
    if minute == 15:
        return f"सवा {_count(hour)} बजे"
    if minute == 30:
        return f"{_HALF_PAST.get(hour) or f'साढ़े {_count(hour)}'} बजे"
    return f"{_count(hour)} बजकर {_count(minute)} मिनट"


HINDI = Everyday(
    code="hi",
    minus="ऋण",
    points={".": "दशमलव"},
    percent="{number} प्रतिशत",
    number="spellout-cardinal",
    of_masculine="spellout-cardinal",
    of_feminine="spellout-cardinal",
    first="",
    day="{day} {month}",
    date="{day} {year}",
    weekday="{weekday}, {day}",
    moment="{day}, {time}",
    midnight_before="{day} के आरंभ की आधी रात",
    midnight_after="{day} के अंत की आधी रात",
    tonight="आज आधी रात",
    coins_after="{whole} और {coins}",
    coins={"INR": ("पैसा", "पैसे"), **dict.fromkeys((*DOLLARS, "EUR"), ("सेंट", "सेंट"))},
    noun=lambda name: name.split()[-1],
    after_millions="",
    clock=_clock,
    keys={"star": "स्टार", "hash": "हैश"},
)
