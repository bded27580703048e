"""What callers left, and who they were, nobody else on the machine may read."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ivr.cli.opening import write_csv
from ivr.journal.entry import Entry
from ivr.storage.database.schema import upgrade
from ivr.storage.database.transactions import open_database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.messages.recordings import CallerRecordings


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_database_file_and_the_two_beside_it_are_private(tmp_path: Path, turn: Callable[..., Entry]) -> None:
    folder = tmp_path / "state"
    database = open_database(f"sqlite:///{folder / 'ivr.db'}", lock_folder=folder)
    upgrade(database)
    DatabaseJournal(database).keep(turn(1))
    assert mode(folder) == 0o700
    files = {path.name: mode(path) for path in folder.iterdir()}
    assert {"ivr.db", "ivr.db-wal", "ivr.db-shm"} <= files.keys()
    assert set(files.values()) == {0o600}
    database.close()


def test_a_database_of_before_is_made_private_by_the_upgrade(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'ivr.db'}", lock_folder=tmp_path)
    upgrade(database)
    database.path.chmod(0o644)
    upgrade(database)
    assert mode(database.path) == 0o600
    database.close()


def test_an_upgrade_takes_no_lock_away_from_those_who_have_the_file_open(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'ivr.db'}", lock_folder=tmp_path)
    upgrade(database)
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM journal")
        upgrade(database)
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode=DELETE').fetchone()"
        done = subprocess.run([sys.executable, "-c", other, str(database.path)], capture_output=True, text=True)  # noqa: S603
        assert "locked" in done.stderr
    database.close()


def test_recordings_of_callers_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir(mode=0o755)
    path = CallerRecordings(folder, lambda url: b"RIFF", lambda url: None).sound("RE1", "https://x/RE1")
    assert (mode(folder), mode(path)) == (0o700, 0o600)


def test_an_export_of_calls_is_private(tmp_path: Path) -> None:
    write_csv(str(tmp_path / "calls.csv"), [{"caller": "+85291234567"}])
    assert mode(tmp_path / "calls.csv") == 0o600
