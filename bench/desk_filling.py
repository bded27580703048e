"""Fills a database with made-up calls in bulk: what a year leaves behind, without taking the turns one by one."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import text

from bench.desk_calls import FIRST, NOW, Shape, calls, facts_of, left_by, shapes
from bench.desk_site import DEPARTMENTS
from ivr.journal.counting import Figures, HourFigure, NodeFigure, OfficerFigure, figures_of_call
from ivr.storage.calls.tables import call_places
from ivr.storage.calls.tables import calls as call_rows
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.figures.repeats import count_day, keep_repeats
from ivr.storage.figures.rollups import add_figures
from ivr.storage.journal.marks import FIGURES, PROJECTIONS, marks
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages

BATCH = 5000
Rows = dict[str, list[tuple[Any, ...]]]
JOURNAL = [column.name for column in journal.c]
CALLS = [column.name for column in call_rows.c]
PLACES = [column.name for column in call_places.c]
LEFT = {"cases": cases, "messages": messages}
Row = tuple[str, str, datetime, Shape]


def fill(database: Database, count: int, edition: str, rolled: float = 0.9999) -> None:
    """Put `count` calls on an edition into an upgraded, empty database; all but the last few summed up."""
    known, began = shapes(edition), time.monotonic()
    figures, journal_id, done = Figures(), 0, 0
    stream = calls(count, known)
    cache: dict[int, Figures] = {}
    while batch := list(islice(stream, BATCH)):
        rows: Rows = {"journal": [], "calls": [], "call_places": []}
        for sid, caller, start, shape in batch:
            journal_id = _add(rows, journal_id, sid, caller, start, shape)
            if done < count * rolled:
                _count(figures, cache, shape, start)
                mark = journal_id
            done += 1
        for table, columns in (("journal", JOURNAL), ("calls", CALLS), ("call_places", PLACES)):
            _write(database, table, columns, rows[table])
        _leave(database, batch)
        if done % 100_000 == 0:
            print(f"{done} calls after {time.monotonic() - began:.0f} s", flush=True)
    with database.writing() as connection:
        add_figures(connection, figures)
        connection.execute(marks.update().where(marks.c.name == PROJECTIONS).values(journal_id=journal_id))
        connection.execute(marks.insert().values(name=FIGURES, journal_id=mark))
        if database.kind == "postgresql":
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('journal', 'id'), (SELECT max(id) FROM journal))")
            )


def fill_repeats(database: Database, days: int = 365) -> None:
    """Count those who rang again, as the job would have done day by day."""
    first = FIRST.astimezone(HONG_KONG).date()
    for number in range(days + 1):
        day = first + timedelta(days=number)
        with database.reading() as connection:
            counts = {(day, hotline): count_day(connection, HONG_KONG, day, hotline) for hotline in DEPARTMENTS}
        with database.writing() as connection:
            keep_repeats(connection, counts)


def _leave(database: Database, batch: Sequence[Row]) -> None:
    """The cases and messages of a batch."""
    left = [found for sid, _, start, shape in batch if (found := left_by(shape, sid, start))]
    with database.writing() as connection:
        for name, table in LEFT.items():
            if mine := [row for of, row in left if of == name]:
                connection.execute(table.insert(), mine)


def _add(rows: Rows, journal_id: int, sid: str, caller: str, start: datetime, shape: Shape) -> int:
    moments = [start + timedelta(seconds=after) for after in shape.after]
    said = [each for each in zip(shape.entries, shape.texts, moments, strict=True) if each[2] <= NOW]
    for entry, texts, at in said:
        journal_id += 1
        rows["journal"].append((
            journal_id, sid, entry.entry, entry.turn, at, entry.hotline, caller, entry.called, entry.edition,
            entry.node, entry.language, *texts, "", entry.ends, entry.seconds,
        ))  # fmt: skip
    row = shape.row | {"sid": sid, "caller": caller, "caller_tail": caller[-4:], "started_at": start}
    over = len(said) == len(moments)
    row |= {"ended_at": moments[-1]} if over else {"ended_at": None, "seconds": None, "ending": "", "gave_up_at": ""}
    rows["calls"].append(tuple(row[name] for name in CALLS))
    rows["call_places"] += [(sid, place, start) for place in shape.places]
    return journal_id


def _count(figures: Figures, known: dict[int, Figures], shape: Shape, start: datetime) -> None:
    """Add the figures of a call: those of its shape, counted once, on its own day and in its own hour."""
    if id(shape) not in known:
        known[id(shape)] = figures_of_call(facts_of(shape, FIRST), HONG_KONG)
    one, day = known[id(shape)], start.astimezone(HONG_KONG).date()
    for node, count in one.nodes.items():
        figures.nodes[NodeFigure(day, *node[1:])] += count
    for officer, count in one.officers.items():
        figures.officers[OfficerFigure(day, *officer[1:])] += count
    hour = start.replace(minute=0, second=0, microsecond=0)
    for key, count in one.hours.items():
        figures.hours[HourFigure(hour, *key[1:])] += count


def _write(database: Database, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    if database.kind == "sqlite":
        places = ", ".join("?" * len(columns))
        with database.writing() as connection:
            ready = [tuple(_plain(value) for value in row) for row in rows]
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", ready)  # noqa: S608
        return
    with database.writing() as connection:
        raw = connection.connection.driver_connection
        with raw.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(" ", "microseconds") if hasattr(value, "tzinfo") else value
