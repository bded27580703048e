"""What ratings say: shares with their interval, means of scales."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small_hotline import edition_of

from ivr.engine.contents import Contents
from ivr.engine.edition import Edition
from ivr.engine.node_facts import RatedQuestion
from ivr.errors import EditionMissing
from ivr.nodes.rating import RatingNode
from ivr.reports.ratings import Asked, RatedAnswer, answer_of, asked_then, interval, ratings_by_node
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
    found = ratings_by_node(rows, {("", "b"): {"good": RatedQuestion(scale=True), "solved": RatedQuestion()}})
    assert [each.node for each in found] == ["a", "b"]
    use = found[1]
    assert (use.offered, use.answered, use.complete, use.response.value) == (3, 2, 1, 2 / 3)
    two, five, no = (RatedAnswer(key) for key in ("2", "5", "no"))
    assert use.answers == {"good": {two: 1, five: 1}, "solved": {no: 1}}
    assert (use.mean("good"), use.mean("solved")) == (3.5, None)


OPINION = RatingNode(
    questions={
        "good": {"ask": {"en": "How good?"}, "scale": "1-5"},
        "how": {"ask": {"en": "How did you come?"}, "choices": {"1": {"label": {"en": "by bus"}}}},
    }
)


BY_FOOT = RatingNode(
    questions={
        "good": {"ask": {"en": "How good?"}, "choices": {"4": {"label": {"en": "not at all"}}}},
        "how": {"ask": {"en": "How did you come?"}, "choices": {"1": {"label": {"en": "on foot"}}}},
    }
)


def rated(edition: str = "old", **answers: str) -> Rating:
    return Rating("CA", "works/b", "works", "works", "en", AT, answers, True, edition)


def edition_with(node: RatingNode) -> Edition:
    edition = edition_of("main: {kind: answer, say: {en: Hello.}}")
    return replace(edition, contents={**edition.contents, "works": Contents({"works/b": node})})


def asked_in(found: Sequence[Rating], **editions: Edition) -> Asked:
    def by_hash(edition_hash: str) -> Edition:
        if edition_hash not in editions:
            raise EditionMissing(edition_hash)
        return editions[edition_hash]

    return asked_then(by_hash, edition_with(OPINION), found)


def test_only_a_scale_has_a_mean_and_only_choices_have_labels() -> None:
    found = [rated(good="4", how="1")]
    asked = asked_in(found, old=edition_with(OPINION))
    (use,) = ratings_by_node(found, asked)
    assert (use.mean("good"), use.mean("how")) == (4.0, None)
    told = [answer_of(asked, found[0], question) for question in ("good", "how")]
    assert told == [RatedAnswer("4"), RatedAnswer("1", (("en", "by bus"),))]


def test_an_answer_is_called_as_its_caller_heard_it() -> None:
    found = [rated("old", how="1"), rated("new", how="1"), rated("new", how="1"), rated("", how="1")]
    asked = asked_in(found, old=edition_with(OPINION), new=edition_with(BY_FOOT))
    (use,) = ratings_by_node(found, asked)
    assert use.answers["how"] == {RatedAnswer("1", (("en", "by bus"),)): 2, RatedAnswer("1", (("en", "on foot"),)): 2}


def test_what_was_a_scale_in_one_edition_alone_has_no_mean() -> None:
    found = [rated("old", good="4"), rated("new", good="4")]
    (use,) = ratings_by_node(found, asked_in(found, old=edition_with(OPINION), new=edition_with(BY_FOOT)))
    assert use.mean("good") is None


def test_an_edition_that_is_kept_no_more_is_told_by_the_one_served_now() -> None:
    found = [rated("gone", how="1")]
    assert answer_of(asked_in(found), found[0], "how").label == (("en", "by bus"),)


def test_what_no_menu_asks_any_more_has_neither() -> None:
    (use,) = ratings_by_node([rated(good="4")], {})
    assert (use.mean("good"), answer_of({}, rated(good="4"), "good")) == (None, RatedAnswer("4"))
