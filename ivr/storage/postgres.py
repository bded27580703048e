"""PostgreSQL as this project uses it: every wait has an end, also when the server accepts and never answers."""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine

GRACE = 0.5  # the server gives up first and says why; only when it says nothing do we


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
    arguments = _arguments(url, seconds, read_only)

    def connect() -> BoundedConnection:
        connection = BoundedConnection.connect(**arguments)
        connection.limit = seconds + GRACE
        return connection

    return create_engine(
        "postgresql+psycopg://", creator=connect, pool_size=5, max_overflow=10, pool_timeout=seconds, pool_pre_ping=True
    )


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
