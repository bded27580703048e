"""Fills a database with a long journal: a tenth of a year of calls, and each of them ten times, copied by the database.

What a turn meets grows by that, and what the scheduler keeps for the lists: the journal, the calls, their places.
Figures, cases and messages are left as they are.
"""

import time
from pathlib import Path

from sqlalchemy import Connection, text

from bench.desk import fill_database
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal.marks import FIGURES, PROJECTIONS, marks
from ivr.storage.journal.tables import journal

TIMES = 10
TWIN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(sid || random())"}
COPIED = ((journal, "call_sid"), (calls, "sid"), (call_places, "call_sid"))


def fill_long(url: str, count: int, site: Path) -> None:
    """Put `count` calls, of ten entries each, into an empty database."""
    fill_database(url, count // TIMES, site)
    database, began = open_database(url, 3600, lock_folder=site), time.monotonic()
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE twins AS SELECT sid, sid AS twin FROM calls"))
        connection.execute(text("CREATE UNIQUE INDEX ix_twins ON twins (sid)"))
    for copy in range(1, TIMES):
        with database.writing() as connection:
            _copy(connection)
        print(f"copied {copy} times after {time.monotonic() - began:.0f} s", flush=True)
    _settle(database)


def _copy(connection: Connection) -> None:
    """Add every one of the first calls once more, under a new name; in the order of names, as indexes have them."""
    kind = connection.dialect.name
    if kind == "sqlite":  # what it writes it else puts away and reads again, row by row
        connection.execute(text("PRAGMA cache_size = -4000000"))
    connection.execute(text(f"UPDATE twins SET twin = 'CA' || {TWIN[kind]}"))  # noqa: S608  # names of this file
    for table, key in COPIED:
        others = ", ".join(column.name for column in table.c if column.name not in ("id", key))
        connection.execute(
            text(
                f"INSERT INTO {table.name} ({key}, {others}) SELECT twins.twin, {others}"  # noqa: S608  # of the model
                f" FROM {table.name} JOIN twins ON twins.sid = {table.name}.{key} ORDER BY twins.twin"
            )
        )


def _settle(database: Database) -> None:
    """All of it is in the lists and figures, as far as those who follow the journal know."""
    with database.writing() as connection:
        connection.execute(text("DROP TABLE twins"))
        last = connection.execute(text("SELECT max(id) FROM journal")).scalar_one()
        mine = marks.c.name.in_((PROJECTIONS, FIGURES))
        connection.execute(marks.update().where(mine).values(journal_id=last))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
