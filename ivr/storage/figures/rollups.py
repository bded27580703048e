"""Figures by day and hour, as `summing.py` sums them up from the journal, and what its last rows add to them."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, func, select

from ivr.journal.counting import Fact, Figures, figures_of_calls
from ivr.journal.text import events_from_text
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.figures.tables import hotline_hours, node_days, officer_days, repeat_days
from ivr.storage.journal.marks import FIGURES, forget_mark, mark_of
from ivr.storage.journal.tables import journal

LONGEST_TAIL = 5000  # rows of the journal
COLUMNS = [journal.c[name] for name in ("id", "call_sid", "turn", "at", "hotline", "node", "language")]
COLUMNS += [journal.c[name] for name in ("events", "ends", "seconds")]
HOUR_COUNTS = ("calls", "measured", "seconds")


def rows_not_summed(database: Database) -> int:
    """How many rows of the journal the figures do not hold yet. Raises StorageAway."""
    with database.snapshot() as connection:
        after = select(func.count()).select_from(journal).where(journal.c.id > mark_of(connection, FIGURES).journal_id)
        return int(connection.execute(after).scalar_one())


def mark_near_the_end(connection: Connection, name: str = FIGURES) -> int | None:
    """The mark, where so few rows come after it that they can be counted on reading; else the job is not running."""
    mark = mark_of(connection, name).journal_id
    beyond = select(journal.c.id).where(journal.c.id > mark).order_by(journal.c.id).offset(LONGEST_TAIL).limit(1)
    return mark if connection.scalar(beyond) is None else None


def figures_between(connection: Connection, zone: ZoneInfo, mark: int, end: int | None = None) -> Figures:
    """What the journal's rows after `mark`, up to `end`, add to the figures that hold those up to `mark`."""
    return figures_added(facts_of_calls(connection, mark, end), zone, mark)


def figures_added(facts: Sequence[Fact], zone: ZoneInfo, mark: int) -> Figures:
    """What the rows after `mark` add, of whole calls."""
    figures = figures_of_calls(facts, zone)
    figures.add(figures_of_calls((fact for fact in facts if fact.id <= mark), zone), -1)
    return figures


def facts_of_calls(connection: Connection, mark: int, end: int | None) -> list[Fact]:
    """All rows, up to `end`, of the calls that have rows after `mark`."""
    new = journal.c.id > mark if end is None else journal.c.id.between(mark + 1, end)
    sids = sorted({*connection.scalars(select(journal.c.call_sid).where(new))})
    query: Select[Any] = select(*COLUMNS).where(journal.c.call_sid.in_(sids))
    return list(_facts(connection, query if end is None else query.where(journal.c.id <= end)))


def forget_rollups(connection: Connection) -> None:
    """Take the figures away, to be summed up anew."""
    for table in (node_days, officer_days, hotline_hours, repeat_days):
        connection.execute(table.delete())
    forget_mark(connection, FIGURES)


def add_figures(connection: Connection, figures: Figures) -> None:
    """Add figures to the tables."""
    nodes = [{**key._asdict(), "count": count} for key, count in sorted(figures.nodes.items())]
    officers = [{**key._asdict(), "count": count} for key, count in sorted(figures.officers.items())]
    _add(connection, node_days, nodes, ("count",))
    _add(connection, officer_days, officers, ("count",))
    _add(connection, hotline_hours, list(_hour_rows(figures)), HOUR_COUNTS)


def _hour_rows(figures: Figures) -> Iterator[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, count in sorted(figures.hours.items()):
        row = rows.setdefault(key[:-1], {**key._asdict(), **dict.fromkeys(HOUR_COUNTS, 0)})
        row[key.column] = count
    for row in rows.values():
        del row["column"]
        yield row


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]], counts: tuple[str, ...]) -> None:
    if not rows:
        return
    insert = INSERTS[connection.dialect.name](table)
    sums = {name: table.c[name] + insert.excluded[name] for name in counts}
    connection.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums), rows)


def _facts(connection: Connection, query: Select[Any]) -> Iterator[Fact]:
    for row in connection.execute(query):
        number, sid, turn, at, hotline, node, language, events, ends, seconds = row
        yield Fact(number, sid, turn, at, hotline, node, language, events_from_text(events), ends, seconds)
