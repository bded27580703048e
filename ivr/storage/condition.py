"""How the database fares: its kind and version, its revision, and when a carrier last wrote to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import desc, select, text

from ivr.storage.database import Database
from ivr.storage.models import journal
from ivr.storage.schema import current_revision


@dataclass(frozen=True)
class Condition:
    """`last_at` is the moment of the latest journal entry and `last_hotline` its hotline; None and empty for none."""

    kind: str
    version: str
    revision: str
    last_at: datetime | None
    last_hotline: str


def condition(database: Database) -> Condition:
    """How the database fares now. Raises StorageAway."""
    ask_version = "SELECT sqlite_version()" if database.kind == "sqlite" else "SHOW server_version"
    latest = select(journal.c.at, journal.c.hotline).order_by(desc(journal.c.id)).limit(1)
    with database.reading() as connection:
        version = str(connection.execute(text(ask_version)).scalar_one())
        row = connection.execute(latest).first()
    at, hotline = (row.at, row.hotline) if row else (None, "")
    return Condition(database.kind, version, current_revision(database) or "", at, hotline)
