"""What pledges are held against, summed up by day from the journal: each entry once, behind a mark of its own.

As with the figures of reports a batch is counted with and without its new rows, and the difference is added.
"""

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from ivr.journal.measuring import Measured, MeasureFigure, measures_of_calls
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.figures.chosen import FigureChoice
from ivr.storage.figures.rollups import AT_A_TIME, facts_of_calls, mark_near_the_end
from ivr.storage.figures.tables import measure_days
from ivr.storage.journal.marks import MEASURES, PROJECTIONS, forget_mark, mark_of, move_mark
from ivr.storage.journal.tables import journal

Came = tuple[str, str, int]
"""What is measured about, what came of it, and after how many seconds."""


def update_measures(database: Database, zone: ZoneInfo, at_a_time: int = AT_A_TIME) -> int:
    """Sum up what is new in the journal; how many rows. It follows the projections. Raises StorageAway."""
    with database.reading() as connection:
        end = mark_of(connection, PROJECTIONS).journal_id
    summed = 0
    while rows := _sum_batch(database, zone, end, at_a_time):
        summed += rows
    return summed


def forget_measures(connection: Connection) -> None:
    """Take them away, to be summed up anew."""
    connection.execute(measure_days.delete())
    forget_mark(connection, MEASURES)


def read_measures(database: Database, what: Measured, choice: FigureChoice) -> tuple[Counter[Came], bool]:
    """What was measured in a choice, by what came of it; and whether the last rows were few enough to be counted in.

    The choice's `officers` are the names that it is measured about. Raises StorageAway.
    """
    table = measure_days.c
    chosen = [table.what == what, table.day.between(choice.first, choice.last), *choice.rang(measure_days)]
    chosen += [] if choice.officers is None else [table.about.in_(sorted(choice.officers))]
    kinds = table.about, table.came, table.seconds
    query = select(*kinds, func.sum(table.count)).where(*chosen).group_by(*kinds)
    with database.snapshot() as connection:
        found = Counter(
            {(about, came, seconds): int(count) for about, came, seconds, count in connection.execute(query)}
        )
        mark = mark_near_the_end(connection, MEASURES)
        tail = Counter[MeasureFigure]() if mark is None else measures_between(connection, choice.zone, mark)
    for key, more in tail.items():
        mine = choice.officers is None or key.about in choice.officers
        if key.what == what and mine and choice.takes(key.day, key.hotline):
            found[key.about, key.came, key.seconds] += more
    return +found, mark is not None


def measures_between(
    connection: Connection, zone: ZoneInfo, mark: int, end: int | None = None
) -> Counter[MeasureFigure]:
    """What the journal's rows after `mark`, up to `end`, add to the measures of those up to `mark`."""
    facts = facts_of_calls(connection, mark, end)
    measures = measures_of_calls(facts, zone)
    measures.subtract(measures_of_calls((fact for fact in facts if fact.id <= mark), zone))
    return measures


def _sum_batch(database: Database, zone: ZoneInfo, end: int, at_a_time: int) -> int:
    """Count outside the transaction that writes, so that no call waits; if the mark has moved, nothing is done."""
    with database.snapshot() as connection:
        mark = mark_of(connection, MEASURES)
        rows = select(journal.c.id).where(journal.c.id.between(mark.journal_id + 1, end)).order_by(journal.c.id)
        ids = connection.scalars(rows.limit(at_a_time)).all()
        if not ids:
            return 0
        measures = measures_between(connection, zone, mark.journal_id, ids[-1])
    with database.writing() as connection:
        if move_mark(connection, MEASURES, mark, ids[-1]):
            add_measures(connection, measures)
    return len(ids)


def add_measures(connection: Connection, measures: Counter[MeasureFigure]) -> None:
    """Add measures to the table."""
    rows: list[dict[str, Any]] = [{**key._asdict(), "count": count} for key, count in sorted(measures.items()) if count]
    if rows:
        insert = INSERTS[connection.dialect.name](measure_days)
        sums = {"count": measure_days.c.count + insert.excluded["count"]}
        connection.execute(insert.on_conflict_do_update(index_elements=[*measure_days.primary_key], set_=sums), rows)
