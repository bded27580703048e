"""The table of what was forgotten by rule. Without a row here the database refuses to touch journal and history."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class PurgedRow(Model):
    """That a call was forgotten (`call`), or the numbers in it (`numbers`). Rows are never changed or taken away."""

    __tablename__ = "purged"
    __table_args__ = (UniqueConstraint("call_sid", "what"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    call_sid: Mapped[str] = mapped_column(Line(255))
    what: Mapped[str] = mapped_column(Line(20))
    at: Mapped[datetime]


purged = Model.metadata.tables["purged"]
