"""The table of what may be done only so often."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class TallyRow(Model):
    """That a deed counts under a name until a moment. Both are keyed hashes, of which nothing can be read."""

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_until", "until"),)

    name: Mapped[str] = mapped_column(Line(32), primary_key=True)
    deed: Mapped[str] = mapped_column(Line(32), primary_key=True)
    until: Mapped[datetime]


tallies = Model.metadata.tables["tallies"]
