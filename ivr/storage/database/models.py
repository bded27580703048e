"""The tables of the database. The journal is the record; calls, cases and messages are its projections."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ivr.storage.database.column_types import Line, Moment, Name, Passage

NO_TURN_YET = 1_000_000  # calls.first_turn while only the carrier's notices have come in
GAVE_UP = text("gave_up_at <> ''")
NOT_ENDED = text("ended_at IS NULL")
HAS_ENDED = text("ending <> ''")


class Model(DeclarativeBase):
    """A table. Constraints are named, so that a migration can speak of them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, str: Passage}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class JournalRow(Model):
    """One entry: what came in, what happened, the exact answer. JSON is kept as compact text."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("call_sid", "entry"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    call_sid: Mapped[str] = mapped_column(Line(255))
    entry: Mapped[str] = mapped_column(Line(255))
    turn: Mapped[int | None]
    at: Mapped[datetime]
    hotline: Mapped[str] = mapped_column(Line(100))
    caller: Mapped[str] = mapped_column(Line(255))
    called: Mapped[str] = mapped_column(Line(255))
    edition: Mapped[str] = mapped_column(Line(100))
    node: Mapped[str] = mapped_column(Line(255))
    language: Mapped[str] = mapped_column(Line(20))
    heard: Mapped[str]
    events: Mapped[str]
    instructions: Mapped[str]
    token: Mapped[str]
    ends: Mapped[bool]
    seconds: Mapped[int | None]


class CallRow(Model):
    """A call as far as its journal tells. Whatever order the entries come in, the row ends up the same.

    `ended_at` and `seconds` are what the carrier reported. `turns` counts; `first_turn` and `last_turn` say which
    turns the other columns were taken from. `caller_tail` is the end of the caller's number. `gave_up_at` is the node
    where a caller hung up for whom nothing had been done, otherwise empty.

    What changes at every turn must be in no index, or PostgreSQL writes all of them anew each time.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "hotline", "started_at"),
        Index(None, "caller", "started_at"),
        Index(None, "started_at"),
        Index(None, "outcome", "started_at"),
        Index(None, "language", "started_at"),
        Index(None, "caller_tail", "started_at"),
        Index("ix_calls_gave_up", "gave_up_at", "started_at", sqlite_where=GAVE_UP, postgresql_where=GAVE_UP),
        Index("ix_calls_ending", "ending", "started_at", sqlite_where=HAS_ENDED, postgresql_where=HAS_ENDED),
        Index("ix_calls_not_ended", "started_at", sqlite_where=NOT_ENDED, postgresql_where=NOT_ENDED),
    )

    sid: Mapped[str] = mapped_column(Line(255), primary_key=True)
    hotline: Mapped[str] = mapped_column(Line(100))
    caller: Mapped[str] = mapped_column(Line(255))
    called: Mapped[str] = mapped_column(Line(255))
    edition: Mapped[str] = mapped_column(Line(100))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    turns: Mapped[int]
    first_turn: Mapped[int]
    last_turn: Mapped[int]
    last_node: Mapped[str] = mapped_column(Line(255))
    language: Mapped[str] = mapped_column(Line(20))
    outcome: Mapped[str] = mapped_column(Line(20))
    ending: Mapped[str] = mapped_column(Line(20))
    caller_tail: Mapped[str] = mapped_column(Line(4), server_default="")
    gave_up_at: Mapped[str] = mapped_column(Line(255), server_default="")


class CallPlaceRow(Model):
    """That a call came to a place: a node, or a department, whose name then ends in a stroke ("transport/")."""

    __tablename__ = "call_places"
    __table_args__ = (Index(None, "place", "started_at", "call_sid"),)

    call_sid: Mapped[str] = mapped_column(Line(255), primary_key=True)
    place: Mapped[str] = mapped_column(Name(255), primary_key=True)
    started_at: Mapped[datetime]


