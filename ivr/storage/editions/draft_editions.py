"""Editions made of drafts, kept so that every worker can ring them on their author's test telephone; never served."""

from datetime import datetime

from sqlalchemy import delete, desc, select

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.editions.tables import draft_editions

KEPT = 5  # of one author; a call on an older one has to be rung anew


def keep_draft_edition(database: Database, author: str, edition: str, bundle: bytes, now: datetime) -> None:
    """Keep a bundle under its hash for its author, in the place of the oldest of theirs. Raises StorageAway."""
    row = {"author": author, "edition": edition, "bundle": bundle, "rung_at": now}
    mine = draft_editions.c.author == author
    with database.writing() as connection:
        new = INSERTS[connection.dialect.name](draft_editions).values(row)
        connection.execute(new.on_conflict_do_update(index_elements=["author", "edition"], set_={"rung_at": now}))
        latest = select(draft_editions.c.edition).where(mine).order_by(desc(draft_editions.c.rung_at)).limit(KEPT)
        connection.execute(delete(draft_editions).where(mine, draft_editions.c.edition.not_in(latest)))


def draft_edition(database: Database, author: str, edition: str) -> bytes | None:
    """The bundle that an author keeps under a hash. Raises StorageAway."""
    c = draft_editions.c
    with database.reading() as connection:
        return connection.execute(select(c.bundle).where(c.author == author, c.edition == edition)).scalar_one_or_none()
