"""Who uses a database just now, so that nothing is moved from under a line that is being served."""

import os
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from ivr.storage.database.transactions import Database

PARTING = 1.0  # seconds in which PostgreSQL forgets a connection that was closed
PROCESSES = Path("/proc")
OTHERS = """
SELECT DISTINCT coalesce(host(client_addr), 'this machine') FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'ivr'
"""


def users_of(database: Database) -> tuple[str, ...]:
    """Whoever has the database open besides this process, as far as can be seen from here. Raises StorageAway.

    Of a SQLite file: processes of this machine that we may look at. Of PostgreSQL: machines from which this program
    is connected. Ask before anything else is asked: another connection of this process would be taken for somebody.
    """
    if database.kind == "sqlite":
        return tuple(f"process {number}" for number in _processes_with(database.path))
    database.close()
    until = time.monotonic() + PARTING
    while True:
        with database.reading() as connection:
            places = connection.scalars(text(OTHERS)).all()
        if not places or time.monotonic() > until:
            return tuple(f"ivr on {place}" for place in places)
        time.sleep(PARTING / 10)


def _processes_with(path: Path) -> list[int]:
    with suppress(FileNotFoundError):
        wanted = os.stat(path)
        running = sorted(int(each.name) for each in PROCESSES.glob("[0-9]*"))
        return [number for number in running if number != os.getpid() and _has_open(number, wanted)]
    return []


def _has_open(process: int, wanted: os.stat_result) -> bool:
    """Whether a process has that very file open; one that is gone or another user's is not seen."""
    with suppress(OSError):
        for opened in (PROCESSES / str(process) / "fd").iterdir():
            with suppress(OSError):
                if os.path.samestat(opened.stat(), wanted):
                    return True
    return False
