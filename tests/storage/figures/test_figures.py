"""Figures and projections: the same whatever the order and the batches, and the same when made anew."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select
from touching import let_the_record_be_touched

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CaseOpened,
    EnquiryMade,
    EntryRefused,
    Event,
    KeyPressed,
    LanguageChosen,
    MessageLeft,
    NodeReached,
    SilenceHeard,
    TransferEnded,
    TransferStarted,
    TriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.journal.counting import Figures, figures_of_calls
from ivr.journal.entry import Entry
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.figures.measures import forget_measures
from ivr.storage.figures.reading import FigureChoice, read_all
from ivr.storage.figures.rollups import figures_between, forget_rollups, rows_not_summed
from ivr.storage.figures.summing import sum_up
from ivr.storage.figures.tables import hotline_hours, measure_days, node_days, officer_days, repeat_days
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.marks import marks
from ivr.storage.journal.rebuilding import rebuild_figures, rebuild_projections
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages

NewEntry = Callable[..., Entry]
FEW = settings(max_examples=15)
DAY = date(2026, 11, 23)
ALL = FigureChoice(DAY - timedelta(days=1), DAY + timedelta(days=1), zone=HONG_KONG)
COUNTS_FROM = {"node_days": 5, "officer_days": 5, "hotline_hours": 5, "repeat_days": 2, "measure_days": 6}
OFFICERS = ("transport/officer", "counter")


@pytest.fixture
def entries(turn: NewEntry, notice: NewEntry) -> list[Entry]:
    """Four calls: answered by an officer at the second attempt, gave up, left something, and one that goes on."""

    def call(sid: str, *steps: tuple[Event, ...]) -> list[Entry]:
        return [turn(number, *step, call_sid=sid) for number, step in enumerate(steps)]

    end = {"ends": True, "events": (CallEnded("", "caller hung up"),)}
    main = (LanguageChosen("yue", "key"), NodeReached("transport/main", "menu"))
    return [
        *call(
            "CA1",
            (NodeReached("language", "language"),),
            main,
            (
                KeyPressed("transport/main", "0", "officer"),
                NodeReached("transport/officer", "transfer"),
                TransferStarted(*OFFICERS, 1, 1),
            ),
            (TransferEnded(*OFFICERS, 1, "busy", 0), TransferStarted(*OFFICERS, 2, 1)),
            (TransferEnded(*OFFICERS, 2, "answered", 4), CallEnded("transport/officer", "goodbye")),
        ),
        notice("end", 50, call_sid="CA1", seconds=50, **end),
        *call(
            "CA2",
            main,
            (WrongKeyPressed("transport/main", "7", 1), SilenceHeard("transport/main", 1)),
            (
                WordsHeard("transport/main", "fees", "transport/ask"),
                NodeReached("transport/ask", "ask"),
                EntryRefused("transport/ask", "luhn"),
                TriesRanOut("transport/ask", "wrong keys", "officer"),
            ),
            (TransferStarted(*OFFICERS, 1, 1),),
        ),
        notice("end", 61, call_sid="CA2", seconds=61, **end),
        *call(
            "CA3",
            main,
            (EnquiryMade("transport/main", "t", "none", 0), AnswerGiven("transport/main")),
            (CaseOpened("transport/say", "complaint", "1", "RE1", "", 3, ""),),
            (MessageLeft("transport/leave", "RE2", "", 4, ""),),
        ),
        notice("recording RE1 completed", 44, call_sid="CA3"),
        *call("CA4", (NodeReached("language", "language"),), (KeyPressed("language", "1", "transport/main"), *main)),
    ]


def summed(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of figures that are not zero."""
    with database.caught_up() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (node_days, officer_days, hotline_hours, repeat_days, measure_days)
        }
    return {name: [row for row in rows if any(row[COUNTS_FROM[name] :])] for name, rows in found.items()}


def from_the_journal(database: Database) -> Figures:
    """All figures counted plainly from the whole journal."""
    with database.caught_up() as connection:
        return figures_between(connection, HONG_KONG, 0)


def emptied(database: Database) -> None:
    with database.writing() as connection:
        let_the_record_be_touched(connection)
        for table in (journal, calls, cases, messages, call_places, marks):
            connection.execute(delete(table))
        forget_rollups(connection)
        forget_measures(connection)


def load(database: Database, entries: Sequence[Entry], every: int = 10_000) -> None:
    for count, entry in enumerate(entries, start=1):
        DatabaseJournal(database).load(entry)
        if not count % every:
            sum_up(database, HONG_KONG, at_a_time=2)


