"""Editions in the database: bundles, recordings, and the list of what was published when, for how long and by whom."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, Table, desc, func, or_, select, text, update

from ivr.errors import PublishingRefused
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.editions.publications import AT_ONCE, Publication, ServingSpan, served_at
from ivr.storage.editions.tables import editions, proposals, publications, recordings

PUBLISHING_LOCK = 7_315_002  # any number no other program uses as a PostgreSQL advisory lock
MOVED = "another edition has come into service meanwhile; look at what differs (ivr diff current .) and publish again"
_NEXT = timedelta(microseconds=1)
Sounds = Mapping[str, bytes]


def true_time() -> datetime:
    """The time by which editions come and go: this machine's clock."""
    return datetime.now(UTC)


class Bundles:
    """Editions in the database. Everything raises StorageAway."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self._clock = clock

    def publish(
        self,
        bundle: bytes,
        edition_hash: str,
        author: str,
        note: str,
        sounds: Sounds,
        span: ServingSpan = AT_ONCE,
        base: str | None = None,
    ) -> None:
        """Keep an edition with its recordings and serve it for `span`, all or nothing.

        Raises PublishingRefused when another edition than `base` is served by now.
        """
        now = self._clock()
        with self._database.writing() as connection:
            alone(connection)
            keep(connection, bundle, Publication(edition_hash, now, author, note), sounds)
            point(connection, Publication(edition_hash, now, author, note, span.begins, span.ends), base)

    def point_to(self, edition_hash: str, author: str, note: str, base: str | None = None) -> None:
        """Serve an edition that is kept. Raises PublishingRefused like `publish`."""
        with self._database.writing() as connection:
            alone(connection)
            point(connection, Publication(edition_hash, self._clock(), author, note), base)

    def cancel(self, publication: int, author: str) -> None:
        """End a publication now, or before it began."""
        mine = (publications.c.id == publication) & publications.c.cancelled_at.is_(None)
        with self._database.writing() as connection:
            alone(connection)
            connection.execute(update(publications).where(mine).values(cancelled_at=self._clock(), cancelled_by=author))

    def plan(self) -> tuple[Publication, ...]:
        """Every publication that counts now or may count later."""
        with self._database.reading() as connection:
            return plan(connection, self._clock())

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
            return tuple(publication_of(row) for row in connection.execute(latest))

    def named(self, beginning: str) -> tuple[str, ...]:
        """The editions kept whose hashes begin so."""
        found = select(editions.c.hash).where(editions.c.hash.startswith(beginning, autoescape=True))
        with self._database.reading() as connection:
            return tuple(connection.scalars(found.order_by(editions.c.hash)))


def alone(connection: Connection) -> None:
    """Until the transaction ends nobody else publishes or prunes; SQLite's writers are alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PUBLISHING_LOCK})


def keep(connection: Connection, bundle: bytes, told: Publication, sounds: Sounds) -> None:
    """Keep an edition and its recordings."""
    for name, sound in sounds.items():
        _add(connection, recordings, {"hash": name, "sound": sound})
    row = {"hash": told.edition, "bundle": bundle, "published_at": told.at, "author": told.author, "note": told.note}
    _add(connection, editions, row)


def point(connection: Connection, new: Publication, base: str | None = None) -> None:
    """Add a publication. Raises PublishingRefused when another edition than `base` is served by now.

    One made at once is dated after all that counts already, though the clock of the machine that published those
    may have been ahead. Publishing again what is served, as every start of the demo does, adds nothing.
    """
    known = plan(connection, new.at)
    served = served_at(known, new.at)
    if base is not None and base != (served.edition if served else ""):
        raise PublishingRefused(MOVED)
    at_once = new.begins is None
    if at_once and new.ends is None and served and served.edition == new.edition and served.ends is None:
        return
    row = vars(new) | {"at": max((new.at, *(each.start + _NEXT for each in known if each.counts(new.at))))}
    del row["id"]
    connection.execute(publications.insert(), row)
    if at_once:
        stale = update(proposals).where(proposals.c.state == "open")
        connection.execute(stale.values(state="superseded", decided_at=new.at, decided_by=new.author))


def plan(connection: Connection, now: datetime) -> tuple[Publication, ...]:
    """Every publication that counts now or may count later."""
    table = publications.c
    start = func.coalesce(table.begins, table.at)
    standing = table.cancelled_at.is_(None)
    begun = or_(table.begins.is_(None), table.begins <= now)
    lasting = select(func.max(start)).where(standing, table.ends.is_(None), begun)
    since = lasting.scalar_subquery()
    living = (standing, or_(table.ends.is_(None), table.ends > now), or_(since.is_(None), start >= since))
    return tuple(publication_of(row) for row in connection.execute(select(publications).where(*living)))


def publication_of(row: Row[tuple[object, ...]]) -> Publication:
    """A row of the table as what it tells."""
    return Publication(**row._mapping)


def _add(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    connection.execute(INSERTS[connection.dialect.name](table).values(row).on_conflict_do_nothing())
