"""In what order cases are listed, and which come after the last one of a page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, and_, case, desc, nulls_last, or_

from ivr.storage.cases.tables import cases

Order = Literal["due", "newest", "oldest", "kind", "state", "owner", "department"]
ORDERS: tuple[Order, ...] = get_args(Order)


class CasePlace(NamedTuple):
    """Where a case stands in a list: what the list is ordered by, then when the case was opened, then its key."""

    value: datetime | str | None
    opened_at: datetime
    call_sid: str
    turn: int


def next_due() -> ColumnElement[Any]:
    """When something must be done next for the caller: NULL for closed cases, and when nothing must."""
    is_open = cases.c.state == "open"
    return case(
        (and_(is_open, cases.c.acknowledged_at.is_(None)), cases.c.acknowledge_due),
        (and_(is_open, cases.c.replied_at.is_(None)), cases.c.reply_due),
    )


def in_order(order: Order) -> Sequence[ColumnElement[Any]]:
    """What to order a query of `cases` by. What is due comes by its day, what is not due last; the rest by name."""
    whole = (cases.c.opened_at, cases.c.call_sid, cases.c.turn)
    if order == "oldest":
        return whole
    latest = tuple(desc(column) for column in whole)
    if order == "newest":
        return latest
    return (nulls_last(next_due()) if order == "due" else cases.c[order], *latest)


def comes_after(order: Order, last: CasePlace) -> ColumnElement[bool]:
    """That a case comes after that place in a list of that order."""
    if order == "oldest":
        return _of_two(cases.c.opened_at > last.opened_at, cases.c.opened_at == last.opened_at, _after_key(last))
    older = _of_two(cases.c.opened_at < last.opened_at, cases.c.opened_at == last.opened_at, _before_key(last))
    if order == "newest":
        return older
    value = next_due() if order == "due" else cases.c[order]
    if last.value is None:
        return and_(value.is_(None), older)
    return or_(value > last.value, value.is_(None), and_(value == last.value, older))


def _of_two(differs: ColumnElement[bool], same: ColumnElement[bool], then: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(differs, and_(same, then))


def _after_key(last: CasePlace) -> ColumnElement[bool]:
    call = cases.c.call_sid
    return _of_two(call > last.call_sid, call == last.call_sid, cases.c.turn > last.turn)


def _before_key(last: CasePlace) -> ColumnElement[bool]:
    call = cases.c.call_sid
    return _of_two(call < last.call_sid, call == last.call_sid, cases.c.turn < last.turn)
