"""The database: reading and writing transactions that end in time, one after another, or say that it is away."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter, methodcaller
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ivr.errors import SettingsRefused, StorageAway
from ivr.storage.database.breaker import Breaker
from ivr.storage.database.kept_connections import KeptConnections
from ivr.storage.database.prepared import Prepared
from ivr.storage.database.sqlite import WRITES, kept_files, sqlite_engine
from ivr.storage.disk.locks import KeptLock

KINDS = ("sqlite", "postgresql")
NO_FILE = "unable to open database file"  # as SQLite says it
MISSING = ("no such table", "no such column", "has no column")  # as SQLite says it
ROW_COUNT, ALL_ROWS = attrgetter("rowcount"), methodcaller("fetchall")  # of a driver's cursor
MISSING_STATES = ("42P01", "42703")  # undefined table, undefined column, as PostgreSQL says it


class TableMissing(StorageAway):
    """The database answers but has no such table or column: it was not upgraded, or the table was replaced."""


class Database:
    """A SQLite file or a PostgreSQL database, opened when first used and anew in each process.

    Every transaction ends within about `timeout_seconds`; what cannot be had in that time is StorageAway. Writers of
    one SQLite file queue at a lock file in `lock_folder`.
    """

    def __init__(self, url: URL, timeout_seconds: float, lock_folder: Path) -> None:
        self.url = url
        self.kind = url.get_backend_name()
        self.timeout_seconds = timeout_seconds
        self.lock_folder = lock_folder
        self._engines: dict[int, Engine] = {}
        self._making = threading.Lock()
        self._reads, self._writes = Breaker(), Breaker()
        self._beside: list[Database] = []
        self._kept: KeptConnections | None = None
        self._lock: KeptLock | None = None
        self.catch_up: Callable[[], object] = _nobody_follows

    @property
    def path(self) -> Path:
        """The database file (SQLite only)."""
        return Path(self.url.database or "")

    @property
    def lock_path(self) -> Path:
        """The file at which those who write to this SQLite file queue."""
        return self.lock_folder / f"{self.path.name}.lock"

    @property
    def engine(self) -> Engine:
        """The engine of this process alone: connections must never be shared with a process that was forked off."""
        engine = self._engines.get(os.getpid())
        if engine is None:
            with self._making:
                engine = self._engines.setdefault(os.getpid(), self._make_engine())
        return engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with. Raises StorageAway."""
        with self._told((self._reads, self._writes)), self.engine.connect() as connection:
            if self.kind == "postgresql":
                connection.execution_options(isolation_level="AUTOCOMMIT")  # saves two round trips
            yield connection

    @contextmanager
    def caught_up(self) -> Iterator[Connection]:
        """A connection to read with what follows the journal, which is caught up with first. Raises StorageAway."""
        self.catch_up()
        with self.reading() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection on which everything is read as of one moment, caught up with the journal. Raises StorageAway."""
        self.catch_up()
        with self._told((self._reads, self._writes)), self.engine.connect() as connection:
            if self.kind == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction to write in, committed at the end. Raises StorageAway.

        Then nothing was changed, unless the connection broke during the commit itself; so whatever is written here
        must bear being written again.
        """
        with self._told((self._writes,)), self._turn_to_write(), self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def run(self, statement: Prepared, values: Mapping[str, Any]) -> int:
        """Run one statement that commits itself, on a connection that is kept for it; how many rows it changed.

        Raises StorageAway; then nothing was changed, unless the connection broke during the commit itself. Raises
        DataError and IntegrityError as SQLAlchemy has them.
        """
        ready = statement.ready(values)
        with self._told((self._writes,)), self._turn_to_write():
            return int(self._run_kept(statement.text, ready, ROW_COUNT))

    def rows(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of one statement that reads, on a connection that is kept for it.

        Raises StorageAway.
        """
        ready = statement.ready(values)
        with self._told((self._reads, self._writes)):
            return statement.told(self._run_kept(statement.text, ready, ALL_ROWS))

    def refuses_writes(self) -> tuple[float, str]:
        """For how many seconds this process has not been able to write, and why; 0 and empty when it can."""
        return self._writes.open_for, self._writes.why if self._writes.open_for else ""

    def patient(self, seconds: float) -> "Database":
        """The same database with time for long work outside calls."""
        patient = Database(self.url, seconds, self.lock_folder)
        patient.catch_up = self.catch_up
        return patient

    def beside(self, seconds: float) -> "Database":
        """The same database with that time for each statement, closed with this one.

        What fails there, such as a page that asked for too much, makes nobody believe that the database is away here.
        Each statement there is planned for its own values: a common outcome is looked for otherwise than a rare one.
        """
        url = self.url
        if self.kind == "postgresql":
            from ivr.storage.database.postgres import planned_each_time

            url = planned_each_time(url)
        beside = Database(url, seconds, self.lock_folder)
        beside.catch_up = lambda: self.catch_up()
        self._beside.append(beside)
        return beside

    def close(self) -> None:
        """Give up this process's connections; the next use opens new ones."""
        for each in self._beside:
            each.close()
        if self._lock:
            self._lock.close()
        if self._kept:
            self._kept.close()
        engine = self._engines.pop(os.getpid(), None)
        if engine is not None:
            engine.dispose()

    def _run_kept(self, text: str, values: Mapping[str, Any], take: Callable[[Any], Any]) -> Any:
        """What is taken of a statement run on a kept connection. Raises as SQLAlchemy does."""
        kept = self._connections
        try:
            return kept.run(text, values, take)
        except kept.error as error:
            raise DBAPIError.instance(text, None, error, kept.error) from error

    @property
    def _connections(self) -> KeptConnections:
        if self._kept is None:
            with self._making:
                self._kept = self._kept or self._keep_connections()
        return self._kept

    def _keep_connections(self) -> KeptConnections:
        if self.kind == "sqlite":
            return kept_files(self.path, self.timeout_seconds)
        from ivr.storage.database.postgres import kept_sessions

        return kept_sessions(self.url, self.timeout_seconds)

    def _make_engine(self) -> Engine:
        if self.kind == "sqlite":
            return sqlite_engine(self.path, self.timeout_seconds)
        from ivr.storage.database.postgres import (
            postgres_engine,  # its driver is 5 MB that a process with SQLite spares
        )

        return postgres_engine(self.url, self.timeout_seconds)

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self.kind != "sqlite":
            yield
            return
        lock = self._lock = self._lock or KeptLock(self.lock_path)
        with lock.held(self.timeout_seconds) as mine:
            if not mine:
                raise PoolTimeout(f"another process kept {self.lock_path} locked")
            yield

    @contextmanager
    def _told(self, breakers: tuple[Breaker, ...]) -> Iterator[None]:
        """Turn every error that means "away" into StorageAway, and ask no more for a while after one."""
        if not breakers[0].lets_through():
            raise StorageAway(f"{breakers[0].why} ({breakers[0].since})")
        began = time.monotonic()
        try:
            yield
        except (IntegrityError, DataError):
            raise
        except (DBAPIError, PoolTimeout, DisconnectionError, OSError) as error:
            away = explain(error, self.name)
            if not isinstance(away, TableMissing):
                # a server that says nothing at all is not asked for anything else either
                silent = time.monotonic() - began >= self.timeout_seconds and self._says_nothing(error)
                for breaker in (self._reads, self._writes) if silent else breakers:
                    breaker.failed(str(away))
            raise away from error
        else:
            breakers[0].succeeded()

    def _says_nothing(self, error: Exception) -> bool:
        """Whether an error is not the server's own word, which has a code: one that waits for a lock in vain has."""
        return self.kind == "postgresql" and not getattr(getattr(error, "orig", None), "sqlstate", None)

    @property
    def name(self) -> str:
        """The database's address without its password and what we ask of the driver, for messages."""
        return self.url.difference_update_query(["options"]).render_as_string(hide_password=True)


def _nobody_follows() -> None:
    """Nothing is kept of the journal here but itself."""


def open_database(url: str, timeout_seconds: float = 2, *, lock_folder: Path) -> Database:
    """The database at a SQLAlchemy `url`; nothing is opened yet. Raises SettingsRefused when it cannot be used."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsRefused("a database URL is sqlite:///path or postgresql://user@host/name") from None
    if parsed.get_backend_name() not in KINDS:
        raise SettingsRefused(f"the database may be sqlite or postgresql, not {parsed.get_backend_name()}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise SettingsRefused("SQLite needs a file: workers share it; write sqlite:///path")
    return Database(parsed, timeout_seconds, lock_folder)


def explain(error: Exception, name: str) -> StorageAway:
    """The error as StorageAway (TableMissing where that is it), saying what to do."""
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split())
    if getattr(cause, "sqlstate", None) in MISSING_STATES or text.startswith(MISSING):
        return TableMissing(f"{name} lacks a table or column ({text}); run `ivr db upgrade`")
    if text.startswith(NO_FILE):
        return StorageAway(f"{name} is not there or may not be opened; run `ivr db upgrade`, which makes it")
    return StorageAway(f"{name} cannot be used: {text}")
