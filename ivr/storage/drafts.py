"""Drafts: a file of the site as somebody is changing it on the desk. They are kept a person and file, never served."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from ivr.storage.database import Database
from ivr.storage.draft_models import drafts
from ivr.storage.projections import INSERTS


@dataclass(frozen=True)
class FileDraft:
    """What `author` made of a file (its path in the site); `base` is the SHA-256 of what it was when they began."""

    author: str
    file: str
    content: str
    base: str
    saved_at: datetime


def save_draft(database: Database, draft: FileDraft) -> None:
    """Keep a draft in the place of the author's earlier one of that file. Raises StorageAway."""
    row = vars(draft)
    with database.writing() as connection:
        new = INSERTS[connection.dialect.name](drafts).values(row)
        connection.execute(new.on_conflict_do_update(index_elements=["author", "file"], set_=row))


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


def discard_draft(database: Database, author: str, file: str) -> bool:
    """Forget a draft; whether there was one. Raises StorageAway."""
    with database.writing() as connection:
        return connection.execute(delete(drafts).where(_mine(author, file))).rowcount > 0


def _mine(author: str, file: str) -> ColumnElement[bool]:
    return (drafts.c.author == author) & (drafts.c.file == file)
