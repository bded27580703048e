"""How the database fares: its kind and version, its revision, and the one that this program needs."""

from dataclasses import dataclass

from sqlalchemy import text

from ivr.storage.database import Database
from ivr.storage.schema import current_revision, wanted_revision


@dataclass(frozen=True)
class Condition:
    """What is asked about a database when something is wrong; `revision` is what it is at, `wanted` what is needed."""

    kind: str
    version: str
    revision: str
    wanted: str


def condition(database: Database) -> Condition:
    """How the database fares now. Raises StorageAway."""
    ask_version = "SELECT sqlite_version()" if database.kind == "sqlite" else "SHOW server_version"
    with database.reading() as connection:
        version = str(connection.execute(text(ask_version)).scalar_one())
    return Condition(database.kind, version, current_revision(database) or "", wanted_revision())
