"""How the database fares: its kind and version, its revision and the one that this program needs, whether it writes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select, text

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.schema import current_revision, wanted_revision
from ivr.storage.database.transactions import Database
from ivr.storage.traffic.tables import webhook_faults

NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class DatabaseCondition:
    """What is asked about a database when something is wrong; `revision` is what it is at, `wanted` what is needed."""

    kind: str
    version: str
    revision: str
    wanted: str


def condition(database: Database) -> DatabaseCondition:
    """How the database fares now. Raises StorageAway."""
    ask_version = "SELECT sqlite_version()" if database.kind == "sqlite" else "SHOW server_version"
    with database.reading() as connection:
        version = str(connection.execute(text(ask_version)).scalar_one())
    return DatabaseCondition(database.kind, version, current_revision(database) or "", wanted_revision())


def clock_of(database: Database) -> datetime | None:
    """What the clock of a database's server shows; None for SQLite, which has none. Raises StorageAway."""
    if database.kind == "sqlite":
        return None
    with database.reading() as connection:
        shown: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return shown.astimezone(UTC)


def try_writing(database: Database) -> None:
    """Write a row that nobody ever sees, on the disk before this returns. Raises StorageAway when that cannot be done.

    It goes in and out in one transaction.
    """
    now = datetime.now(UTC)
    row = {"day": NO_DAY, "fault": "", "count": 0, "first_at": now, "last_at": now}
    with database.writing() as connection:
        insert = INSERTS[connection.dialect.name](webhook_faults)
        connection.execute(insert.values(row).on_conflict_do_nothing())
        connection.execute(delete(webhook_faults).where(webhook_faults.c.day == NO_DAY))
