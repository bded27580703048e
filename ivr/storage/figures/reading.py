"""Reading figures: what is summed up by day and hour, and what the journal's last rows add to it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from ivr.journal.counting import Figures, HourFigure
from ivr.storage.database.column_types import AFTER_ALL_LETTERS
from ivr.storage.database.transactions import Database
from ivr.storage.figures.chosen import FigureChoice
from ivr.storage.figures.rollups import HOUR_COUNTS, figures_between, mark_near_the_end
from ivr.storage.figures.tables import hotline_hours, node_days, officer_days

FEW_DAYS = 62


@dataclass(frozen=True)
class CallCounts:
    """Figures of a choice. `complete` is False when the journal's last rows were too many to be counted in.

    `hours` by (hour, column), `calls` by (hotline, language, outcome, ending, column), `nodes` by (node, what,
    detail), `officers` by (officers, outcome, seconds waited).
    """

    hours: Counter[tuple[datetime, str]]
    calls: Counter[tuple[str, str, str, str, str]]
    nodes: Counter[tuple[str, str, str]]
    officers: Counter[tuple[str, str, int]]
    complete: bool


def read_calls(database: Database, choice: FigureChoice) -> CallCounts:
    """Calls by hour, and by hotline, language, outcome and ending. Raises StorageAway."""
    return _read(database, (_add_hours, choice), (_add_outcomes, choice))


def read_outcomes(database: Database, choice: FigureChoice) -> CallCounts:
    """Calls by hotline, language, outcome and ending, not by hour. Raises StorageAway."""
    return _read(database, (_add_outcomes, choice))


def read_nodes(database: Database, choice: FigureChoice) -> CallCounts:
    """What happened at nodes. Raises StorageAway."""
    return _read(database, (_add_nodes, choice))


def read_officers(database: Database, choice: FigureChoice) -> CallCounts:
    """How officers were reached. Raises StorageAway."""
    return _read(database, (_add_officers, choice))


def read_all(database: Database, choice: FigureChoice, menus: FigureChoice | None = None) -> CallCounts:
    """All of them, as of one moment; nodes and officers by the choice `menus`, if given. Raises StorageAway."""
    inside = menus or choice
    calls = ((_add_hours, choice), (_add_outcomes, choice))
    return _read(database, *calls, (_add_nodes, inside), (_add_officers, inside))


__all__ = ["CallCounts", "FigureChoice", "read_all", "read_calls", "read_nodes", "read_officers", "read_outcomes"]

Adding = Callable[[Connection, FigureChoice, CallCounts, Figures], None]


def _read(database: Database, *wanted: tuple[Adding, FigureChoice]) -> CallCounts:
    with database.snapshot() as connection:
        tail = _tail(connection, wanted[0][1].zone)
        counts = CallCounts(Counter(), Counter(), Counter(), Counter(), tail is not None)
        for add, choice in wanted:
            add(connection, choice, counts, tail or Figures())
    return counts


def _tail(connection: Connection, zone: ZoneInfo) -> Figures | None:
    """What the rows after the mark add; None when they are too many."""
    mark = mark_near_the_end(connection)
    return None if mark is None else figures_between(connection, zone, mark)


def _add_hours(connection: Connection, choice: FigureChoice, counts: CallCounts, tail: Figures) -> None:
    for hour, *numbers in connection.execute(_summed_calls(choice, hotline_hours.c.hour)):
        counts.hours.update({(hour, name): number for name, number in _named(numbers)})
    for key, count in _hours_taken(choice, tail):
        counts.hours[key.hour, key.column] += count


def _add_outcomes(connection: Connection, choice: FigureChoice, counts: CallCounts, tail: Figures) -> None:
    table = hotline_hours.c
    query = _summed_calls(choice, table.hotline, table.language, table.outcome, table.ending)
    for *kind, calls, measured, seconds in connection.execute(query):
        counts.calls.update({(*kind, name): number for name, number in _named([calls, measured, seconds])})
    for key, count in _hours_taken(choice, tail):
        counts.calls[key[1:]] += count


def _summed_calls(choice: FigureChoice, *kinds: Any) -> Select[Any]:
    table, (since, until) = hotline_hours.c, choice.moments()
    sums = [func.sum(table[name]) for name in HOUR_COUNTS]
    chosen = [table.hour >= since, table.hour < until, *choice.rang(hotline_hours)]
    return select(*kinds, *sums).where(*chosen).group_by(*kinds)


def _hours_taken(choice: FigureChoice, tail: Figures) -> Iterator[tuple[HourFigure, int]]:
    for key, count in tail.hours.items():
        if choice.takes(key.hour.astimezone(choice.zone).date(), key.hotline):
            yield key, count


def _named(numbers: list[Any]) -> Iterator[tuple[str, int]]:
    return zip(HOUR_COUNTS, map(int, numbers), strict=True)


def _add_nodes(connection: Connection, choice: FigureChoice, counts: CallCounts, tail: Figures) -> None:
    table = node_days.c
    chosen = [_in_days(node_days, choice), *choice.rang(node_days), *_of(table.node, choice)]
    kinds = (table.node, table.what, table.detail)
    for node, what, detail, count in connection.execute(_summed(kinds, table.count, chosen)):
        counts.nodes[node, what, detail] += int(count)
    for key, more in tail.nodes.items():
        if choice.takes(key.day, key.hotline, key.node):
            counts.nodes[key.node, key.what, key.detail] += more


def _add_officers(connection: Connection, choice: FigureChoice, counts: CallCounts, tail: Figures) -> None:
    table = officer_days.c
    chosen = [_in_days(officer_days, choice), *choice.rang(officer_days)]
    if choice.officers is not None:
        chosen.append(table.officers.in_(sorted(choice.officers)))
    kinds = (table.officers, table.outcome, table.waited)
    for officers, outcome, waited, count in connection.execute(_summed(kinds, table.count, chosen)):
        counts.officers[officers, outcome, waited] += int(count)
    for key, more in tail.officers.items():
        if choice.takes(key.day, key.hotline) and (choice.officers is None or key.officers in choice.officers):
            counts.officers[key.officers, key.outcome, key.waited] += more


def _summed(kinds: tuple[Any, ...], count: Any, chosen: list[ColumnElement[bool]]) -> Select[Any]:
    return select(*kinds, func.sum(count)).where(*chosen).group_by(*kinds)


def _in_days(table: Table, choice: FigureChoice) -> ColumnElement[bool]:
    """The days: named one by one where they are few and departments chosen, so that each is one look into the index."""
    days = (choice.last - choice.first).days + 1
    if choice.departments is None or days > FEW_DAYS:
        return table.c.day.between(choice.first, choice.last)
    return table.c.day.in_([choice.first + timedelta(days=number) for number in range(days)])


def _of(node: Any, choice: FigureChoice) -> Iterator[ColumnElement[bool]]:
    if choice.departments is not None:
        below = [node.between(f"{name}/", f"{name}/{AFTER_ALL_LETTERS}") for name in sorted(choice.departments)]
        yield or_(*below)
