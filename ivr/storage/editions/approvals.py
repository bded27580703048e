"""Editions that wait for a second person: proposed, then approved, withdrawn, or superseded by another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, desc, select, update

from ivr.errors import PublishingRefused
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import Sounds, alone, keep, point, true_time
from ivr.storage.editions.publications import AT_ONCE, Publication, ServingSpan
from ivr.storage.editions.tables import proposals

State = Literal["open", "approved", "withdrawn", "superseded"]


@dataclass(frozen=True)
class Proposal:
    """An edition proposed `at` a moment while `base` was served; `decided_by` approved, withdrew or superseded it."""

    edition: str
    base: str
    at: datetime
    author: str
    note: str
    begins: datetime | None = None
    ends: datetime | None = None
    state: State = "open"
    decided_at: datetime | None = None
    decided_by: str = ""
    id: int = 0


class Approvals:
    """Proposals in the database. Everything raises StorageAway."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self._clock = clock

    def propose(
        self,
        bundle: bytes,
        edition_hash: str,
        base: str,
        author: str,
        note: str,
        sounds: Sounds,
        span: ServingSpan = AT_ONCE,
    ) -> Proposal:
        """Keep an edition for a second person to approve; the author's earlier proposals are superseded."""
        now = self._clock()
        new = Proposal(edition_hash, base, now, author, note, span.begins, span.ends)
        earlier = (proposals.c.state == "open") & (proposals.c.author == author)
        with self._database.writing() as connection:
            alone(connection)
            keep(connection, bundle, Publication(edition_hash, now, author, note), sounds)
            _decide(connection, earlier, "superseded", author, now)
            row = vars(new).copy()
            del row["id"]
            connection.execute(proposals.insert(), row)
        return new

    def approve(self, proposal: Proposal, by: str) -> None:
        """Publish what was proposed. Raises PublishingRefused when it is no longer open or something else is served.

        What was to begin at a time that is over by now begins at once.
        """
        now = self._clock()
        begins = proposal.begins if proposal.begins and proposal.begins > now else None
        note = f"{proposal.note} (approved by {by})".strip()
        with self._database.writing() as connection:
            alone(connection)
            if not _decide(connection, proposals.c.id == proposal.id, "approved", by, now):
                raise PublishingRefused("this proposal is no longer open; see: ivr editions")
            new = Publication(proposal.edition, now, proposal.author, note, begins, proposal.ends)
            point(connection, new, proposal.base)

    def withdraw(self, proposal: Proposal, by: str, state: State = "withdrawn") -> None:
        """Close a proposal without publishing it. Raises PublishingRefused when it is closed already."""
        with self._database.writing() as connection:
            if not _decide(connection, proposals.c.id == proposal.id, state, by, self._clock()):
                raise PublishingRefused("this proposal is no longer open; see: ivr editions")

    def latest(self, limit: int = 50) -> tuple[Proposal, ...]:
        """What was proposed, the latest first."""
        found = select(proposals).order_by(desc(proposals.c.id)).limit(limit)
        with self._database.reading() as connection:
            return tuple(_proposal(row) for row in connection.execute(found))


def _decide(connection: Connection, which: ColumnElement[bool], state: State, by: str, at: datetime) -> int:
    still_open = update(proposals).where(which, proposals.c.state == "open")
    return connection.execute(still_open.values(state=state, decided_at=at, decided_by=by)).rowcount


def _proposal(row: Row[tuple[object, ...]]) -> Proposal:
    return Proposal(**row._mapping)
