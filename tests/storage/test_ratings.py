"""Ratings: a row a caller and place, the same in whatever order the entries come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from ivr.engine.events import CallEnded, CallStarted, Event, RatingAnswered, RatingOffered
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.ratings.listing import Rating, RatingFilters, list_ratings
from ivr.storage.retention.purging import forget_calls

NewEntry = Callable[..., Entry]
NODE = "transport/opinion"
TURNS: tuple[tuple[Event, ...], ...] = (
    (CallStarted("transport", "+85222200101", "+85290000001"), RatingOffered(NODE)),
    (RatingAnswered(NODE, "content", "4", 1),),
    (RatingAnswered(NODE, "solved", "no", 0), CallEnded(NODE, "goodbye")),
)


def one(database: Database, filters: RatingFilters | None = None) -> Rating:
    (found,) = list_ratings(database, filters or RatingFilters())
    return found


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_row_is_the_same_in_whatever_order_turns_come(
    database: Database, turn: NewEntry, order: tuple[int, ...]
) -> None:
    kept = DatabaseJournal(database)
    for number in order:
        kept.load(turn(number, *TURNS[number], ends=number == 2))
        list_ratings(database, RatingFilters())
    found = one(database)
    assert (found.answers, found.complete, found.state) == ({"content": "4", "solved": "no"}, True, "complete")
    assert (found.department, found.hotline, found.language) == ("transport", "transport", "yue")
    rebuild_projections(database)
    assert one(database) == found


def test_who_hangs_up_in_the_middle_answered_in_part(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(0, *TURNS[0]))
    assert (one(database).answers, one(database).state, one(database).complete) == ({}, "not answered", False)
    kept.keep(turn(1, *TURNS[1]))
    kept.keep(turn(1, *TURNS[1]))
    assert (one(database).answers, one(database).state) == ({"content": "4"}, "partial")


def test_ratings_are_chosen_by_day_hotline_and_department(database: Database, turn: NewEntry) -> None:
    DatabaseJournal(database).keep(turn(0, *TURNS[0]))
    at = one(database).offered_at
    later = at + timedelta(seconds=1)
    assert one(database, RatingFilters(at, later, frozenset({"transport"}), frozenset({"transport"})))
    for none in (
        RatingFilters(since=later),
        RatingFilters(until=at),
        RatingFilters(hotlines=frozenset({"water"})),
        RatingFilters(departments=frozenset()),
    ):
        assert list_ratings(database, none) == ()


def test_a_rating_goes_with_its_call(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for number, events in enumerate(TURNS):
        kept.keep(turn(number, *events, ends=number == 2))
    now = datetime(2027, 1, 1, tzinfo=UTC)
    assert forget_calls(database, "call", now, now) == 1
    assert list_ratings(database, RatingFilters()) == ()
