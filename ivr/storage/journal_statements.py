"""The statements that keep an entry: the journal's row unless it is there, and the call's row merged with it.

Parameters are named as the columns of the journal, and `c_` with the columns of `calls`.
"""

from typing import Any

from sqlalchemy import Boolean, Select, bindparam, exists, not_, select, true
from sqlalchemy.dialects import postgresql

from ivr.storage.calls import merged
from ivr.storage.models import calls, journal
from ivr.storage.prepared import Prepared
from ivr.storage.projections import INSERTS

ENTRY_COLUMNS = [column for column in journal.c if column.name != "id"]
CALL_COLUMNS = list(calls.c)


def _entry() -> Select[Any]:
    """The entry as a row; no row when it is a turn that comes after the end of its call."""
    ended = exists().where(
        calls.c.sid == bindparam("call_sid", type_=journal.c.call_sid.type), calls.c.ended_at.is_not(None)
    )
    values = [bindparam(column.name, type_=column.type) for column in ENTRY_COLUMNS]
    return select(*values).where(not_(bindparam("refuse", type_=Boolean()) & ended))


def _call() -> Select[Any]:
    return select(*(bindparam(f"c_{column.name}", type_=column.type) for column in CALL_COLUMNS))


def _keep_entry(insert: Any) -> Any:
    rows = insert(journal).from_select([column.name for column in ENTRY_COLUMNS], _entry())
    return rows.on_conflict_do_nothing(index_elements=["call_sid", "entry"])


def _project_call(kind: str, call: Select[Any]) -> Any:
    rows = INSERTS[kind](calls).from_select([column.name for column in CALL_COLUMNS], call)
    return rows.on_conflict_do_update(index_elements=["sid"], set_=merged(rows.excluded, kind))


def _keep_and_project() -> Any:
    kept = _keep_entry(postgresql.insert).returning(journal.c.id).cte("kept")
    return _project_call("postgresql", _call().select_from(kept))


KEEP_ENTRY = {kind: Prepared(_keep_entry(insert), kind) for kind, insert in INSERTS.items()}
"""Returns the new row of the journal, or nothing."""
PROJECT_CALL = {
    # SQLite takes ON CONFLICT after a SELECT only where a WHERE stands between them
    kind: Prepared(_project_call(kind, _call().where(true())), kind)
    for kind in INSERTS
}
KEEP_AND_PROJECT = Prepared(_keep_and_project(), "postgresql")
"""Both in one round trip; returns nothing when the entry was not kept. SQLite has no such statement, nor the trip."""
