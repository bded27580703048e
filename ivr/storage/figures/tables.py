"""The tables of figures, summed up by day and hour."""

from sqlalchemy import Column, Date, Integer, Table

from ivr.storage.database.column_types import Line, Moment, Name
from ivr.storage.database.metadata import metadata

node_days = Table(
    "node_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("node", Name(255), primary_key=True),
    Column("what", Line(20), primary_key=True),
    Column("detail", Line(40), primary_key=True),
    Column("hotline", Line(100), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often something (`what`, `detail`) happened at a node to calls of a hotline that began on a day."""

hotline_hours = Table(
    "hotline_hours",
    metadata,
    Column("hour", Moment, primary_key=True),
    Column("hotline", Line(100), primary_key=True),
    Column("language", Line(20), primary_key=True),
    Column("outcome", Line(20), primary_key=True),
    Column("ending", Line(20), primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("measured", Integer, nullable=False),
    Column("seconds", Integer, nullable=False),
)
"""Calls of a hotline that began in an hour (its first moment); `measured` of them lasted `seconds` in all."""

officer_days = Table(
    "officer_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("hotline", Line(100), primary_key=True),
    Column("officers", Name(255), primary_key=True),
    Column("outcome", Line(20), primary_key=True),
    Column("waited", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often officers were asked for, what came of it, and after how many seconds, by the day the calls began."""

repeat_days = Table(
    "repeat_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("hotline", Line(100), primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("withheld", Integer, nullable=False),
)
"""Calls of a hotline that began on a day: with a number `shown`, of those `repeated`, and with it `withheld`."""
