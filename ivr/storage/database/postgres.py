"""PostgreSQL as this project uses it: every wait has an end, also when the server accepts and never answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from ivr.storage.database.kept_connections import KeptConnections

RESTED = 1.0  # seconds out of use after which a connection is looked at before it is used
GRACE = 0.5  # the server gives up first and says why; only when it says nothing do we
MOST_STATEMENTS = 100  # that a connection has cursors for


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that closes itself when the server has not answered one statement within `limit` seconds.

    The server's own statement_timeout and the kernel's TCP time-outs do not help against a server that is stopped,
    or behind a proxy that holds on: the kernel still acknowledges every packet.
    """

    limit = 2.5

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the server. Raises psycopg.OperationalError and is closed when it does not answer in time."""
        try:
            return super().wait(gen, interval, timeout or self.limit)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise


def postgres_engine(url: URL, seconds: float, read_only: bool = False) -> Engine:
    """An engine on the server at `url`; connecting, each statement and waiting for the pool end after `seconds`."""
    connect = _connecting(url, seconds, read_only)
    engine = create_engine("postgresql+psycopg://", creator=connect, pool_size=5, max_overflow=10, pool_timeout=seconds)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ping)
    return engine


def kept_sessions(url: URL, seconds: float) -> KeptConnections:
    """Connections that are kept to the server at `url`; one that rested is looked at before it is used."""
    open_one = _connecting(url, seconds, read_only=False)

    def connect() -> _KeptSession:
        connection = open_one()
        connection.autocommit = True
        connection.prepare_threshold = 0
        return _KeptSession(connection, time.monotonic())

    def is_sound(session: Any) -> bool:
        before, session.used = session.used, time.monotonic()
        return session.used - before < RESTED or _answers(session.connection)

    return KeptConnections(connect, is_sound, psycopg.Error)


@dataclass
class _KeptSession:
    """A connection, when it was used last by a clock that never goes back, and a cursor for each statement.

    A cursor that runs one statement again knows how its values are sent.
    """

    connection: BoundedConnection
    used: float
    cursors: dict[str, psycopg.Cursor[Any]] = field(default_factory=dict)

    def execute(self, text: str, values: Any) -> psycopg.Cursor[Any]:
        """Run a statement."""
        cursor = self.cursors.get(text)
        if cursor is None:
            if len(self.cursors) >= MOST_STATEMENTS:
                self.cursors.clear()
            cursor = self.cursors[text] = self.connection.cursor()
        return cursor.execute(text, values)

    def close(self) -> None:
        """Close it."""
        self.connection.close()


def _answers(connection: BoundedConnection) -> bool:
    """Whether the server does; raises TimeoutError when it lets one wait, which connecting anew would do again."""
    began = time.monotonic()
    try:
        connection.execute("")
    except psycopg.OperationalError as error:
        if time.monotonic() - began > RESTED / 2:
            raise TimeoutError(f"the server does not answer: {error}") from error
        return False
    return True


def planned_each_time(url: URL) -> URL:
    """The address of the same database, on whose connections no plan is kept for other values."""
    given = url.query.get("options", "")
    return url.update_query_dict({"options": f"{given} -c plan_cache_mode=force_custom_plan".strip()})


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _ping(connection: Any, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """See that a connection which rested still leads to a server, so that one that came back is found at once.

    SQLAlchemy's own ping does it at every use, a round trip each, and after a server that did not answer in time it
    tries to connect to it, which takes that time again.
    """
    now = time.monotonic()
    if now - record.info.get("used", now) < RESTED:
        return
    connection.autocommit = True
    if not _answers(connection):
        raise DisconnectionError("the server has gone, or has come back")
    connection.autocommit = False


def _connecting(url: URL, seconds: float, read_only: bool) -> Callable[[], BoundedConnection]:
    arguments = _arguments(url, seconds, read_only)

    def connect() -> BoundedConnection:
        connection = BoundedConnection.connect(**arguments)
        connection.limit = seconds + GRACE
        return connection

    return connect


def _arguments(url: URL, seconds: float, read_only: bool) -> dict[str, Any]:
    milliseconds = int(seconds * 1000)
    options = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} -c timezone=UTC"
    if read_only:
        options += " -c default_transaction_read_only=on"
    return {
        "connect_timeout": max(2, int(seconds)),  # libpq takes less than 2 as 2
        "keepalives_idle": 5,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "tcp_user_timeout": milliseconds,
        "application_name": "ivr",
        **url.translate_connect_args(username="user", database="dbname"),
        **url.query,
        "options": f"{url.query.get('options', '')} {options}",
    }
