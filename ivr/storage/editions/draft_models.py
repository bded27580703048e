"""The tables of drafts: what somebody is changing on the desk, and that no caller meets."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class DraftRow(Model):
    """One file as its author left it; `base` is the SHA-256 of the file as it was served when they began."""

    __tablename__ = "drafts"

    author: Mapped[str] = mapped_column(Line(255), primary_key=True)
    file: Mapped[str] = mapped_column(Line(300), primary_key=True)
    content: Mapped[str]
    base: Mapped[str] = mapped_column(Line(64))
    saved_at: Mapped[datetime]


class DraftEditionRow(Model):
    """What the served edition would be with its author's changes, as a bundle, for their test telephone alone."""

    __tablename__ = "draft_editions"

    author: Mapped[str] = mapped_column(Line(255), primary_key=True)
    edition: Mapped[str] = mapped_column(Line(64), primary_key=True)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    rung_at: Mapped[datetime]


drafts = Model.metadata.tables["drafts"]
draft_editions = Model.metadata.tables["draft_editions"]
