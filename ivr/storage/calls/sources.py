"""How calls are found that a supervisor asks for: where to begin to look.

Every source gives (started_at, sid) in the order of the list and no more than a page, so that little is read whatever
the filter: a rare value by its own index, a place by `call_places`, all else by walking back in time.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, Select, desc, exists, func, select, text, union_all
from sqlalchemy import literal as given

from ivr.storage.calls.conditions import (
    OF_CALLS,
    OF_PLACES,
    CallFilters,
    Scope,
    SqlCondition,
    below,
    in_scope,
    of_places,
    of_the_call,
    of_time,
)
from ivr.storage.calls.tables import GAVE_UP, HAS_ENDED, call_places, calls
from ivr.storage.database.column_types import AFTER_ALL_LETTERS

FEW = 2000  # calls that are found by their own index and sorted, rather than met on the way back in time
MOST_PLACES = 200
OWN_INDEX = {"gave_up_at": [GAVE_UP], "ending": [HAS_ENDED], "outcome": [], "language": []}
"""What has an index of its own, and the condition under which a call is in it."""


def sources(connection: Connection, wanted: CallFilters) -> list[Select[Any]]:
    """Where to look for a page of what is wanted; together they hold it."""
    plain = list(of_the_call(wanted))
    if wanted.number or wanted.on_the_line or (rare := _rare(connection, wanted)):
        narrow = [] if wanted.number or wanted.on_the_line else rare
        return [_from_calls(wanted, [*narrow, *plain, *of_places(wanted, OF_CALLS), *in_scope(wanted.scope)])]
    found = _places_to_begin_at(connection, wanted)
    if wanted.scope is None or wanted.hotline in wanted.scope.hotlines or _all_in(wanted.scope, found):
        return _of_everything(wanted, found, plain)
    if len(found) == 1 and _few(connection, call_places, [call_places.c.place == found[0]]):
        return [_from_place(wanted, found[0], [*plain, *in_scope(wanted.scope)], of_places(wanted, OF_PLACES))]
    return _of_scope(connection, wanted, wanted.scope, plain)


def page_of(wanted: CallFilters, found: Sequence[Select[Any]]) -> Select[Any]:
    """The page of calls that these sources hold."""
    if not found:
        return select(calls).where(text("1 = 0"))
    parts = [select(each.subquery()) for each in found]
    all_of_them = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    once = select(all_of_them.c.sid).group_by(all_of_them.c.sid, all_of_them.c.started_at)
    first = once.order_by(desc(all_of_them.c.started_at), desc(all_of_them.c.sid)).limit(wanted.limit).subquery()
    return select(calls).join(first, first.c.sid == calls.c.sid).order_by(desc(calls.c.started_at), desc(calls.c.sid))


def _of_everything(wanted: CallFilters, found: Sequence[str], plain: Sequence[SqlCondition]) -> list[Select[Any]]:
    """Where the scope leaves nothing out: at the places that were `found`, or among all calls."""
    places = of_places(wanted, OF_PLACES)
    if places and len(found) <= MOST_PLACES:
        also = places if len(places) > 1 else ()
        return [_from_place(wanted, place, plain, also) for place in found]
    return [_from_calls(wanted, [*plain, *of_places(wanted, OF_CALLS)])]


def _of_scope(
    connection: Connection, wanted: CallFilters, scope: Scope, plain: Sequence[SqlCondition]
) -> list[Select[Any]]:
    """At the departments and hotlines of the scope; but for another hotline at that, unless the scope holds little."""
    reached = [f"{department}/" for department in sorted(scope.departments)]
    places = of_places(wanted, OF_CALLS)
    held = list(of_the_call(wanted, by_index=connection.dialect.name != "sqlite"))  # it would guess which is rarer
    if wanted.hotline and not _few(connection, call_places, [call_places.c.place.in_(reached)]):
        return [_from_calls(wanted, [*plain, *places, *in_scope(scope)])]
    departments = [_from_place(wanted, place, plain, of_places(wanted, OF_PLACES)) for place in reached]
    rang = [_from_calls(wanted, [calls.c.hotline == name, *held, *places]) for name in sorted(scope.hotlines)]
    return departments + rang


def _all_in(scope: Scope, places: Sequence[str]) -> bool:
    """Whether whoever came to any of these places is in scope for that alone."""
    return bool(places) and all(place.partition("/")[0] in scope.departments for place in places)


def _from_calls(wanted: CallFilters, conditions: Sequence[SqlCondition]) -> Select[Any]:
    query = select(*OF_CALLS).where(*of_time(wanted, OF_CALLS), *conditions)
    return query.order_by(*map(desc, OF_CALLS)).limit(wanted.limit)


def _from_place(
    wanted: CallFilters, place: str, conditions: Sequence[SqlCondition], also: Sequence[SqlCondition] = ()
) -> Select[Any]:
    """The calls that came to a place; `conditions` are of the call, what is `also` to hold of its row here alone."""
    at, name = OF_PLACES
    query = select(at, name.label("sid")).where(call_places.c.place == place, *of_time(wanted, OF_PLACES), *also)
    if conditions:  # a join would leave it to SQLite where to begin, which knows nothing of how rare things are
        query = query.where(exists().where(calls.c.sid == name, *conditions))
    return query.order_by(desc(at), desc(name)).limit(wanted.limit)


def _rare(connection: Connection, wanted: CallFilters) -> list[SqlCondition]:
    """A condition that few calls meet, by its own index; empty when none of what is wanted is rare."""
    time = list(of_time(wanted, OF_CALLS))
    for name, indexed in OWN_INDEX.items():
        if value := getattr(wanted, name):
            own = [calls.c[name] == value, *indexed]
            if _few(connection, calls, [*own, *time]):
                return own
    return []


def _few(connection: Connection, table: FromClause, conditions: Sequence[SqlCondition]) -> bool:
    some = select(given(1).label("one")).select_from(table).where(*conditions).limit(FEW + 1)
    return bool(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one() <= FEW)


def _places_to_begin_at(connection: Connection, wanted: CallFilters) -> tuple[str, ...]:
    if wanted.node:
        return (wanted.node,)
    return wanted.about or (_places_below(connection, wanted.topic) if wanted.topic else ())


def _places_below(connection: Connection, topic: str) -> tuple[str, ...]:
    """The places whose names begin so: each found by one look into the index."""
    if "/" not in topic:
        whole = f"{topic}/"
        if connection.execute(select(call_places.c.place).where(call_places.c.place == whole).limit(1)).first():
            return (whole,)
    place = call_places.c.place
    first = select(func.min(place).label("place")).where(below(place, topic)).cte("found", recursive=True)
    following = (
        select(func.min(place)).where(place > first.c.place, place < topic + AFTER_ALL_LETTERS).scalar_subquery()
    )
    found = first.union_all(select(following).where(first.c.place.is_not(None)))
    names = select(found.c.place).where(found.c.place.is_not(None)).limit(MOST_PLACES + 1)
    return tuple(connection.scalars(names))
