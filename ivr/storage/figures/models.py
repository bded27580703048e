"""The tables of supervisors' work: what they did, and figures summed up by day and hour.

`history` is append-only: the database itself refuses to change or take away its rows.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line, Name
from ivr.storage.database.models import Model


class HistoryRow(Model):
    """One thing that somebody did to a case or a message. `details` is JSON; `version` counts from 1 for each."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("subject", "call_sid", "turn", "version"), Index(None, "at"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    subject: Mapped[str] = mapped_column(Line(20))
    call_sid: Mapped[str] = mapped_column(Line(255))
    turn: Mapped[int]
    version: Mapped[int]
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Line(255))
    what: Mapped[str] = mapped_column(Line(40))
    details: Mapped[str]


class NodeDayRow(Model):
    """How often something (`what`, `detail`) happened at a node to calls of a hotline that began on a day."""

    __tablename__ = "node_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(Name(255), primary_key=True)
    what: Mapped[str] = mapped_column(Line(20), primary_key=True)
    detail: Mapped[str] = mapped_column(Line(40), primary_key=True)
    hotline: Mapped[str] = mapped_column(Line(100), primary_key=True)
    count: Mapped[int]


class HotlineHourRow(Model):
    """Calls of a hotline that began in an hour (its first moment); `measured` of them lasted `seconds` in all."""

    __tablename__ = "hotline_hours"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    hotline: Mapped[str] = mapped_column(Line(100), primary_key=True)
    language: Mapped[str] = mapped_column(Line(20), primary_key=True)
    outcome: Mapped[str] = mapped_column(Line(20), primary_key=True)
    ending: Mapped[str] = mapped_column(Line(20), primary_key=True)
    calls: Mapped[int]
    measured: Mapped[int]
    seconds: Mapped[int]


class OfficerDayRow(Model):
    """How often officers were asked for, what came of it, and after how many seconds, by the day the calls began."""

    __tablename__ = "officer_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    hotline: Mapped[str] = mapped_column(Line(100), primary_key=True)
    officers: Mapped[str] = mapped_column(Name(255), primary_key=True)
    outcome: Mapped[str] = mapped_column(Line(20), primary_key=True)
    waited: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class RepeatDayRow(Model):
    """Calls of a hotline that began on a day: with a number `shown`, of those `repeated`, and with it `withheld`."""

    __tablename__ = "repeat_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    hotline: Mapped[str] = mapped_column(Line(100), primary_key=True)
    shown: Mapped[int]
    repeated: Mapped[int]
    withheld: Mapped[int]


class RollupMarkRow(Model):
    """Up to which row of the journal figures are summed up."""

    __tablename__ = "rollup_marks"

    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    journal_id: Mapped[int] = mapped_column(BigInteger)


tables = Model.metadata.tables
history, rollup_marks, repeat_days = (tables[name] for name in ("history", "rollup_marks", "repeat_days"))
node_days, hotline_hours, officer_days = (tables[name] for name in ("node_days", "hotline_hours", "officer_days"))
