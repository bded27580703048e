"""Editions in the database: bundles, recordings, and the list of what was published when and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, desc, select

from ivr.storage.database import Database
from ivr.storage.models import editions, publications, recordings
from ivr.storage.projections import INSERTS


@dataclass(frozen=True)
class Publication:
    """An edition was made the current one at a moment (UTC)."""

    edition: str
    at: datetime
    author: str
    note: str


class Bundles:
    """Editions in the database. Everything raises StorageAway."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, bundle: bytes, edition_hash: str, author: str, note: str, sounds: Mapping[str, bytes]) -> None:
        """Keep an edition with its recordings and make it the current one, all or nothing."""
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            for name, sound in sounds.items():
                _add(connection, recordings, {"hash": name, "sound": sound})
            row = {"hash": edition_hash, "bundle": bundle, "published_at": now, "author": author, "note": note}
            _add(connection, editions, row)
            _point(connection, Publication(edition_hash, now, author, note))

    def point_to(self, edition_hash: str, author: str, note: str) -> None:
        """Make an edition the current one."""
        with self._database.writing() as connection:
            _point(connection, Publication(edition_hash, datetime.now(UTC), author, note))

    def current(self) -> str:
        """The hash of the current edition, empty when none was ever published."""
        with self._database.reading() as connection:
            return _current(connection)

    def bundle(self, edition_hash: str) -> bytes | None:
        """The bundle under that hash."""
        with self._database.reading() as connection:
            return connection.scalar(select(editions.c.bundle).where(editions.c.hash == edition_hash))

    def recording(self, recording_hash: str) -> bytes | None:
        """The recording under that hash."""
        with self._database.reading() as connection:
            return connection.scalar(select(recordings.c.sound).where(recordings.c.hash == recording_hash))

    def history(self, limit: int) -> tuple[Publication, ...]:
        """What was published, the latest first."""
        latest = select(publications).order_by(desc(publications.c.id)).limit(limit)
        with self._database.reading() as connection:
            return tuple(Publication(row.edition, row.at, row.author, row.note) for row in connection.execute(latest))


def _add(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    connection.execute(INSERTS[connection.dialect.name](table).values(row).on_conflict_do_nothing())


def _current(connection: Connection) -> str:
    return connection.scalar(_LATEST) or ""


def _point(connection: Connection, publication: Publication) -> None:
    if _current(connection) != publication.edition:  # publishing the same again, as every start of the demo does
        connection.execute(publications.insert(), vars(publication))


_LATEST = select(publications.c.edition).order_by(desc(publications.c.id)).limit(1)
