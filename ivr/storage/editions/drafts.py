"""Drafts: a file of the site as somebody is changing it on the desk. They are kept a person and file, never served."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, desc, select

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.editions.tables import drafts


@dataclass(frozen=True)
class FileDraft:
    """What `author` made of a file (its path in the site); `base` is the SHA-256 of what it was when they began."""

    author: str
    file: str
    content: str
    base: str
    saved_at: datetime

    @property
    def version(self) -> str:
        """By what the draft is known again as it was left: the SHA-256 of its content."""
        return _version(self.content)


def save_draft(database: Database, draft: FileDraft, over: str) -> bool:
    """Keep a draft in the place of the author's earlier one of that file, if that still has the version `over`.

    `over` is empty where there was none. False when another was saved meanwhile, as in a second window; then nothing
    is changed. Raises StorageAway.
    """
    row = vars(draft)
    with database.writing() as connection:
        new = INSERTS[connection.dialect.name](drafts).values(row)
        kept = _kept(connection, draft.author, draft.file)
        if kept is None:
            inserted = connection.execute(new.on_conflict_do_nothing().returning(drafts.c.author))
            return inserted.first() is not None
        if _version(kept) not in (over, draft.version):
            return False
        connection.execute(new.on_conflict_do_update(index_elements=["author", "file"], set_=row))
        return True


def drafts_of(database: Database, author: str) -> tuple[FileDraft, ...]:
    """All drafts of a person, by file. Raises StorageAway."""
    with database.reading() as connection:
        found = connection.execute(select(drafts).where(drafts.c.author == author).order_by(drafts.c.file))
        return tuple(FileDraft(**row._mapping) for row in found)


def draft_of_file(database: Database, author: str, file: str) -> FileDraft | None:
    """A person's draft of a file. Raises StorageAway."""
    with database.reading() as connection:
        row = connection.execute(select(drafts).where(_mine(author, file))).one_or_none()
        return FileDraft(**row._mapping) if row else None


def others_with_drafts(database: Database, author: str, file: str) -> tuple[tuple[str, datetime], ...]:
    """Who else is changing a file, and when they saved last, the latest first. Raises StorageAway."""
    c = drafts.c
    with database.reading() as connection:
        chosen = select(c.author, c.saved_at).where(c.file == file, c.author != author).order_by(desc(c.saved_at))
        return tuple((row.author, row.saved_at) for row in connection.execute(chosen))


def discard_draft(database: Database, author: str, file: str, version: str) -> bool:
    """Forget a draft if it still has that version; False when another was saved meanwhile. Raises StorageAway."""
    with database.writing() as connection:
        kept = _kept(connection, author, file)
        if kept is not None and _version(kept) != version:
            return False
        connection.execute(delete(drafts).where(_mine(author, file)))
        return True


def _version(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _kept(connection: Connection, author: str, file: str) -> str | None:
    """The content that is kept, so that nobody else changes it until this is done."""
    chosen = select(drafts.c.content).where(_mine(author, file)).with_for_update()
    return connection.execute(chosen).scalar_one_or_none()


def _mine(author: str, file: str) -> ColumnElement[bool]:
    return (drafts.c.author == author) & (drafts.c.file == file)