def test_what_one_call_adds_is_counted(database: Database, entries: list[Entry]) -> None:
    load(database, entries)
    counts = read_all(database, ALL)
    nodes, officers = counts.nodes, counts.officers
    assert nodes["transport/main", "reached", ""] == 4
    assert nodes["transport/main", "pressed", "0"] == 1
    assert nodes["transport/main", "asked", ""] == 1
    assert nodes["transport/main", "wrong key", ""] == 1
    assert nodes["transport/main", "enquiry", "none"] == 1
    assert nodes["transport/ask", "refused", "luhn"] == 1
    assert nodes["transport/node3", "gave up", ""] == 1
    assert officers == Counter({("counter", "answered", 16): 1, ("counter", "gave up", 31): 1})
    assert sum(count for (*_, column), count in counts.calls.items() if column == "calls") == 4
    assert counts.complete


@given(data=st.data())
@FEW
def test_figures_are_the_same_in_any_order_and_any_batches(
    database: Database, entries: list[Entry], data: st.DataObject
) -> None:
    emptied(database)
    repeats = data.draw(st.lists(st.sampled_from(entries), max_size=4))
    load(database, data.draw(st.permutations(entries + repeats)), every=data.draw(st.integers(1, 9)))
    whole = from_the_journal(database)
    tail = read_all(database, ALL)
    assert tail.nodes == Counter({key[2:]: count for key, count in _without_day(whole.nodes).items()})
    sum_up(database, HONG_KONG, at_a_time=3)
    assert rows_not_summed(database) == 0
    assert read_all(database, ALL) == tail
    rows = summed(database)
    assert {row[:-1]: row[-1] for row in rows["node_days"]} == {
        (key.day, key.node, key.what, key.detail, key.hotline): count for key, count in whole.nodes.items()
    }
    assert {row[:-1]: row[-1] for row in rows["officer_days"]} == dict(whole.officers)
    rebuild_figures(database, HONG_KONG)
    assert summed(database) == rows


@pytest.mark.parametrize("forget", [forget_rollups, forget_measures])
def test_what_is_made_anew_alone_is_the_same_again_and_nothing_is_added_to_the_other(
    database: Database, entries: list[Entry], forget: Callable[[Connection], None]
) -> None:
    load(database, entries[:5])
    sum_up(database, HONG_KONG)
    load(database, entries[5:-1])
    sum_up(database, HONG_KONG)
    before = summed(database)
    assert before["measure_days"]
    with database.writing() as connection:
        forget(connection)
    sum_up(database, HONG_KONG, at_a_time=2)
    assert summed(database) == before
    load(database, entries[-1:])
    sum_up(database, HONG_KONG)
    after = summed(database)
    rebuild_figures(database, HONG_KONG)
    assert summed(database) == after


def _without_day(nodes: Counter[Any]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, count in nodes.items():
        found["", "", *key[2:]] += count
    return found


def test_a_choice_takes_days_hotlines_and_departments(database: Database, entries: list[Entry]) -> None:
    load(database, entries, every=7)
    assert not read_all(database, FigureChoice(DAY + timedelta(days=1), DAY + timedelta(days=1), zone=HONG_KONG)).nodes
    assert not read_all(database, FigureChoice(DAY, DAY, frozenset({"water"}), zone=HONG_KONG)).hours
    assert not read_all(database, FigureChoice(DAY, DAY, None, frozenset({"water"}), zone=HONG_KONG)).nodes
    own = read_all(database, FigureChoice(DAY, DAY, frozenset({"transport"}), frozenset({"transport"}), zone=HONG_KONG))
    assert {node for node, _, _ in own.nodes} == {
        name for name, _, _ in read_all(database, ALL).nodes if name.startswith("transport/")
    }


def test_the_figures_of_all_calls_are_the_sum_of_each(database: Database, entries: list[Entry]) -> None:
    load(database, entries)
    whole = from_the_journal(database)
    total = Figures()
    for sid in ("CA1", "CA2", "CA3", "CA4"):
        emptied(database)
        load(database, [entry for entry in entries if entry.call_sid == sid])
        total.add(from_the_journal(database))
    assert total == whole
    assert figures_of_calls([], HONG_KONG) == Figures()


@given(data=st.data())
@FEW
def test_projections_made_anew_are_the_same(database: Database, entries: list[Entry], data: st.DataObject) -> None:
    emptied(database)
    for entry in data.draw(st.permutations(entries)):
        DatabaseJournal(database).load(entry)
    before = _projections(database)
    with database.writing() as connection:
        connection.execute(delete(call_places))
        connection.execute(calls.update().values(caller_tail="x", gave_up_at="y", outcome="z"))
        connection.execute(cases.update().values(reply_due=None))
    assert _projections(database) != before
    assert rebuild_projections(database) == 4
    assert _projections(database) == before


def _projections(database: Database) -> list[list[dict[str, Any]]]:
    with database.caught_up() as connection:
        return [
            sorted(({**row, "id": 0} for row in connection.execute(select(table)).mappings()), key=repr)
            for table in (calls, call_places, cases, messages)
        ]
