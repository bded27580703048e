"""The one statement of a turn: the journal's row, unless it is there, or its call is over or was forgotten."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, bindparam, exists, not_, select

from ivr.storage.database.by_kind import ByKind
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.prepared import Prepared
from ivr.storage.journal.rows import ENTRY_COLUMNS
from ivr.storage.journal.tables import journal
from ivr.storage.retention.tables import purged

LOST = "lost"
"""The entry that closes a call given up as lost; it lives again as soon as a turn of it comes."""

_before = journal.alias("before")


def _entry(*forgotten_as: ColumnElement[bool]) -> Select[Any]:
    """The entry as a row; no row when it is a turn that comes after the end of its call, or its call was forgotten."""
    sid = bindparam("call_sid", type_=journal.c.call_sid.type)
    forgotten = exists().where(purged.c.call_sid == sid, *forgotten_as)
    ended = exists().where(_before.c.call_sid == sid, _before.c.ends, _before.c.entry != LOST)
    values = [bindparam(column.name, type_=column.type) for column in ENTRY_COLUMNS]
    return select(*values).where(not_(bindparam("refuse", type_=Boolean()) & ended), not_(forgotten))


def _append(kind: str, entry: Select[Any]) -> Prepared:
    rows = INSERTS[kind](journal).from_select([column.name for column in ENTRY_COLUMNS], entry)
    return Prepared(rows.on_conflict_do_nothing(index_elements=["call_sid", "entry"]), kind)


APPEND = ByKind(lambda kind: _append(kind, _entry()))
"""Parameters are named as the columns of the journal, and `refuse`: whether a call that has ended takes it no more."""
APPEND_MASKED = ByKind(lambda kind: _append(kind, _entry(purged.c.what == "call")))
"""The same for an entry without numbers, where those in the call were forgotten."""
