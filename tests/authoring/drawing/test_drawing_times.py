"""The time to answer as it is drawn."""

from ivr.authoring.drawing.drafts import DraftEdition
from ivr.authoring.drawing.places import DrawnReach
from ivr.authoring.drawing.times import soonest, timed_plan
from ivr.authoring.problems import Problem
from ivr.authoring.walking.times import Reach

TIMES = (
    Reach("city", "en", "transport/fees", 40.0, 3, ()),
    Reach("transport", "en", "transport/fees", 22.0, 2, ()),
    Reach("transport", "yue", "transport/fees", 20.0, 2, ()),
)


def test_the_soonest_way_counts_in_each_language():
    assert soonest(TIMES) == {"transport/fees": {"en": DrawnReach(22.0, 2), "yue": DrawnReach(20.0, 2)}}


def test_the_hotline_that_is_drawn_counts_alone():
    assert soonest(TIMES, "city") == {"transport/fees": {"en": DrawnReach(40.0, 3)}}


def test_a_department_is_drawn_with_the_times_of_every_hotline():
    assert soonest(TIMES, "leisure") == soonest(TIMES)


def test_answers_are_drawn_with_their_times_and_menus_without(sample_plan):
    timed = timed_plan(DraftEdition(sample_plan.edition, ()), "transport")
    reached = timed.places["transport/fees.1"].reached
    assert set(reached) == {"yue", "cmn", "en"}
    assert all(0 < each.seconds < 120 and each.keys == 3 for each in reached.values())
    assert timed.places["transport/main"].reached == {}


def test_a_site_with_mistakes_is_drawn_without_times(sample_plan):
    wrong = DraftEdition(sample_plan.edition, (Problem("flows.yaml", 1, 1, 1, "bad-value", "wrong."),))
    assert all(place.reached == {} for place in timed_plan(wrong).places.values())
