"""The list of calls: the same as a plain search of all of them, whatever the filter, page by page."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.engine.events import AnswerGiven, CallEnded, CaseOpened, NodeReached, WrongKeyPressed
from ivr.journal.entry import Entry
from ivr.storage.calls.listing import CallFilters, Scope, call_in_scope, list_desk_calls
from ivr.storage.calls.paths import paths_of_calls
from ivr.storage.calls.reading import CallRecord
from ivr.storage.calls.totals import calls_by_hour, calls_by_outcome, count_desk_calls
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal

NewEntry = Callable[..., Entry]
START = datetime(2026, 11, 1, tzinfo=UTC)
NODES = ("transport/main", "transport/fees", "transport/main.2", "water/main", "water/bill")
CALLERS = ("+85291230001", "+85291230002", "+85261230001", "anonymous", "+85298887777")


@pytest.fixture
def reached(database: Database, turn: NewEntry, notice: NewEntry) -> dict[str, tuple[str, ...]]:
    """Forty calls, some at the same moment, loaded in no order; the nodes that each reached."""
    chance, entries, found = random.Random(7), [], {}  # noqa: S311 (no secret)
    for number in range(40):
        sid, at = f"CA{number:02}", START + timedelta(minutes=number // 2)
        nodes = tuple(chance.sample(NODES, chance.randint(1, 3)))
        found[sid] = nodes
        own = {"call_sid": sid, "hotline": nodes[0].partition("/")[0], "caller": CALLERS[number % 5]}
        own["language"] = ("yue", "en")[number % 7 == 0]
        for place, node in enumerate(nodes):
            more = [AnswerGiven(node)] if number % 3 == 0 else [CaseOpened(node, "complaint", sid, "", "", 1, "")]
            events = (NodeReached(node, "menu"), *(more if number % 3 != 1 else ()))
            entries.append(turn(place, *events, node=node, at=at + timedelta(seconds=place), **own))
        if number % 4:
            ended = (CallEnded("", "caller hung up"),)
            length = {"ends": True, "seconds": number, "events": ended}
            entries.append(notice("end", call_sid=sid, **length | {"at": at + timedelta(seconds=number)}))
    chance.shuffle(entries)
    for entry in entries:
        DatabaseJournal(database).load(entry)
    return found


def every(database: Database, filters: CallFilters) -> list[CallRecord]:
    """All pages of three."""
    found: list[CallRecord] = []
    after = None
    while page := list_desk_calls(database, replace(filters, after=after, limit=3)):
        found += page
        after = (page[-1].started_at, page[-1].sid)
    return found


def plainly(calls: list[CallRecord], reached: dict[str, tuple[str, ...]], wanted: CallFilters) -> Iterator[CallRecord]:
    """What the filters mean, asked of each call."""
    for call in calls:
        nodes = reached[call.sid]
        own = {node.partition("/")[0] for node in nodes}
        gave_up = call.last_node if (call.outcome, call.ending) == ("nothing", "caller hung up") else ""
        tests = (
            wanted.hotline in ("", call.hotline),
            wanted.language in ("", call.language),
            wanted.outcome in ("", call.outcome),
            wanted.ending in ("", call.ending),
            wanted.gave_up_at in ("", gave_up),
            wanted.node == "" or wanted.node in nodes,
            any(node.startswith(wanted.topic) for node in nodes),
            not wanted.about or bool({*nodes} & {*wanted.about}),
            not wanted.over or call.ended_at is not None or bool(call.ending),
            call.caller == wanted.number if wanted.number[:1] == "+" else call.caller.endswith(wanted.number),
            not wanted.since or call.started_at >= wanted.since,
            not wanted.until or call.started_at < wanted.until,
            not wanted.on_the_line or (call.ended_at is None and not call.ending),
            wanted.scope is None or call.hotline in wanted.scope.hotlines or bool(own & wanted.scope.departments),
        )
        if all(tests):
            yield call


WATER = Scope(frozenset({"water"}))
BY_HOTLINE = Scope(frozenset({"leisure"}), frozenset({"transport"}))
FILTERS = (
    CallFilters(),
    CallFilters(hotline="water"),
    CallFilters(language="en"),
    CallFilters(outcome="case"),
    CallFilters(outcome="nothing", ending="caller hung up"),
    CallFilters(gave_up_at="water/bill"),
    CallFilters(node="transport/main"),
    CallFilters(topic="transport"),
    CallFilters(topic="transport/main"),
    CallFilters(topic="wat"),
    CallFilters(topic="nothing"),
    CallFilters(number="+85291230001"),
    CallFilters(number="0001"),
    CallFilters(number="1230001"),
    CallFilters(number="01"),
    CallFilters(number="001"),
    CallFilters(number="777", scope=WATER),
    CallFilters(ending="caller hung up"),
    CallFilters(ending="failed"),
    CallFilters(since=START + timedelta(minutes=5), until=START + timedelta(minutes=9)),
    CallFilters(on_the_line=True),
    CallFilters(scope=WATER),
    CallFilters(scope=Scope(frozenset({"water"}), frozenset({"transport"}))),
    CallFilters(scope=Scope(frozenset())),
    CallFilters(scope=WATER, node="transport/fees"),
    CallFilters(scope=WATER, outcome="answered", language="yue"),
    CallFilters(scope=WATER, topic="transport/m", ending="caller hung up"),
    CallFilters(scope=WATER, topic="water", language="yue"),
    CallFilters(scope=WATER, hotline="transport"),
    CallFilters(over=True, outcome="answered"),
    CallFilters(about=("water/bill", "transport/fees")),
    CallFilters(about=("transport/fees", "water/main"), node="transport/main", scope=WATER),
    CallFilters(about=("transport/fees",), topic="water", over=True),
    CallFilters(scope=WATER, hotline="transport", node="water/bill"),
    CallFilters(scope=BY_HOTLINE, hotline="water", topic="transport"),
    CallFilters(scope=BY_HOTLINE, node="water/main"),
    CallFilters(scope=BY_HOTLINE, node="water/main", topic="transport/f"),
    CallFilters(scope=BY_HOTLINE, topic="water/", outcome="nothing"),
    CallFilters(node="water/bill", topic="transport", outcome="case", since=START + timedelta(minutes=2)),
)


@pytest.mark.parametrize(("few", "most"), [(0, 200), (2000, 200), (8, 1)])
def test_each_filter_finds_what_a_plain_search_finds(
    database: Database, reached: dict[str, tuple[str, ...]], few: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.storage.calls.sources.FEW", few)  # every way of looking
    monkeypatch.setattr("ivr.storage.calls.sources.MOST_PLACES", most)
    calls = sorted(every(database, CallFilters()), key=lambda call: (call.started_at, call.sid), reverse=True)
    assert len(calls) == 40
    for wanted in FILTERS:
        assert [call.sid for call in every(database, wanted)] == [
            call.sid for call in plainly(calls, reached, wanted)
        ], wanted


def test_a_list_is_as_long_as_it_is_counted(database: Database, reached: dict[str, tuple[str, ...]]) -> None:
    for wanted in FILTERS:
        assert count_desk_calls(database, wanted) == len(every(database, wanted)), wanted


def test_calls_are_counted_by_hour_and_outcome_in_scope(
    database: Database, reached: dict[str, tuple[str, ...]]
) -> None:
    since, until = START + timedelta(minutes=3), START + timedelta(minutes=17)
    for scope in (None, WATER, Scope(frozenset({"water"}), frozenset({"transport"})), Scope(frozenset())):
        listed = every(database, CallFilters(since=since, until=until, scope=scope))
        assert calls_by_hour(database, since, until, scope) == ({START: len(listed)} if listed else {})
        kinds = [(call.outcome, call.ending, call.ended_at is None and not call.ending) for call in listed]
        counted = calls_by_outcome(database, since, until, scope)
        assert {kind[1:]: count for kind, count in counted.items()} == Counter(kinds)


def test_the_ways_of_some_calls_are_read_at_once(database: Database, turn: NewEntry) -> None:
    heard = ({"heard": "Ringing"}, {"heard": "Keys", "digits": "3"}, {"heard": "Keys", "digits": "7"})
    for number, each in enumerate(heard):
        events = (WrongKeyPressed("transport/main", "7", 1),) if number == 2 else ()
        DatabaseJournal(database).keep(turn(number, *events, heard=each))
    DatabaseJournal(database).keep(turn(0, call_sid="CA02", heard={"heard": "Ringing"}))
    assert paths_of_calls(database, ["CA01", "CA02", "CA03"]) == {"CA01": "3 › 7✗", "CA02": ""}


def test_one_call_is_seen_by_those_whose_hotline_or_department_it_touched(database: Database, turn: NewEntry) -> None:
    DatabaseJournal(database).keep(turn(0, NodeReached("language", "language")))
    DatabaseJournal(database).keep(turn(1, NodeReached("water/main", "menu")))
    assert call_in_scope(database, "CA01", None)
    assert call_in_scope(database, "CA01", WATER)
    assert call_in_scope(database, "CA01", Scope(frozenset(), frozenset({"transport"})))
    assert not call_in_scope(database, "CA01", Scope(frozenset({"transport"}), frozenset({"water"})))
    assert not call_in_scope(database, "CA02", None)
