"""The tables of editions: what was published and proposed, recorded prompts, and drafts that no caller meets."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from ivr.storage.database.column_types import Line, Moment, Passage
from ivr.storage.database.metadata import metadata

editions = Table(
    "editions",
    metadata,
    Column("hash", Line(100), primary_key=True),
    Column("bundle", LargeBinary, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("author", Line(255), nullable=False),
    Column("note", Passage, nullable=False),
)
"""An edition's bundle, under the hash of its bytes."""

publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", Line(100), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Line(255), nullable=False),
    Column("note", Passage, nullable=False),
    Column("begins", Moment),
    Column("ends", Moment),
    Column("cancelled_at", Moment),
    Column("cancelled_by", Line(255), nullable=False, server_default=""),
)
"""That an edition was published, for how long, and whether that was cancelled. Rows are never taken away."""

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", Line(100), nullable=False),
    Column("base", Line(100), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Line(255), nullable=False),
    Column("note", Passage, nullable=False),
    Column("begins", Moment),
    Column("ends", Moment),
    Column("state", Line(20), nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", Line(255), nullable=False),
    Index(None, "state"),
)
"""That an edition was proposed while `base` was served, and what became of it."""

recordings = Table(
    "recordings",
    metadata,
    Column("hash", Line(100), primary_key=True),
    Column("sound", LargeBinary, nullable=False),
)
"""A recorded prompt, under the hash of its bytes."""

drafts = Table(
    "drafts",
    metadata,
    Column("author", Line(255), primary_key=True),
    Column("file", Line(300), primary_key=True),
    Column("content", Passage, nullable=False),
    Column("base", Line(64), nullable=False),
    Column("saved_at", Moment, nullable=False),
)
"""One file as its author left it; `base` is the SHA-256 of the file as it was served when they began."""

draft_editions = Table(
    "draft_editions",
    metadata,
    Column("author", Line(255), primary_key=True),
    Column("edition", Line(64), primary_key=True),
    Column("bundle", LargeBinary, nullable=False),
    Column("rung_at", Moment, nullable=False),
)
"""What the served edition would be with its author's changes, as a bundle, for their test telephone alone."""
