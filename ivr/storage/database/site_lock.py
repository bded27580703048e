"""What is done once for a site, however many processes on however many machines would do it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from ivr.storage.database.transactions import Database
from ivr.storage.disk.locks import locked


@contextmanager
def held_once(database: Database, name: str) -> Iterator[bool]:
    """Hold `name` for all who use this database; gives False when somebody else does. Raises StorageAway.

    It is let go when the process or its connection dies. A SQLite file is used by one machine only, and there by a
    file that is locked; PostgreSQL has advisory locks (its manual, "Explicit Locking").
    """
    if database.kind == "sqlite":
        with locked(database.lock_folder / f"{name}.lock", seconds=0) as mine:
            yield mine
        return
    key = int.from_bytes(hashlib.sha256(f"ivr {name}".encode()).digest()[:8], signed=True)
    with database.reading() as connection:
        mine = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield mine
        finally:
            if mine:
                connection.scalar(select(func.pg_advisory_unlock(key)))
