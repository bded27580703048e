"""How calls are found that a supervisor asks for: where to begin to look, and what must hold of each.

Every source gives (started_at, sid) in the order of the list and no more than a page, so that little is read whatever
the filter: a rare value by its own index, a place by `call_places`, all else by walking back in time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, desc, exists, func, not_, or_, select, text, union_all
from sqlalchemy import literal as given

from ivr.storage.calls import TAIL
from ivr.storage.kinds import AFTER_ALL_LETTERS
from ivr.storage.models import GAVE_UP, NOT_ENDED, call_places, calls

FEW = 2000  # calls that are found by their own index and sorted, rather than met on the way back in time
MOST_PLACES = 200
OTHERS = call_places.alias("others")  # a call's other places, in a query that begins at one of them
ANY_PLACE = OTHERS.c.place
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Scope:
    """What somebody may see: calls that rang these hotlines or reached these departments."""

    departments: frozenset[str]
    hotlines: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CallFilters:
    """What to list; empty means any.

    `node` was reached, `topic` is the beginning of a node's name that was reached ("transport/licen"), or a
    department ("transport"). `gave_up_at` is the node where the caller hung up for whom nothing had been done.
    `about` are nodes of which one was reached. `number` is whole with a + before it, otherwise its last digits.
    `shortest` is in seconds. `over` are calls that are not `on_the_line` any more. `scope` is what the person asking
    may see, None for everything. `after` is (started_at, sid) of the last call of the page before.
    """

    hotline: str = ""
    language: str = ""
    outcome: str = ""
    ending: str = ""
    node: str = ""
    topic: str = ""
    about: tuple[str, ...] = ()
    gave_up_at: str = ""
    number: str = ""
    shortest: int = 0
    since: datetime | None = None
    until: datetime | None = None
    on_the_line: bool = False
    over: bool = False
    scope: Scope | None = None
    after: tuple[datetime, str] | None = None
    limit: int | None = 50


def in_scope(scope: Scope | None) -> Iterator[Condition]:
    """That a call is in that scope, as conditions of a query of `calls`."""
    if scope is not None:
        reached = [f"{department}/" for department in sorted(scope.departments)]
        yield or_(calls.c.hotline.in_(sorted(scope.hotlines)), _came_to(ANY_PLACE.in_(reached)))


def sources(connection: Connection, wanted: CallFilters) -> list[Select[Any]]:
    """Where to look for a page of what is wanted; together they hold it."""
    plain = list(_of_the_call(wanted))
    places = list(_of_places(wanted))
    if wanted.number or wanted.on_the_line or (rare := _rare(connection, wanted)):
        narrow = [] if wanted.number or wanted.on_the_line else rare
        return [_from_calls(wanted, [*narrow, *plain, *places, *in_scope(wanted.scope)])]
    if places:
        found = _places_to_begin_at(connection, wanted)
        if len(found) > MOST_PLACES:
            return [_from_calls(wanted, [*plain, *places, *in_scope(wanted.scope)])]
        also = [*plain, *(places if len(places) > 1 else ()), *_unless_known(wanted.scope, found)]
        return [_from_place(wanted, place, also) for place in found]
    if wanted.scope is None or wanted.hotline in wanted.scope.hotlines:
        return [_from_calls(wanted, plain)]
    departments = [_from_place(wanted, f"{name}/", plain) for name in sorted(wanted.scope.departments)]
    hotlines = [_from_calls(wanted, [calls.c.hotline == name, *plain]) for name in sorted(wanted.scope.hotlines)]
    return departments + hotlines


def page_of(wanted: CallFilters, found: Sequence[Select[Any]]) -> Select[Any]:
    """The page of calls that these sources hold."""
    if not found:
        return select(calls).where(text("1 = 0"))
    parts = [select(each.subquery()) for each in found]
    all_of_them = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    once = select(all_of_them.c.sid).group_by(all_of_them.c.sid, all_of_them.c.started_at)
    first = once.order_by(desc(all_of_them.c.started_at), desc(all_of_them.c.sid)).limit(wanted.limit).subquery()
    return select(calls).join(first, first.c.sid == calls.c.sid).order_by(desc(calls.c.started_at), desc(calls.c.sid))


def _from_calls(wanted: CallFilters, conditions: Sequence[Condition]) -> Select[Any]:
    order = (calls.c.started_at, calls.c.sid)
    query = select(calls.c.started_at, calls.c.sid).where(*_of_time(wanted, *order), *conditions)
    return query.order_by(desc(order[0]), desc(order[1])).limit(wanted.limit)


def _from_place(wanted: CallFilters, place: str, conditions: Sequence[Condition]) -> Select[Any]:
    order = (call_places.c.started_at, call_places.c.call_sid)
    query = select(order[0], order[1].label("sid")).where(call_places.c.place == place, *_of_time(wanted, *order))
    if conditions:
        query = query.join(calls, calls.c.sid == call_places.c.call_sid).where(*conditions)
    return query.order_by(desc(order[0]), desc(order[1])).limit(wanted.limit)


def _of_time(wanted: CallFilters, moment: Any, name: Any) -> Iterator[Condition]:
    if wanted.since:
        yield moment >= wanted.since
    if wanted.until:
        yield moment < wanted.until
    if wanted.after:
        at, last = wanted.after
        yield moment <= at
        yield or_(moment < at, name < last)


def _of_the_call(wanted: CallFilters) -> Iterator[Condition]:
    for name in ("hotline", "language", "outcome", "ending"):
        if value := getattr(wanted, name):
            yield calls.c[name] == value
    if wanted.gave_up_at:
        yield and_(calls.c.gave_up_at == wanted.gave_up_at, GAVE_UP)
    if wanted.shortest:
        yield calls.c.seconds + 0 >= wanted.shortest  # + 0: walking back in time, not by the index of lengths
    yield from _of_the_line(wanted)
    if wanted.number.startswith("+"):
        yield calls.c.caller == wanted.number
    elif wanted.number:
        yield from _ends_with(wanted.number)


def _of_the_line(wanted: CallFilters) -> Iterator[Condition]:
    goes_on = and_(NOT_ENDED, calls.c.ending == "")
    if wanted.on_the_line:
        yield goes_on
    if wanted.over:
        yield not_(goes_on)


def _ends_with(digits: str) -> Iterator[Condition]:
    if len(digits) >= TAIL:
        yield calls.c.caller_tail == digits[-TAIL:]
    if len(digits) != TAIL:
        yield calls.c.caller.endswith(digits, autoescape=True)


def _of_places(wanted: CallFilters) -> Iterator[Condition]:
    if wanted.node:
        yield _came_to(ANY_PLACE.in_([wanted.node]))
    if wanted.about:
        yield _came_to(ANY_PLACE.in_(wanted.about))
    if wanted.topic:
        yield _came_to(_below(ANY_PLACE, wanted.topic))


def _came_to(which: Condition) -> Condition:
    return exists().where(OTHERS.c.call_sid == calls.c.sid, which)


def _below(place: Any, beginning: str) -> Condition:
    return and_(place >= beginning, place < beginning + AFTER_ALL_LETTERS)


def _unless_known(scope: Scope | None, places: Sequence[str]) -> Iterator[Condition]:
    """That the calls are in scope, unless these places say so already."""
    if scope is not None and not all(place.partition("/")[0] in scope.departments for place in places):
        yield from in_scope(scope)


def _rare(connection: Connection, wanted: CallFilters) -> list[Condition]:
    """A condition that few calls meet, by its own index; empty when none of what is wanted is rare."""
    time = list(_of_time(wanted, calls.c.started_at, calls.c.sid))
    for name in ("gave_up_at", "outcome", "language"):
        if value := getattr(wanted, name):
            own = [calls.c[name] == value, *([GAVE_UP] if name == "gave_up_at" else [])]
            if _count(connection, [*own, *time]) <= FEW:
                return own
    if wanted.shortest and _count(connection, [calls.c.seconds >= wanted.shortest]) <= FEW:
        long = select(calls.c.sid).where(calls.c.seconds >= wanted.shortest).order_by(calls.c.seconds).limit(FEW)
        return [calls.c.sid.in_(select(long.subquery().c.sid))]
    return []


def _count(connection: Connection, conditions: Sequence[Condition]) -> int:
    some = select(given(1).label("one")).select_from(calls).where(*conditions).limit(FEW + 1)
    return int(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def _places_to_begin_at(connection: Connection, wanted: CallFilters) -> tuple[str, ...]:
    if wanted.node:
        return (wanted.node,)
    return wanted.about or _places_below(connection, wanted.topic)


def _places_below(connection: Connection, topic: str) -> tuple[str, ...]:
    """The places whose names begin so: each found by one look into the index."""
    if "/" not in topic:
        whole = f"{topic}/"
        if connection.execute(select(call_places.c.place).where(call_places.c.place == whole).limit(1)).first():
            return (whole,)
    place = call_places.c.place
    first = select(func.min(place).label("place")).where(_below(place, topic)).cte("found", recursive=True)
    following = (
        select(func.min(place)).where(place > first.c.place, place < topic + AFTER_ALL_LETTERS).scalar_subquery()
    )
    found = first.union_all(select(following).where(first.c.place.is_not(None)))
    names = select(found.c.place).where(found.c.place.is_not(None)).limit(MOST_PLACES + 1)
    return tuple(connection.scalars(names))
