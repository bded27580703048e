"""How many calls there are of what a supervisor may see: the same calls as in the list, counted where they lie."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, String, Subquery, and_, false, func, select, union

from ivr.storage.calls.conditions import CallFilters, Scope
from ivr.storage.calls.sources import sources
from ivr.storage.calls.tables import NOT_ENDED, call_places, calls
from ivr.storage.database.transactions import Database

HOUR = "%Y-%m-%d %H"


class CallsOfAnHour(NamedTuple):
    """The hour (its first moment) in which calls began, the most they did, how they ended, and whether they go on."""

    hour: datetime
    outcome: str
    ending: str
    on_the_line: bool


def count_desk_calls(database: Database, filters: CallFilters) -> int:
    """How many calls the list of these filters holds, on all its pages. Raises StorageAway."""
    with database.caught_up() as connection:
        found = [each.limit(None).order_by(None).subquery() for each in sources(connection, filters)]
        sids = [select(each.c.sid) for each in found] or [select(calls.c.sid).where(false())]
        return int(connection.scalar(select(func.count()).select_from(union(*sids).subquery())) or 0)


def calls_by_outcome(
    database: Database, since: datetime, until: datetime, scope: Scope | None
) -> Counter[CallsOfAnHour]:
    """Calls that began from `since` until before `until`. Raises StorageAway."""
    goes_on = and_(NOT_ENDED, calls.c.ending == "")
    began = and_(calls.c.started_at >= since, calls.c.started_at < until)
    chosen = began if scope is None else calls.c.sid.in_(select(_began(since, until, scope).c.sid))
    with database.caught_up() as connection:
        kinds = (_hour(connection, calls.c.started_at), calls.c.outcome, calls.c.ending, goes_on)
        rows = connection.execute(select(*kinds, func.count()).where(chosen).group_by(*kinds)).all()
    return Counter({CallsOfAnHour(_read(hour), what, how, bool(on)): int(n) for hour, what, how, on, n in rows})


def calls_by_hour(database: Database, since: datetime, until: datetime, scope: Scope | None) -> Counter[datetime]:
    """Calls that began from `since` until before `until`, by the first moment of the hour. Raises StorageAway."""
    with database.caught_up() as connection:
        found = _began(since, until, scope)
        hour = _hour(connection, found.c.started_at)
        rows = connection.execute(select(hour, func.count()).group_by(hour)).all()
    return Counter({_read(hour): int(count) for hour, count in rows})


def _began(since: datetime, until: datetime, scope: Scope | None) -> Subquery:
    """When each call in scope began, and its name: of its hotlines or departments, each call once."""
    rang = select(calls.c.started_at, calls.c.sid).where(calls.c.started_at >= since, calls.c.started_at < until)
    if scope is None:
        return rang.subquery()
    c = call_places.c
    reached = c.place.in_([f"{department}/" for department in sorted(scope.departments)])
    led = select(c.started_at, c.call_sid).where(reached, c.started_at >= since, c.started_at < until)
    return union(rang.where(calls.c.hotline.in_(sorted(scope.hotlines))), led).subquery()


def _hour(connection: Connection, moment: Any) -> ColumnElement[Any]:
    """The hour of a moment, in UTC, as text: both databases keep moments so."""
    if connection.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD HH24", type_=String())
    return func.substr(moment, 1, 13, type_=String())


def _read(hour: str) -> datetime:
    return datetime.strptime(hour, HOUR).replace(tzinfo=UTC)
