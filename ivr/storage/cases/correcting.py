"""Correcting what is kept of a caller in a case or message: the number to ring back, and what was given with it.

A case that was a message holds the same as the message: whichever is corrected, both are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, select, update

from ivr.errors import CorrectionRefused, RecordMissing
from ivr.storage.cases.given import given_as_text, given_from_text
from ivr.storage.cases.history import TABLES, Doing, Key, Subject, do
from ivr.storage.cases.tables import corrections
from ivr.storage.database.transactions import Database
from ivr.translation import said

CALL_BACK = "call_back"
"""The field that is the number to ring back."""
CORRECTED = "corrected"
LONGEST = 500


@dataclass(frozen=True)
class Corrected:
    """What stood in a field `before`, and what stands there since that version of a case or message."""

    version: int
    field: str
    before: str
    after: str


def correct(connection: Connection, subject: Subject, doing: Doing, field: str, value: str) -> None:
    """Put another value into a field of a case or message; `doing` has why.

    Raises CorrectionRefused for a field that it has not and for nothing new, and whatever `do` raises.
    """
    row = connection.execute(select(TABLES[subject]).where(_is(TABLES[subject], doing.key))).mappings().first()
    if row is None:
        raise RecordMissing(f"no such {subject} is on record")
    before = _fields_of(row).get(field)
    if before is None or (field == CALL_BACK and row["anonymous"]):
        raise CorrectionRefused(said("It holds nothing of the name {field}.", field=field))
    if value == before or len(value) > LONGEST:
        raise CorrectionRefused(said("Write something else, in at most {most} characters.", most=LONGEST))
    do(connection, subject, replace(doing, what=CORRECTED, details={**doing.details, "field": field}))
    change = {"version": doing.version + 1, "field": field, "before": before, "after": value}
    named = {"subject": subject, "call_sid": doing.key.call_sid, "turn": doing.key.turn}
    connection.execute(corrections.insert().values(**named, **change))
    apply_corrections(connection, [doing.key.call_sid])


def apply_corrections(connection: Connection, sids: Sequence[str]) -> None:
    """Let what was corrected in these calls stand in the cases and messages, the last correction last."""
    found = select(corrections).where(corrections.c.call_sid.in_(sids)).order_by(corrections.c.id)
    for change in connection.execute(found).mappings().all():
        key = Key(change["call_sid"], change["turn"])
        for table in TABLES.values():
            _put(connection, table, key, change["field"], change["after"])


def corrections_of(database: Database, subject: Subject, key: Key) -> tuple[Corrected, ...]:
    """All that was corrected of a case or message, in order. Raises StorageAway."""
    mine = select(corrections).where(corrections.c.subject == subject, _is(corrections, key))
    with database.reading() as connection:
        rows = connection.execute(mine.order_by(corrections.c.version)).all()
    return tuple(Corrected(row.version, row.field, row.before, row.after) for row in rows)


def forget_corrections(connection: Connection, sids: Sequence[str]) -> None:
    """Delete those of calls that are forgotten."""
    connection.execute(delete(corrections).where(corrections.c.call_sid.in_(sids)))


def forget_numbers_in_corrections(connection: Connection, sids: Sequence[str], shown: Callable[[str], str]) -> None:
    """Leave of numbers in those of calls whose numbers are forgotten what is `shown`."""
    found = select(corrections.c.id, corrections.c.before, corrections.c.after).where(corrections.c.call_sid.in_(sids))
    for number, *values in connection.execute(found).all():
        before, after = (shown(value) if value.startswith("+") else value for value in values)
        mine = corrections.c.id == number
        connection.execute(update(corrections).where(mine).values(before=before, after=after))


def _fields_of(row: Mapping[Any, Any]) -> dict[str, str]:
    return {**given_from_text(row["given"]), CALL_BACK: row["call_back"]}


def _put(connection: Connection, table: Table, key: Key, field: str, value: str) -> None:
    mine = _is(table, key)
    if field == CALL_BACK:
        connection.execute(update(table).where(mine).values(call_back=value))
        return
    text = connection.scalar(select(table.c.given).where(mine))
    if text:
        given = {**given_from_text(text), field: value}
        connection.execute(update(table).where(mine).values(given=given_as_text(given.items())))


def _is(table: Table, key: Key) -> Any:
    return and_(table.c.call_sid == key.call_sid, table.c.turn == key.turn)
