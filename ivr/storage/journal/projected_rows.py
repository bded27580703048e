"""What entries of the journal make of calls, places, cases, messages and ratings: the same rows in whatever order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Select, String, and_, bindparam, case, cast, func, or_, select, true, update

from ivr.engine.events import LEFT
from ivr.journal.entry import Entry
from ivr.journal.text import compact
from ivr.storage.calls.projection import TAIL, call_row, merged, places_of
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.correcting import apply_corrections
from ivr.storage.cases.due import Promises
from ivr.storage.cases.projection import project_recordings
from ivr.storage.cases.replies import project_call
from ivr.storage.database.by_kind import ByKind
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.prepared import Prepared
from ivr.storage.ratings.projection import project_ratings, speaks_of_ratings

CALL_COLUMNS = [column for column in calls.c if column.name not in ("gave_up_at", "caller_tail")]
PLACE_COLUMNS = [column.name for column in call_places.c]


@dataclass(frozen=True)
class Projected:
    """What entries tell, worked out before the transaction that keeps it begins."""

    rows: Sequence[dict[str, Any]]
    places: Sequence[dict[str, Any]]
    sids: Sequence[str]
    left: Sequence[Entry]
    rated: Sequence[Entry]

    @staticmethod
    def of(entries: Iterable[Entry]) -> "Projected":
        """What these entries tell, of which there is one at least."""
        kept = tuple(entries)
        placed = ((entry.call_sid, places_of(entry.events)) for entry in kept)
        places = [{"sid": sid, "places": compact(names)} for sid, names in placed if names]
        sids = sorted({entry.call_sid for entry in kept})
        left, rated = [*filter(_speaks_of_recordings, kept)], [*filter(speaks_of_ratings, kept)]
        return Projected([call_row(entry) for entry in kept], places, sids, left, rated)


def keep_projections(connection: Connection, projected: Projected, promises: Promises) -> None:
    """Bring the projections up to date with entries that were never projected before."""
    kind = connection.dialect.name
    PROJECT_CALL[kind].run(connection, projected.rows)
    if projected.places:
        PROJECT_PLACES[kind].run(connection, projected.places)
    connection.execute(SETTLE_CALLS, {"sids": projected.sids})
    connection.execute(SETTLE_PLACES, {"sids": projected.sids})
    for entry in projected.left:
        project_recordings(connection, entry, promises)
        project_call(connection, entry)
    if projected.left:  # a choice of the caller's may come late, out of a spool
        apply_corrections(connection, sorted({entry.call_sid for entry in projected.left}))
    for entry in projected.rated:
        project_ratings(connection, entry)


def _speaks_of_recordings(entry: Entry) -> bool:
    return entry.turn is None or any(isinstance(event, LEFT) for event in entry.events)


def _project_call(kind: str) -> Prepared:
    # SQLite takes ON CONFLICT after a SELECT only where a WHERE stands between them
    row = select(*(bindparam(column.name, type_=column.type) for column in CALL_COLUMNS)).where(true())
    rows = INSERTS[kind](calls).from_select([column.name for column in CALL_COLUMNS], row)
    return Prepared(rows.on_conflict_do_update(index_elements=["sid"], set_=merged(rows.excluded, kind)), kind)


def _project_places(kind: str) -> Prepared:
    """The places, given as a JSON list, of a call whose row is there."""
    listed = func.json_each if kind == "sqlite" else func.json_array_elements_text
    given: Any = bindparam("places", type_=String())
    given = given if kind == "sqlite" else cast(given, JSON())
    names = listed(given).table_valued("value")
    mine = calls.c.sid == bindparam("sid", type_=calls.c.sid.type)
    rows: Select[Any] = select(calls.c.sid, names.c.value, calls.c.started_at).where(mine)
    return Prepared(INSERTS[kind](call_places).from_select(PLACE_COLUMNS, rows).on_conflict_do_nothing(), kind)


def _settle_calls() -> Any:
    """What follows from the rest of a call's row."""
    hung_up = and_(calls.c.ending == "caller hung up", calls.c.outcome == "nothing")
    gave_up = case((hung_up, calls.c.last_node), else_="")
    end = func.substr(calls.c.caller, func.length(calls.c.caller) - (TAIL - 1))
    tail = case((func.length(calls.c.caller) > TAIL, end), else_=calls.c.caller)
    changed = or_(calls.c.gave_up_at != gave_up, calls.c.caller_tail != tail)
    mine = calls.c.sid.in_(bindparam("sids", expanding=True))
    return update(calls).where(mine, changed).values(gave_up_at=gave_up, caller_tail=tail)


def _settle_places() -> Any:
    """A place came with a call that turned out to have begun earlier."""
    start = select(calls.c.started_at).where(calls.c.sid == call_places.c.call_sid).scalar_subquery()
    mine = call_places.c.call_sid.in_(bindparam("sids", expanding=True))
    return update(call_places).where(mine, call_places.c.started_at != start).values(started_at=start)


PROJECT_CALL, PROJECT_PLACES = ByKind(_project_call), ByKind(_project_places)
SETTLE_CALLS, SETTLE_PLACES = _settle_calls(), _settle_places()
