"""The projector: whatever came in is in the lists, once, whoever brings it there and whatever is in the way."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import Row, func, select, text, update
from touching import let_the_record_be_touched

from ivr.engine.events import NodeReached
from ivr.journal.entry import Entry
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal import projector
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.marks import PROJECTIONS, Mark, hold_marks, mark_of
from ivr.storage.journal.projector import Projector
from ivr.storage.journal.tables import journal
from ivr.switchboard.ports import Kept

NewEntry = Callable[..., Entry]


def turns(database: Database) -> int:
    """How many turns the lists know of, as they stand."""
    with database.reading() as connection:
        return int(connection.scalar(select(func.coalesce(func.sum(calls.c.turns), 0))))


def test_what_was_kept_is_in_the_lists_when_somebody_reads_them(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(1, NodeReached("transport/main", "menu")))
    assert turns(database) == 0
    with database.caught_up() as connection:
        assert connection.scalars(select(calls.c.turns)).all() == [1]
        assert {*connection.scalars(select(call_places.c.place))} == {"transport/main", "transport/"}


def test_many_entries_take_several_transactions(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for number in range(1, 8):
        kept.keep(turn(number))
    kept.projector.catch_up()
    with database.reading() as connection:
        assert mark_of(connection, PROJECTIONS).journal_id == connection.scalar(select(func.max(journal.c.id)))
    assert turns(database) == 7


def test_two_that_project_at_once_do_it_once(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for call in range(5):
        for number in range(1, 60):
            kept.keep(turn(number, call_sid=f"CA{call}"))
    threads = [threading.Thread(target=Projector(database).catch_up, args=(20,)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert turns(database) == 5 * 59


def test_who_reads_waits_for_all_though_another_was_quicker_with_some(
    database: Database, turn: NewEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, other = DatabaseJournal(database), Projector(database)
    kept.keep(turn(1))
    kept.keep(turn(2))
    project = kept.projector._project

    def after_another_took_the_first(mark: Mark, rows: Sequence[Row[Any]]) -> bool:
        if len(rows) == 2:
            other._project(mark, rows[:1])
        return project(mark, rows)

    monkeypatch.setattr(kept.projector, "_project", after_another_took_the_first)
    assert kept.projector.catch_up()
    assert turns(database) == 2


def test_a_projector_that_is_killed_leaves_all_or_nothing(sqlite_database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(sqlite_database)
    for number in range(1, 400):
        kept.keep(turn(number, call_sid=f"CA{number % 7}"))
    sqlite_database.close()
    for _ in range(3):
        child = os.fork()
        if not child:
            with suppress(BaseException):
                projector.AT_A_TIME = 5
                DatabaseJournal(sqlite_database).projector.catch_up(60)
            os._exit(0)
        time.sleep(0.1)
        os.kill(child, 9)
        os.waitpid(child, 0)
    DatabaseJournal(sqlite_database).projector.catch_up(60)
    assert turns(sqlite_database) == 399


def test_an_entry_that_cannot_be_read_keeps_no_other_out_of_the_lists(database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for number in (1, 2, 3):
        kept.keep(turn(number, call_sid=f"CA{number}"))
    with database.writing() as connection:
        let_the_record_be_touched(connection)
        connection.execute(update(journal).where(journal.c.call_sid == "CA2").values(events='[{"event": "Unheard"}]'))
    assert kept.projector.catch_up()
    with database.reading() as connection:
        assert {*connection.scalars(select(calls.c.sid))} == {"CA1", "CA3"}


def test_what_was_read_before_something_behind_the_mark_changed_is_read_anew(
    database: Database, turn: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(1))
    with database.writing() as connection:
        before = mark_of(connection, PROJECTIONS)
        hold_marks(connection)
        assert mark_of(connection, PROJECTIONS) == Mark(before.journal_id, before.changes + 1)
    kept.projector.catch_up()
    assert turns(database) == 1


@contextmanager
def on_its_way(database: Database, name: str) -> Iterator[Callable[[], None]]:
    """An entry that has its number and is not committed until it is told to."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        copied = [column.name for column in journal.c if column.name not in ("id", "entry", "turn")]
        connection.execute(
            text(
                f"INSERT INTO journal (entry, turn, {', '.join(copied)})"  # noqa: S608  # names of the model's own
                f" SELECT :entry, 7, {', '.join(copied)} FROM journal LIMIT 1"
            ),
            {"entry": name},
        )
        yield transaction.commit


def test_an_entry_on_its_way_is_not_passed_over(postgres_database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(postgres_database)
    kept.keep(turn(1))
    with on_its_way(postgres_database, "turn 7") as commit:
        assert kept.keep(turn(2)) == Kept()
        assert not kept.projector.catch_up(0.2)
        assert turns(postgres_database) == 1
        commit()
    assert kept.projector.catch_up()
    assert turns(postgres_database) == 3


def test_a_number_that_nobody_used_is_passed_over(postgres_database: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(postgres_database)
    kept.keep(turn(1))
    with suppress(RuntimeError), on_its_way(postgres_database, "turn 7"):
        raise RuntimeError
    kept.keep(turn(1))  # a repetition takes a number too
    kept.keep(turn(2))
    assert kept.projector.catch_up()
    assert turns(postgres_database) == 2


def test_it_is_told_as_of_when_the_lists_are_where_they_cannot_be_brought_up_to_date(
    sqlite_database: Database, turn: NewEntry
) -> None:
    address = sqlite_database.url.render_as_string(hide_password=False)
    database = open_database(address, timeout_seconds=0.2, lock_folder=sqlite_database.lock_folder)
    kept = DatabaseJournal(database)
    kept.keep(turn(1))
    assert kept.projector.catch_up()
    assert kept.projector.as_of() is None
    kept.keep(turn(2))
    with sqlite_database.writing():
        assert not kept.projector.catch_up()
        assert kept.projector.as_of() == turn(1).at
    DatabaseJournal(sqlite_database).projector.catch_up()  # somebody else does it
    assert kept.projector.as_of() is None


@pytest.mark.parametrize("late", [True, False])
def test_a_call_that_was_forgotten_is_not_brought_back(database: Database, turn: NewEntry, late: bool) -> None:
    kept = DatabaseJournal(database)
    with database.writing() as connection:
        connection.execute(text("INSERT INTO purged (id, call_sid, what, at) VALUES (1, 'CA01', 'call', '2026-11-23')"))
    (kept.load if late else kept.keep)(turn(1))
    kept.projector.catch_up()
    assert turns(database) == 0
