"""What ratings say: shares with their interval, means of scales."""

from datetime import UTC, datetime

import pytest

from ivr.reports.ratings import interval, ratings_by_node
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

    found = ratings_by_node([rated("b", True, good="5", solved="no"), rated("b", good="2"), rated("b"), rated("a")])
    assert [each.node for each in found] == ["a", "b"]
    use = found[1]
    assert (use.offered, use.answered, use.complete, use.response.value) == (3, 2, 1, 2 / 3)
    assert use.answers == {"good": {"2": 1, "5": 1}, "solved": {"no": 1}}
    assert (use.mean("good"), use.mean("solved")) == (3.5, None)
