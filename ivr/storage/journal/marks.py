"""How far those who follow the journal have come: a mark each, moved in the transaction that keeps their work."""

from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, func, select, update

from ivr.storage.database.column_types import LineText
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.metadata import metadata
from ivr.storage.journal.tables import journal

PROJECTIONS, FIGURES, MEASURES = "projections", "figures", "measures"

marks = Table(
    "rollup_marks",
    metadata,
    Column("name", LineText(40), primary_key=True),
    Column("journal_id", BigInteger, nullable=False),
    Column("changes", Integer, nullable=False, server_default="0"),
)
"""Up to which row of the journal somebody has come; `changes` counts what was changed behind the mark."""


class Mark(NamedTuple):
    """Up to which row of the journal somebody has come, and how often what lies behind was changed."""

    journal_id: int
    changes: int


def mark_of(connection: Connection, name: str) -> Mark:
    """The mark of that name; at the beginning when there is none."""
    found = connection.execute(select(marks.c.journal_id, marks.c.changes).where(marks.c.name == name)).first()
    return Mark(*found) if found else Mark(0, 0)


def move_mark(connection: Connection, name: str, mark: Mark, to: int) -> bool:
    """Move a mark, in the transaction that keeps what it stands for; False when it is not where `mark` says any more.

    Whoever moves it holds it until the end of the transaction: there is no other who does the same meanwhile.
    """
    if mark == Mark(0, 0):
        row = INSERTS[connection.dialect.name](marks).values(name=name, journal_id=0)
        connection.execute(row.on_conflict_do_nothing())
    mine = (marks.c.name == name) & (marks.c.journal_id == mark.journal_id) & (marks.c.changes == mark.changes)
    return connection.execute(update(marks).where(mine).values(journal_id=to)).rowcount == 1


def hold_marks(connection: Connection) -> None:
    """Let nobody follow the journal until the end of this transaction, which changes what lies behind the marks.

    What was read before and not kept yet is then read anew.
    """
    connection.execute(update(marks).values(changes=marks.c.changes + 1))


def rewind_marks(connection: Connection) -> None:
    """Take marks back to the journal's last row: what was deleted behind it may give its number to a new one.

    SQLite gives a new row the number after the highest there is. What is left was read as far as the mark.
    """
    last = func.coalesce(select(func.max(journal.c.id)).scalar_subquery(), 0)
    connection.execute(update(marks).where(marks.c.journal_id > last).values(journal_id=last))


def forget_mark(connection: Connection, name: str) -> None:
    """Begin again from the journal's beginning."""
    connection.execute(marks.delete().where(marks.c.name == name))
