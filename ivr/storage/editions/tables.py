"""The tables of editions: what was published and proposed, recorded prompts, and drafts that no caller meets."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from ivr.storage.database.column_types import LineText, LongText, UtcMoment
from ivr.storage.database.metadata import metadata

editions = Table(
    "editions",
    metadata,
    Column("hash", LineText(100), primary_key=True),
    Column("bundle", LargeBinary, nullable=False),
    Column("published_at", UtcMoment, nullable=False),
    Column("author", LineText(255), nullable=False),
    Column("note", LongText, nullable=False),
)
"""An edition's bundle, under the hash of its bytes."""

publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", LineText(100), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("author", LineText(255), nullable=False),
    Column("note", LongText, nullable=False),
    Column("begins", UtcMoment),
    Column("ends", UtcMoment),
    Column("cancelled_at", UtcMoment),
    Column("cancelled_by", LineText(255), nullable=False, server_default=""),
)
"""That an edition was published, for how long, and whether that was cancelled. Rows are never taken away."""

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", LineText(100), nullable=False),
    Column("base", LineText(100), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("author", LineText(255), nullable=False),
    Column("note", LongText, nullable=False),
    Column("begins", UtcMoment),
    Column("ends", UtcMoment),
    Column("state", LineText(20), nullable=False),
    Column("decided_at", UtcMoment),
    Column("decided_by", LineText(255), nullable=False),
    Index(None, "state"),
)
"""That an edition was proposed while `base` was served, and what became of it."""

recordings = Table(
    "recordings",
    metadata,
    Column("hash", LineText(100), primary_key=True),
    Column("sound", LargeBinary, nullable=False),
)
"""A recorded prompt, under the hash of its bytes."""

drafts = Table(
    "drafts",
    metadata,
    Column("author", LineText(255), primary_key=True),
    Column("file", LineText(300), primary_key=True),
    Column("content", LongText, nullable=False),
    Column("base", LineText(64), nullable=False),
    Column("saved_at", UtcMoment, nullable=False),
)
"""One file as its author left it; `base` is the SHA-256 of the file as it was served when they began."""

draft_editions = Table(
    "draft_editions",
    metadata,
    Column("author", LineText(255), primary_key=True),
    Column("edition", LineText(64), primary_key=True),
    Column("bundle", LargeBinary, nullable=False),
    Column("rung_at", UtcMoment, nullable=False),
)
"""What the served edition would be with its author's changes, as a bundle, for their test telephone alone."""
