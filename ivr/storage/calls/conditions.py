"""Which calls a supervisor asks for, and what must hold of each, as conditions of queries."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from ivr.storage.calls.projection import TAIL
from ivr.storage.calls.tables import GAVE_UP, NOT_ENDED, call_places, calls
from ivr.storage.database.column_types import AFTER_ALL_LETTERS

OTHERS = call_places.alias("others")  # a call's other places, in a query that begins at one of them
SqlCondition = ColumnElement[bool]
Row = tuple[ColumnElement[Any], ColumnElement[Any]]  # when a call began, and its name
OF_CALLS: Row = (calls.c.started_at, calls.c.sid)
OF_PLACES: Row = (call_places.c.started_at, call_places.c.call_sid)
BEFORE_DIGITS = string.digits + string.ascii_letters + string.punctuation + " "


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
    `over` are calls that are not `on_the_line` any more. `scope` is what the person asking may see, None for
    everything. `after` is (started_at, sid) of the last call of the page before.
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
    since: datetime | None = None
    until: datetime | None = None
    on_the_line: bool = False
    over: bool = False
    scope: Scope | None = None
    after: tuple[datetime, str] | None = None
    limit: int | None = 50


def in_scope(scope: Scope | None) -> Iterator[SqlCondition]:
    """That a call is in that scope, as conditions of a query of `calls`."""
    if scope is not None:
        reached = came_to(OF_CALLS, [f"{department}/" for department in sorted(scope.departments)])
        yield or_(calls.c.hotline.in_(sorted(scope.hotlines)), reached)


def of_time(wanted: CallFilters, row: Row) -> Iterator[SqlCondition]:
    """When the call of a `row` began, and that it comes after the page before."""
    moment, name = row
    if wanted.since:
        yield moment >= wanted.since
    if wanted.until:
        yield moment < wanted.until
    if wanted.after:
        at, last = wanted.after
        yield moment <= at
        yield or_(moment < at, name < last)


def of_the_call(wanted: CallFilters, *, by_index: bool = True) -> Iterator[SqlCondition]:
    """What must hold of the row in `calls` itself; without `by_index` no index is taken for what a call was."""
    for name in ("hotline", "language", "outcome", "ending"):
        if value := getattr(wanted, name):
            yield (calls.c[name] if by_index else calls.c[name] + "") == value
    if wanted.gave_up_at:
        yield and_(calls.c.gave_up_at == wanted.gave_up_at, GAVE_UP)
    yield from _of_the_line(wanted)
    if wanted.number.startswith("+"):
        yield calls.c.caller == wanted.number
    elif wanted.number:
        yield from _ends_with(wanted.number)


def _of_the_line(wanted: CallFilters) -> Iterator[SqlCondition]:
    goes_on = and_(NOT_ENDED, calls.c.ending == "")
    if wanted.on_the_line:
        yield goes_on
    if wanted.over:
        yield not_(goes_on)


def _ends_with(digits: str) -> Iterator[SqlCondition]:
    if len(digits) >= TAIL:
        yield calls.c.caller_tail == digits[-TAIL:]
    elif len(digits) == TAIL - 1:  # every tail that it can be a part of, for the index
        yield calls.c.caller_tail.in_([digits, *(letter + digits for letter in BEFORE_DIGITS)])
    if len(digits) != TAIL:
        yield calls.c.caller.endswith(digits, autoescape=True)


def of_places(wanted: CallFilters, row: Row) -> list[SqlCondition]:
    """Where the call of a `row` must have come to: one condition for each filter of places."""
    named = [came_to(row, each) for each in ((wanted.node,), wanted.about) if any(each)]
    if wanted.topic:
        named.append(exists().where(OTHERS.c.call_sid == row[1], below(OTHERS.c.place, wanted.topic)))
    return named


def came_to(row: Row, places: Sequence[str]) -> SqlCondition:
    """That the call of a `row` came to one of these places.

    It is looked for by the moment the call began: by its name alone each look would be somewhere else on the disk,
    while calls of one time lie side by side. The name is made an expression, for otherwise its index would be taken.
    """
    same = and_(OTHERS.c.started_at == row[0], OTHERS.c.call_sid + "" == row[1])
    return exists().where(OTHERS.c.place.in_(places), same)


def below(place: Any, beginning: str) -> SqlCondition:
    """That the name of a place begins so."""
    return and_(place >= beginning, place < beginning + AFTER_ALL_LETTERS)