class CaseRow(Model):
    """A caller's feedback. The reference may, once in many millions, be another case's too; the turn never.

    From `came_from` (call, message) on, what supervisors did: a projection of `history`, `version` rows of it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("call_sid", "turn"),
        Index(None, "reference"),
        Index(None, "opened_at"),
        Index(None, "state", "opened_at"),
        Index(None, "department", "state", "reply_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(Line(40))
    kind: Mapped[str] = mapped_column(Line(40))
    department: Mapped[str] = mapped_column(Line(100))
    hotline: Mapped[str] = mapped_column(Line(100))
    call_sid: Mapped[str] = mapped_column(Line(255))
    turn: Mapped[int]
    opened_at: Mapped[datetime]
    recording: Mapped[str] = mapped_column(Line(255))
    url: Mapped[str] = mapped_column(Line(2000))
    seconds: Mapped[int]
    call_back: Mapped[str] = mapped_column(Line(255))
    recording_status: Mapped[str] = mapped_column(Line(20))
    state: Mapped[str] = mapped_column(Line(20))
    came_from: Mapped[str] = mapped_column(Line(20), server_default="call")
    acknowledge_due: Mapped[datetime | None]
    reply_due: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="0")
    owner: Mapped[str] = mapped_column(Line(255), server_default="")
    acknowledged_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")
    cause: Mapped[str] = mapped_column(server_default="")
    remedy: Mapped[str] = mapped_column(server_default="")


class MessageRow(Model):
    """A message a caller recorded for an officer; `done_at` and `done_by` are projected of `history`."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("call_sid", "turn"), Index(None, "left_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(Line(100))
    node: Mapped[str] = mapped_column(Line(255))
    hotline: Mapped[str] = mapped_column(Line(100))
    call_sid: Mapped[str] = mapped_column(Line(255))
    turn: Mapped[int]
    left_at: Mapped[datetime]
    recording: Mapped[str] = mapped_column(Line(255))
    url: Mapped[str] = mapped_column(Line(2000))
    seconds: Mapped[int]
    call_back: Mapped[str] = mapped_column(Line(255))
    recording_status: Mapped[str] = mapped_column(Line(20))
    version: Mapped[int] = mapped_column(server_default="0")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(Line(255), server_default="")
    became: Mapped[str] = mapped_column(Line(40), server_default="")


class EditionRow(Model):
    """An edition's bundle, under the hash of its bytes."""

    __tablename__ = "editions"

    hash: Mapped[str] = mapped_column(Line(100), primary_key=True)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(Line(255))
    note: Mapped[str]


class PublicationRow(Model):
    """That an edition was published, for how long, and whether that was cancelled. Rows are never taken away."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(Line(100))
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(Line(255))
    note: Mapped[str]
    begins: Mapped[datetime | None]
    ends: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str] = mapped_column(Line(255), server_default="")


class ProposalRow(Model):
    """That an edition was proposed while `base` was served, and what became of it."""

    __tablename__ = "proposals"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(Line(100))
    base: Mapped[str] = mapped_column(Line(100))
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(Line(255))
    note: Mapped[str]
    begins: Mapped[datetime | None]
    ends: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(Line(20))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Line(255))


class RecordingRow(Model):
    """A recorded prompt, under the hash of its bytes."""

    __tablename__ = "recordings"

    hash: Mapped[str] = mapped_column(Line(100), primary_key=True)
    sound: Mapped[bytes] = mapped_column(LargeBinary)


class DataTableRow(Model):
    """Which physical table holds the rows of an imported table now, and which held them before."""

    __tablename__ = "data_tables"

    name: Mapped[str] = mapped_column(Line(201), primary_key=True)
    physical: Mapped[str] = mapped_column(Line(63))
    previous: Mapped[str] = mapped_column(Line(63))
    columns: Mapped[str]
    matched: Mapped[str]
    rows: Mapped[int]
    imported_at: Mapped[datetime]
    source: Mapped[str]


tables = Model.metadata.tables
call_places = tables["call_places"]
journal, calls, cases, messages = (tables[name] for name in ("journal", "calls", "cases", "messages"))
editions, publications, recordings = (tables[name] for name in ("editions", "publications", "recordings"))
data_tables, proposals = tables["data_tables"], tables["proposals"]
