"""Backups taken and restored, and killed at any step of it."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ivr.app.installation import Installation
from ivr.storage.backup.archive import open_archive
from ivr.storage.backup.copies import PATIENCE
from ivr.storage.backup.restoring import Restored, RestoringPlace, check_place, restore
from ivr.storage.backup.taking import BackupSource, keep_at, taken
from ivr.storage.database.transactions import open_database

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
STEPS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "sqlite3.connect")
"""What Python tells its hooks of before it is done. BackupSource: the audit events table of its library reference."""


def source_of(installation: Installation, **different: object) -> BackupSource:
    plain = BackupSource(installation.database, installation.settings.state, "A=b\n", True, (), {"K": "m"}, "0.1.0")
    return replace(plain, **different)


def backed_up(source: BackupSource, to: Path) -> Path:
    with taken(source, to.parent, NOW) as (path, _):
        keep_at(path, to)
    return to


@contextmanager
def place_at(state: Path, url: str = "") -> Iterator[RestoringPlace]:
    database = open_database(url or f"sqlite:///{state / 'ivr.db'}", PATIENCE, lock_folder=state)
    try:
        yield RestoringPlace(database, state)
    finally:
        database.close()


def restored(file: Path, place: RestoringPlace, *, force: bool = False) -> Restored:
    with open_archive(file) as archive:
        archive.check()
        check_place(archive, place, force=force)
        return restore(archive, place, lambda: None, NOW, force=force)


def until_killed(do: Callable[[], object], look: Callable[[bool], object]) -> int:
    """Do it in children, each killed before one step further; `look` after each, whether it came to its end."""
    for last in range(1, 500):
        child = os.fork()
        if not child:
            done = 0

            def kill(event: str, _given: object, last: int = last) -> None:
                nonlocal done
                done += event in STEPS
                if done == last and event in STEPS:
                    os.kill(os.getpid(), signal.SIGKILL)

            code = 1
            try:
                sys.addaudithook(kill)
                do()
                code = 0
            except BaseException:
                traceback.print_exc()  # pytest shows it
            finally:
                os._exit(code)
        status = os.waitpid(child, 0)[1]
        ended = not os.WIFSIGNALED(status)
        assert not ended or os.waitstatus_to_exitcode(status) == 0
        look(ended)
        if ended:
            return last
    raise AssertionError("it never came to its end")
