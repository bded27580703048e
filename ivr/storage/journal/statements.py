"""The statements that keep an entry: the journal's row unless it is there, the call's row merged with it, its places.

Parameters are named as the columns of the journal, `c_` with the columns of `calls`, and `places`.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    not_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql

from ivr.storage.calls.projection import TAIL, merged
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.projection import INSERTS
from ivr.storage.database.prepared import Prepared
from ivr.storage.journal.tables import journal
from ivr.storage.retention.tables import purged

ENTRY_COLUMNS = [column for column in journal.c if column.name != "id"]
CALL_COLUMNS = [column for column in calls.c if column.name != "gave_up_at"]
PLACE_COLUMNS = [column.name for column in call_places.c]
SAME_IN_BOTH = {"sid": "call_sid", "started_at": "at", **{name: name for name in ("hotline", "called", "edition")}}


def _entry() -> Select[Any]:
    """The entry as a row; no row when it is a turn that comes after the end of its call, or its call was forgotten.

    A call that was only given up as lost lives as soon as a turn of it comes.
    """
    sid = bindparam("call_sid", type_=journal.c.call_sid.type)
    forgotten = exists().where(purged.c.call_sid == sid, purged.c.what == "call")
    ended = exists().where(
        calls.c.sid == sid,
        calls.c.ended_at.is_not(None),
        calls.c.ending != "lost",
    )
    values = [bindparam(column.name, type_=column.type) for column in ENTRY_COLUMNS]
    return select(*values).where(not_(bindparam("refuse", type_=Boolean()) & ended), not_(forgotten))


def _call() -> Select[Any]:
    return select(*(bindparam(f"c_{column.name}", type_=column.type) for column in CALL_COLUMNS))


def _keep_entry(insert: Any) -> Any:
    rows = insert(journal).from_select([column.name for column in ENTRY_COLUMNS], _entry())
    return rows.on_conflict_do_nothing(index_elements=["call_sid", "entry"])


def _project_call(kind: str, call: Select[Any]) -> Any:
    rows = INSERTS[kind](calls).from_select([column.name for column in CALL_COLUMNS], call)
    return rows.on_conflict_do_update(index_elements=["sid"], set_=merged(rows.excluded, kind))


def _project_places(kind: str, rows: Select[Any]) -> Any:
    return INSERTS[kind](call_places).from_select(PLACE_COLUMNS, rows).on_conflict_do_nothing()


def _keep_and_project() -> Any:
    """One statement; what the entry and the call have in common is taken from the row just kept, to keep it short."""
    shared = [journal.c[name] for name in SAME_IN_BOTH.values()]
    kept = _keep_entry(postgresql.insert).returning(journal.c.id, *shared).cte("kept")
    values = [
        kept.c[SAME_IN_BOTH[each.name]] if each.name in SAME_IN_BOTH else bindparam(f"c_{each.name}", type_=each.type)
        for each in CALL_COLUMNS
    ]
    call = _project_call("postgresql", select(*values).select_from(kept)).returning(calls.c.sid, calls.c.started_at)
    return select(kept.c.id).add_cte(_places_at_once(call.cte("call")))


def _places_at_once(call: CTE) -> CTE:
    names = cast(bindparam("places"), postgresql.ARRAY(String()))
    placed = select(call.c.sid, func.unnest(names), call.c.started_at)
    return _project_places("postgresql", placed).cte("placed")  # type: ignore[no-any-return]  # an insert's own


def _places_in_steps(kind: str) -> Any:
    """The places, given as a JSON list, of a call whose row is there."""
    listed = func.json_each if kind == "sqlite" else func.json_array_elements_text
    given: Any = bindparam("places", type_=String())
    given = given if kind == "sqlite" else cast(given, postgresql.JSON())
    names = listed(given).table_valued("value")
    mine = calls.c.sid == bindparam("call_sid", type_=calls.c.sid.type)
    return _project_places(kind, select(calls.c.sid, names.c.value, calls.c.started_at).where(mine))


def _settle_call() -> Any:
    """What follows from the rest of a call's row, and changes only at its end or with entries that come late."""
    gave_up = and_(calls.c.ending == "caller hung up", calls.c.outcome == "nothing")
    tail = func.substr(calls.c.caller, func.length(calls.c.caller) - (TAIL - 1))
    values = {
        "gave_up_at": case((gave_up, calls.c.last_node), else_=""),
        "caller_tail": case((func.length(calls.c.caller) > TAIL, tail), else_=calls.c.caller),
    }
    return update(calls).where(calls.c.sid == bindparam("call_sid", type_=calls.c.sid.type)).values(values)


def _settle_places() -> Any:
    mine = bindparam("call_sid", type_=calls.c.sid.type)
    start = select(calls.c.started_at).where(calls.c.sid == mine).scalar_subquery()
    moved = and_(call_places.c.call_sid == mine, call_places.c.started_at != start)
    return update(call_places).where(moved).values(started_at=start)


KEEP_ENTRY = {kind: Prepared(_keep_entry(insert), kind) for kind, insert in INSERTS.items()}
"""Returns the new row of the journal, or nothing."""
PROJECT_CALL = {
    # SQLite takes ON CONFLICT after a SELECT only where a WHERE stands between them
    kind: Prepared(_project_call(kind, _call().where(true())), kind)
    for kind in INSERTS
}
PROJECT_PLACES = {kind: Prepared(_places_in_steps(kind), kind) for kind in INSERTS}
SETTLE_CALL = {kind: Prepared(_settle_call(), kind) for kind in INSERTS}
SETTLE_PLACES = {kind: Prepared(_settle_places(), kind) for kind in INSERTS}
KEEP_AND_PROJECT = Prepared(_keep_and_project(), "postgresql", short=True)
"""All in one round trip; returns nothing when the entry was not kept. SQLite has no such statement, nor the trip."""
