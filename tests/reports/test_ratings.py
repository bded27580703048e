"""What ratings say: shares with their interval, means of scales."""

from datetime import UTC, datetime

import pytest

from ivr.engine.node_facts import RatedQuestion
from ivr.nodes.rating import RatingNode
from ivr.reports.ratings import asked_now, interval, label_of, ratings_by_node
from ivr.storage.ratings.listing import Rating

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hits", "counted", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits: int, counted: int, low: float, high: float) -> None:
    assert interval(hits, counted) == pytest.approx((low, high), abs=0.0001)


def test_of_nothing_there_is_no_interval() -> None:
    assert interval(0, 0) is None


def test_ratings_are_counted_by_node_and_question() -> None:
    def rated(node: str, complete: bool = False, **answers: str) -> Rating:
        return Rating("CA", node, "water", "water", "en", AT, answers, complete)

    rows = [rated("b", True, good="5", solved="no"), rated("b", good="2"), rated("b"), rated("a")]
    found = ratings_by_node(rows, {"b": {"good": RatedQuestion(scale=True), "solved": RatedQuestion()}})
    assert [each.node for each in found] == ["a", "b"]
    use = found[1]
    assert (use.offered, use.answered, use.complete, use.response.value) == (3, 2, 1, 2 / 3)
    assert use.answers == {"good": {"2": 1, "5": 1}, "solved": {"no": 1}}
    assert (use.mean("good"), use.mean("solved")) == (3.5, None)


OPINION = RatingNode(
    questions={
        "good": {"ask": {"en": "How good?"}, "scale": "1-5"},
        "how": {"ask": {"en": "How did you come?"}, "choices": {"1": {"label": {"en": "by bus"}}}},
    }
)


def test_only_a_scale_has_a_mean_and_only_choices_have_labels() -> None:
    rated = Rating("CA", "b", "water", "water", "en", AT, {"good": "4", "how": "1"}, complete=True)
    asked = asked_now({"b": OPINION}, [rated])
    (use,) = ratings_by_node([rated], asked)
    assert (use.mean("good"), use.mean("how")) == (4.0, None)
    assert (label_of(asked, "b", "good", "4"), label_of(asked, "b", "how", "1")) == ({}, {"en": "by bus"})


def test_what_no_menu_asks_any_more_has_neither() -> None:
    rated = Rating("CA", "b", "water", "water", "en", AT, {"good": "4"}, complete=True)
    (use,) = ratings_by_node([rated], asked_now({}, [rated]))
    assert (use.mean("good"), label_of({}, "b", "good", "4")) == (None, {})
