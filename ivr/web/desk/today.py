"""Today: who is on the line, what became of today's calls, and what needs somebody."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from ivr.storage.closures import ClosureBook
from ivr.storage.desk_calls import CallFilters, Scope, list_desk_calls
from ivr.storage.desk_cases import CaseFilters, count_desk_cases
from ivr.storage.desk_today import CallInShort, calls_between
from ivr.web.desk.call import page_of
from ivr.web.desk.calls_wanted import scope_of
from ivr.web.desk.desk import Desk
from ivr.web.desk.languages import in_readers_language
from ivr.web.desk.person import person
from ivr.web.desk.showing import HONG_KONG

USUAL_WEEKS = 4
LONGEST_CALL = timedelta(hours=4)  # a call whose end was not reported by then is over all the same
MOST_ON_THE_LINE = 1000


@dataclass(frozen=True)
class Tile:
    """A figure, what it counts, and the address of the list of just that; no address where there is no such page."""

    words: str
    count: int
    address: str


@dataclass(frozen=True)
class Hour:
    """Calls that began in an hour of today, and how many usually do; with the list of today's."""

    hour: int
    calls: int
    usual: float
    address: str


def add_today(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""

    @pages.get("/")
    def today() -> str:
        now, scope = desk.now().astimezone(HONG_KONG), scope_of(desk, "viewer")
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        calls = calls_between(desk.database, midnight, midnight + timedelta(days=1), scope)
        hours = list(_hours(desk, calls, midnight, scope))
        return render_template(
            "desk/today.html",
            now=now,
            tiles=[*_tiles(desk, calls, now, scope), *_due(desk, midnight)],
            hours=hours,
            most=max([1, *(max(hour.calls, hour.usual) for hour in hours)]),
            weeks=USUAL_WEEKS,
            troubles=list(_troubles(desk, now, calls)),
        )


def _tiles(desk: Desk, calls: Iterable[CallInShort], now: datetime, scope: Scope | None) -> Iterator[Tile]:
    """Every call of today is in exactly one of those after the second, but for the last, which is part of it."""
    outcomes = Counter(call.outcome for call in calls)
    gave_up = sum(call.outcome == "nothing" and call.ending == "caller hung up" for call in calls)
    day = now.strftime("%Y-%m-%d")
    yield _on_the_line(desk, now, scope)
    yield Tile(gettext("calls today"), outcomes.total(), _list(since=day, until=day))
    for words, outcome in (
        (gettext("answered by the system"), "answered"),
        (gettext("answered by officers"), "officer"),
        (gettext("left a message"), "message"),
        (gettext("became a case"), "case"),
        (gettext("without an answer"), "nothing"),
    ):
        yield Tile(words, outcomes[outcome], _list(since=day, until=day, outcome=outcome))
    address = _list(since=day, until=day, outcome="nothing", ending="caller hung up")
    yield Tile(gettext("of these, gave up"), gave_up, address)


def _due(desk: Desk, midnight: datetime) -> Iterator[Tile]:
    departments = person().departments("viewer")
    wanted = CaseFilters(due_before=midnight + timedelta(days=1), departments=departments)
    yield Tile(gettext("cases due"), count_desk_cases(desk.database, wanted), page_of("cases", due="today"))


def _on_the_line(desk: Desk, now: datetime, scope: Scope | None) -> Tile:
    since = (now - LONGEST_CALL).replace(second=0, microsecond=0)
    wanted = CallFilters(on_the_line=True, since=since, scope=scope, limit=MOST_ON_THE_LINE)
    span = {"since": since.strftime("%Y-%m-%d"), "from": since.strftime("%H:%M")}
    return Tile(gettext("on the line now"), len(list_desk_calls(desk.database, wanted)), _list(now="1", **span))


def _hours(desk: Desk, calls: Iterable[CallInShort], midnight: datetime, scope: Scope | None) -> Iterator[Hour]:
    today, usual = Counter(_hour(call) for call in calls), Counter[int]()
    for week in range(1, USUAL_WEEKS + 1):
        begin = midnight - timedelta(weeks=week)
        usual.update(map(_hour, calls_between(desk.database, begin, begin + timedelta(days=1), scope)))
    day = midnight.strftime("%Y-%m-%d")
    for hour in sorted({*today, *usual}):
        span = {"since": day, "from": f"{hour:02}:00", "until": day}
        address = _list(**span, **({"to": f"{hour + 1:02}:00"} if hour < 23 else {}))
        yield Hour(hour, today[hour], usual[hour] / USUAL_WEEKS, address)


def _hour(call: CallInShort) -> int:
    return call.at.astimezone(HONG_KONG).hour


def _troubles(desk: Desk, now: datetime, calls: Iterable[CallInShort]) -> Iterator[str]:
    """What somebody must look at, in sentences."""
    mine = {line.name for line in desk.hotlines_of(person().departments("viewer"))}
    for closure in ClosureBook(desk.database, desk.now).standing():
        if closure.state(now) == "in force" and any(closure.concerns(name) for name in mine):
            until = closure.over.astimezone(HONG_KONG).strftime("%Y-%m-%d %H:%M")
            what = gettext("A closure is in force") if closure.reason else gettext("A notice is in force")
            words = in_readers_language(closure.words)
            yield gettext("%(what)s until %(until)s. %(words)s", what=what, until=until, words=words).strip()
    if failed := sum(call.ending in ("failed", "lost") for call in calls):
        yield gettext("%(count)s calls of today broke off because something failed or got lost.", count=failed)
    try:
        waiting = len(desk.spool.waiting())
    except OSError:
        waiting = 0
    if waiting:
        yield gettext("%(count)s steps of calls wait on the disk until the database takes them.", count=waiting)


def _list(**asked: str) -> str:
    return url_for("desk.calls", **asked)  # type: ignore[arg-type]  # none of Flask's own options is among the filters
