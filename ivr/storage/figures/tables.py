"""The tables of figures, summed up by day and hour."""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from ivr.storage.database.column_types import LineText, LongText, Name, UtcMoment
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

measure_days = Table(
    "measure_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("what", LineText(20), primary_key=True),
    Column("about", Name(255), primary_key=True),
    Column("came", LineText(40), primary_key=True),
    Column("seconds", Integer, primary_key=True),
    Column("hotline", LineText(100), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""What pledges are held against: what was measured of calls of a hotline that began on a day, and what came of it."""

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

pledge_results = Table(
    "pledge_results",
    metadata,
    Column("department", LineText(100), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("pledge", LineText(40), primary_key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, primary_key=True),
    Column("hits", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("left_out", LongText, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("as_of", UtcMoment, nullable=False),
)
"""What came of a pledge of a year from its `first` day to its `last`, counted `as_of` a moment; `left_out` is JSON."""
