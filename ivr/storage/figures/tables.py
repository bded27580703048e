"""The tables of figures, summed up by day and hour."""

from sqlalchemy import Column, Date, Integer, Table

from ivr.storage.database.column_types import LineText, Name, UtcMoment
from ivr.storage.database.metadata import metadata

node_days = Table(
    "node_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("node", Name(255), primary_key=True),
    Column("what", LineText(20), primary_key=True),
    Column("detail", LineText(40), primary_key=True),
    Column("hotline", LineText(100), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often something (`what`, `detail`) happened at a node to calls of a hotline that began on a day."""

hotline_hours = Table(
    "hotline_hours",
    metadata,
    Column("hour", UtcMoment, primary_key=True),
    Column("hotline", LineText(100), primary_key=True),
    Column("language", LineText(20), primary_key=True),
    Column("outcome", LineText(20), primary_key=True),
    Column("ending", LineText(20), primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("measured", Integer, nullable=False),
    Column("seconds", Integer, nullable=False),
)
"""Calls of a hotline that began in an hour (its first moment); `measured` of them lasted `seconds` in all."""

officer_days = Table(
    "officer_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("hotline", LineText(100), primary_key=True),
    Column("officers", Name(255), primary_key=True),
    Column("outcome", LineText(20), primary_key=True),
    Column("waited", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often officers were asked for, what came of it, and after how many seconds, by the day the calls began."""

repeat_days = Table(
    "repeat_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("hotline", LineText(100), primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("withheld", Integer, nullable=False),
)
"""Calls of a hotline that began on a day: with a number `shown`, of those `repeated`, and with it `withheld`."""
