"""The time to answer as it is drawn."""

from typing import NamedTuple

from ivr.authoring.drawing.places import Reached
from ivr.authoring.drawing.times import soonest


class Timed(NamedTuple):
    hotline: str
    language: str
    node: str
    seconds: float
    keys: int


TIMES = (
    Timed("city", "en", "transport/fees", 40.0, 3),
    Timed("transport", "en", "transport/fees", 22.0, 2),
    Timed("transport", "yue", "transport/fees", 20.0, 2),
)


def test_the_soonest_way_counts_in_each_language():
    assert soonest(TIMES) == {"transport/fees": {"en": Reached(22.0, 2), "yue": Reached(20.0, 2)}}


def test_the_hotline_that_is_drawn_counts_alone():
    assert soonest(TIMES, "city") == {"transport/fees": {"en": Reached(40.0, 3)}}


def test_a_department_is_drawn_with_the_times_of_every_hotline():
    assert soonest(TIMES, "leisure") == soonest(TIMES)
