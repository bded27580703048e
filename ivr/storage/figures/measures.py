"""What pledges are held against by day, as `summing.py` sums it up from the journal, and what its last rows add."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from ivr.journal.counting import Fact
from ivr.journal.measuring import Measured, MeasureFigure, measures_of_calls
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.figures.chosen import FigureChoice
from ivr.storage.figures.rollups import facts_of_calls, mark_near_the_end
from ivr.storage.figures.tables import measure_days
from ivr.storage.journal.marks import MEASURES, forget_mark

Came = tuple[str, str, int]
"""What is measured about, what came of it, and after how many seconds."""


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
        tail = Counter[MeasureFigure]() if mark is None else _last_measures(connection, choice.zone, mark)
    for key, more in tail.items():
        mine = choice.officers is None or key.about in choice.officers
        if key.what == what and mine and choice.takes(key.day, key.hotline):
            found[key.about, key.came, key.seconds] += more
    return +found, mark is not None


def _last_measures(connection: Connection, zone: ZoneInfo, mark: int) -> Counter[MeasureFigure]:
    return measures_added(facts_of_calls(connection, mark, None), zone, mark)


def measures_added(facts: Sequence[Fact], zone: ZoneInfo, mark: int) -> Counter[MeasureFigure]:
    """What the rows after `mark` add, of whole calls."""
    measures = measures_of_calls(facts, zone)
    measures.subtract(measures_of_calls((fact for fact in facts if fact.id <= mark), zone))
    return measures


def add_measures(connection: Connection, measures: Counter[MeasureFigure]) -> None:
    """Add measures to the table."""
    rows: list[dict[str, Any]] = [{**key._asdict(), "count": count} for key, count in sorted(measures.items()) if count]
    if rows:
        insert = INSERTS[connection.dialect.name](measure_days)
        sums = {"count": measure_days.c.count + insert.excluded["count"]}
        connection.execute(insert.on_conflict_do_update(index_elements=[*measure_days.primary_key], set_=sums), rows)
