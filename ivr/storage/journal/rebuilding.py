"""Making all projections anew: calls, their places, cases and messages from the journal, work on them from history."""

import json
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update

from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.correcting import apply_corrections
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.cases.history import TABLES, Doing, Key, columns_after
from ivr.storage.cases.tables import cases, history
from ivr.storage.database.transactions import Database
from ivr.storage.figures.measures import forget_measures
from ivr.storage.figures.rollups import forget_rollups
from ivr.storage.figures.summing import sum_up
from ivr.storage.journal.marks import PROJECTIONS, hold_marks, mark_of
from ivr.storage.journal.projected_rows import Projected, keep_projections
from ivr.storage.journal.rows import LISTED_COLUMNS, listed_of
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages
from ivr.storage.messages.work import add_case
from ivr.storage.ratings.tables import ratings

AT_A_TIME = 200  # calls in one transaction


def rebuild_projections(
    database: Database, tell: Callable[[int], object] = lambda _: None, promises: Promises = USUAL
) -> int:
    """Make the projections of every call in the journal anew, while calls go on; how many. Raises StorageAway.

    `tell` is told now and then how many are made. Cases are due by the `promises` of today, whenever they came in.
    Figures by day and hour are left as they are.
    """
    database.catch_up()
    done, last = 0, ""
    while sids := _next(database, last):
        with database.writing() as connection:
            _rebuild(connection, sids, promises)
        done, last = done + len(sids), sids[-1]
        tell(done)
    return done


def rebuild_figures(database: Database, zone: ZoneInfo) -> int:
    """Sum up the figures anew from the journal by the days of `zone`; how many rows.

    What the journal no longer holds is then in none.
    """
    with database.writing() as connection:
        forget_rollups(connection)
        forget_measures(connection)
    return sum_up(database, zone)


def _next(database: Database, last: str) -> Sequence[str]:
    following = select(journal.c.call_sid).where(journal.c.call_sid > last).distinct()
    with database.reading() as connection:
        return connection.scalars(following.order_by(journal.c.call_sid).limit(AT_A_TIME)).all()


def _rebuild(connection: Connection, sids: Sequence[str], promises: Promises) -> None:
    """Make anew what was projected of these calls; what was not yet is projected by whoever follows the journal."""
    hold_marks(connection)
    mine = journal.c.call_sid.in_(sids), journal.c.id <= mark_of(connection, PROJECTIONS).journal_id
    found = select(*LISTED_COLUMNS).where(*mine).order_by(journal.c.id)
    entries = [listed_of(row) for row in connection.execute(found).mappings()]
    connection.execute(delete(calls).where(calls.c.sid.in_(sids)))
    for table in (call_places, cases, messages, ratings):
        connection.execute(delete(table).where(table.c.call_sid.in_(sids)))
    if entries:
        keep_projections(connection, Projected.of(entries), promises)
    _do_again(connection, sids, promises)


def _do_again(connection: Connection, sids: Sequence[str], promises: Promises) -> None:
    """What supervisors did, once more, to the rows made anew."""
    done = select(history).where(history.c.call_sid.in_(sids)).order_by(history.c.id)
    for row in connection.execute(done).mappings().all():
        details, key = json.loads(row["details"]), Key(row["call_sid"], row["turn"])
        if row["what"] == "made a case":
            add_case(connection, key, details["reference"], details["kind"], promises)
        table = TABLES[row["subject"]]
        doing = Doing(key, row["version"] - 1, row["who"], row["at"], row["what"], details)
        mine = (table.c.call_sid == key.call_sid) & (table.c.turn == key.turn)
        connection.execute(update(table).where(mine).values(version=row["version"], **columns_after(table, doing)))
    apply_corrections(connection, sids)
