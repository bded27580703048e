"""Sums up what is new in the journal, for reports and for pledges: each entry exactly once, in whatever order.

A batch reads the calls that new rows belong to, counts them with and without the new rows, and adds the difference.
A mark says up to which row of the journal sums go; it moves in the transaction that changes them. Reports and pledges
have one each, for either may be made anew; where the two stand alike, the journal is read once for both.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from ivr.journal.counting import Figures
from ivr.journal.measuring import MeasureFigure
from ivr.storage.database.transactions import Database
from ivr.storage.figures.measures import add_measures, measures_added
from ivr.storage.figures.repeats import Day, RepeatCallers, keep_repeats, repeats_touched
from ivr.storage.figures.rollups import add_figures, facts_of_calls, figures_added
from ivr.storage.journal.marks import FIGURES, MEASURES, PROJECTIONS, Mark, mark_of, move_mark
from ivr.storage.journal.tables import journal

AT_A_TIME = 2000  # rows of the journal
Keep = Callable[[Connection], None]


def sum_up(database: Database, zone: ZoneInfo, at_a_time: int = AT_A_TIME) -> int:
    """Sum up what is new, a batch at a time, by the days of `zone`; how many rows were read.

    It follows the projections: no row can appear any more below their mark. Any number of processes may do it at once.
    What is summed up stays when the zone changes, until it is made anew.

    Raises StorageAway.
    """
    database.catch_up()
    with database.reading() as connection:
        end = mark_of(connection, PROJECTIONS).journal_id
    summed = 0
    while (rows := _sum_batch(database, zone, end, at_a_time)) is not None:
        summed += rows
    return summed


def _sum_batch(database: Database, zone: ZoneInfo, end: int, at_a_time: int) -> int | None:
    """How many rows it read, None where nothing is left.

    It counts outside the transaction that writes, so that no call waits; under a mark that moved nothing is added.
    """
    with database.snapshot() as connection:
        marks = {name: mark_of(connection, name) for name in (FIGURES, MEASURES)}
        begin = min(mark.journal_id for mark in marks.values())
        until = min((end, *(mark.journal_id for mark in marks.values() if mark.journal_id > begin)))
        if begin >= until:
            return None
        new = select(journal.c.id).where(journal.c.id.between(begin + 1, until)).order_by(journal.c.id)
        ids = connection.scalars(new.limit(at_a_time)).all()
        last = ids[-1] if len(ids) == at_a_time else until
        behind = {name: mark for name, mark in marks.items() if mark.journal_id == begin}
        keep = _added(connection, zone, behind, last)
    with database.writing() as connection:
        for name, mark in behind.items():
            if move_mark(connection, name, mark, last):
                keep[name](connection)
    return len(ids)


def _added(connection: Connection, zone: ZoneInfo, behind: Mapping[str, Mark], last: int) -> Mapping[str, Keep]:
    """What the rows up to `last` add under each of these marks, which all stand alike, as what keeps it."""
    (begin,) = {mark.journal_id for mark in behind.values()}
    facts, keep = facts_of_calls(connection, begin, last), dict[str, Keep]()
    if FIGURES in behind:
        figures, repeats = figures_added(facts, zone, begin), repeats_touched(connection, zone, begin, last)
        keep[FIGURES] = partial(_keep_figures, figures, repeats)
    if MEASURES in behind:
        keep[MEASURES] = partial(_keep_measures, measures_added(facts, zone, begin))
    return keep


def _keep_figures(figures: Figures, repeats: Mapping[Day, RepeatCallers], connection: Connection) -> None:
    add_figures(connection, figures)
    keep_repeats(connection, repeats)


def _keep_measures(measures: Counter[MeasureFigure], connection: Connection) -> None:
    add_measures(connection, measures)
