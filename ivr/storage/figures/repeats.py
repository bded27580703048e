"""Calls of those who had rung the same hotline within seven days before.

They are kept by day and hotline. What is new in the journal may change the days of its calls and those of the calls
that followed; those days are counted anew from `calls`, so that it makes no difference how often that is done.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, desc, func, or_, select

from ivr.logs import NO_NUMBER
from ivr.storage.calls.tables import calls
from ivr.storage.database.inserting import INSERTS
from ivr.storage.figures.chosen import FigureChoice
from ivr.storage.figures.tables import repeat_days
from ivr.storage.journal.tables import journal

DAYS = 7
SPAN = timedelta(days=DAYS)


class RepeatCallers(NamedTuple):
    """Calls with a number `shown`, those of them that `repeated`, and those with it `withheld`."""

    shown: int
    repeated: int
    withheld: int


@dataclass(frozen=True)
class RepeatCounts:
    """What a choice comes to; `often` is number and calls of those who rang most."""

    counts: RepeatCallers
    often: tuple[tuple[str, int], ...]


Day = tuple[date, str]


def read_repeats(connection: Connection, choice: FigureChoice, mark: int | None, most: int) -> RepeatCounts:
    """Count them, with those whose entries come after `mark`, if that is given. All is read as of one moment."""
    table = repeat_days.c
    chosen = [table.day.between(choice.first, choice.last), *choice.rang(repeat_days)]
    kept = {
        (row.day, row.hotline): RepeatCallers(*row[2:])
        for row in connection.execute(select(repeat_days).where(*chosen))
    }
    if mark is not None:
        touched = _days_touched(connection, choice.zone, mark, None)
        kept |= _counted(connection, choice.zone, (day for day in touched if choice.takes(*day)))
    sums = [sum(column) for column in zip(*kept.values(), strict=True)] or [0, 0, 0]
    return RepeatCounts(RepeatCallers(*sums), tuple(_often(connection, choice, most)) if most else ())


def repeats_touched(
    connection: Connection, zone: ZoneInfo, mark: int, end: int | None = None
) -> Mapping[Day, RepeatCallers]:
    """The days of `zone` that rows of the journal after `mark` (up to `end`) may have changed, counted anew."""
    return _counted(connection, zone, _days_touched(connection, zone, mark, end))


def _counted(connection: Connection, zone: ZoneInfo, days: Iterable[Day]) -> dict[Day, RepeatCallers]:
    return {day: count_day(connection, zone, *day) for day in sorted({*days})}


def keep_repeats(connection: Connection, counts: Mapping[Day, RepeatCallers]) -> None:
    """Put these counts in the place of those kept."""
    if counts:
        insert = INSERTS[connection.dialect.name](repeat_days)
        new = {name: insert.excluded[name] for name in RepeatCallers._fields}
        rows = [{"day": day, "hotline": hotline, **each._asdict()} for (day, hotline), each in counts.items()]
        connection.execute(insert.on_conflict_do_update(index_elements=["day", "hotline"], set_=new), rows)


def _days_touched(connection: Connection, zone: ZoneInfo, mark: int, end: int | None) -> Iterator[Day]:
    """The days on which a call that has new entries may have counted before or counts now, and those after it."""
    new = journal.c.id > mark if end is None else journal.c.id.between(mark + 1, end)
    sids = sorted({*connection.scalars(select(journal.c.call_sid).where(new))})
    known = select(calls.c.sid, calls.c.hotline, calls.c.caller).where(calls.c.sid.in_(sids))
    touched = {sid: (hotline, caller) for sid, hotline, caller in connection.execute(known)}
    told = select(journal.c.call_sid, journal.c.at, journal.c.hotline).where(journal.c.call_sid.in_(sids))
    rows = connection.execute(told).all()
    for sid, at, then in rows:
        yield from ((_day(at, zone), then), (_day(at, zone), touched.get(sid, (then, ""))[0]))
    callers = sorted({caller for _, caller in touched.values() if caller.lower() not in NO_NUMBER})
    if callers:
        moments = [at for _, at, _ in rows]
        within = calls.c.started_at.between(min(moments), max(moments) + SPAN)
        follow = select(calls.c.started_at, calls.c.hotline).where(calls.c.caller.in_(callers), within)
        yield from ((_day(at, zone), hotline) for at, hotline in connection.execute(follow))


def count_day(connection: Connection, zone: ZoneInfo, day: date, hotline: str) -> RepeatCallers:
    """One day of one hotline, counted from its calls; each looks for the call before by the same number."""
    since, until = FigureChoice(day, day, zone=zone).moments()
    before = calls.alias("before")
    earlier = or_(before.c.started_at < calls.c.started_at, before.c.sid < calls.c.sid)
    same = and_(before.c.caller == calls.c.caller, before.c.hotline + "" == calls.c.hotline)  # by the caller's index
    last = select(before.c.started_at).where(same, before.c.started_at <= calls.c.started_at, earlier)
    last = last.order_by(desc(before.c.started_at)).limit(1)
    mine = (calls.c.hotline == hotline, calls.c.started_at >= since, calls.c.started_at < until)
    found = select(calls.c.started_at, last.scalar_subquery()).where(*mine, _shown(calls.c.caller))
    gaps = [_again(at, prior) for at, prior in connection.execute(found)]
    withheld = select(func.count()).select_from(calls).where(*mine, ~_shown(calls.c.caller))
    return RepeatCallers(len(gaps), sum(gaps), int(connection.execute(withheld).scalar_one()))


def _again(at: datetime, prior: datetime | None) -> bool:
    return prior is not None and at - prior <= SPAN


def _shown(caller: Any) -> ColumnElement[bool]:
    return func.lower(caller).not_in(NO_NUMBER)


def _often(connection: Connection, choice: FigureChoice, most: int) -> Iterator[tuple[str, int]]:
    since, until = choice.moments()
    chosen = (calls.c.started_at >= since, calls.c.started_at < until, *choice.rang(calls))
    numbers = select(calls.c.caller, func.count().label("times")).where(*chosen).group_by(calls.c.caller)
    grouped = numbers.having(func.count() > 1, _shown(calls.c.caller)).order_by(desc("times"), calls.c.caller)
    yield from ((caller, times) for caller, times in connection.execute(grouped.limit(most)))


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
