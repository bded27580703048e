"""The tables of closures and notices. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class ClosureRow(Model):
    """A closure (or a notice, whose `reason` is empty) as it was announced. JSON is kept as compact text."""

    __tablename__ = "closures"

    id: Mapped[int] = mapped_column(primary_key=True)
    hotlines: Mapped[str]
    reason: Mapped[str] = mapped_column(Line(40))
    words: Mapped[str]
    begins: Mapped[datetime | None]
    ends: Mapped[datetime]
    author: Mapped[str] = mapped_column(Line(255))
    at: Mapped[datetime]


class ClosureChangeRow(Model):
    """That a closure got another end, or was stopped (`ends` is empty). The last one counts."""

    __tablename__ = "closure_changes"
    __table_args__ = (Index(None, "closure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    closure: Mapped[int]
    ends: Mapped[datetime | None]
    author: Mapped[str] = mapped_column(Line(255))
    at: Mapped[datetime]


tables = Model.metadata.tables
closures, closure_changes = tables["closures"], tables["closure_changes"]
