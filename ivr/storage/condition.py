"""How the database fares: its kind and version, and its revision."""

from dataclasses import dataclass

from sqlalchemy import text

from ivr.storage.database import Database
from ivr.storage.schema import current_revision


@dataclass(frozen=True)
class Condition:
    """What is asked about a database when something is wrong with it."""

    kind: str
    version: str
    revision: str


def condition(database: Database) -> Condition:
    """How the database fares now. Raises StorageAway."""
    ask_version = "SELECT sqlite_version()" if database.kind == "sqlite" else "SHOW server_version"
    with database.reading() as connection:
        version = str(connection.execute(text(ask_version)).scalar_one())
    return Condition(database.kind, version, current_revision(database) or "")
