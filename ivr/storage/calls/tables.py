"""The tables of calls: projections of the journal."""

from sqlalchemy import Column, Index, Integer, Table, text

from ivr.storage.database.column_types import LineText, Name, UtcMoment
from ivr.storage.database.metadata import metadata

NO_TURN_YET = 1_000_000  # calls.first_turn while only the carrier's notices have come in
GAVE_UP = text("gave_up_at <> ''")
NOT_ENDED = text("ended_at IS NULL")
HAS_ENDED = text("ending <> ''")

calls = Table(
    "calls",
    metadata,
    Column("sid", LineText(255), primary_key=True),
    Column("hotline", LineText(100), nullable=False),
    Column("caller", LineText(255), nullable=False),
    Column("called", LineText(255), nullable=False),
    Column("edition", LineText(100), nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    Column("seconds", Integer),
    Column("turns", Integer, nullable=False),
    Column("first_turn", Integer, nullable=False),
    Column("last_turn", Integer, nullable=False),
    Column("last_node", LineText(255), nullable=False),
    Column("language", LineText(20), nullable=False),
    Column("outcome", LineText(20), nullable=False),
    Column("ending", LineText(20), nullable=False),
    Column("caller_tail", LineText(4), nullable=False, server_default=""),
    Column("gave_up_at", LineText(255), nullable=False, server_default=""),
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
"""A call as far as its journal tells. Whatever order the entries come in, the row ends up the same.

`ended_at` and `seconds` are what the carrier reported. `turns` counts; `first_turn` and `last_turn` say which
turns the other columns were taken from. `caller_tail` is the end of the caller's number. `gave_up_at` is the node
where a caller hung up for whom nothing had been done, otherwise empty.

What changes at every turn must be in no index, or PostgreSQL writes all of them anew each time.
"""

call_places = Table(
    "call_places",
    metadata,
    Column("call_sid", LineText(255), primary_key=True),
    Column("place", Name(255), primary_key=True),
    Column("started_at", UtcMoment, nullable=False),
    Index(None, "place", "started_at", "call_sid"),
)
"""That a call came to a place: a node, or a department, whose name then ends in a stroke ("transport/")."""
