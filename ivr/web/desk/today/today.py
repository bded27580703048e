"""Today: who is on the line, what became of today's calls, and what needs somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext

from ivr.reports.today import WEEKS, Today, today
from ivr.storage.messages.listing import MessageFilters, count_desk_messages
from ivr.web.desk.calls.chosen import scope_of
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.paging import list_address
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.waiting_editions import waiting_for_me
from ivr.web.desk.today.troubles import troubles


@dataclass(frozen=True)
class Tile:
    """A figure, what it counts, and the address of the list of just that."""

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


@pages.get("/", role="viewer", endpoint="today")
def show_today() -> str:
    """Figures since midnight by the site's clock, each with the list of just that; and the troubles."""
    now = desk.local_now()
    figures = today(desk.database, now, scope_of("viewer"))
    hours = list(_hours(figures))
    return render_template(
        "desk/today/today.html",
        now=now,
        tiles=[*_of_calls(figures), *_to_do(figures)],
        hours=hours,
        most=max([1, *(max(hour.calls, hour.usual) for hour in hours)]),
        weeks=WEEKS,
        troubles=list(troubles(now, figures)),
    )


def _of_calls(figures: Today) -> Iterator[Tile]:
    """Those on the line, and today's: every call is in one of the figures after the second, but for the last."""
    day = figures.day.isoformat()
    since = {"since": figures.line_since.strftime("%Y-%m-%d"), "from": figures.line_since.strftime("%H:%M")}
    yield Tile(gettext("on the line now"), figures.on_the_line, _list(now="1", **since))
    yield Tile(gettext("calls today"), figures.calls, _list(since=day, until=day))
    for words, outcome in (
        (gettext("answered by the system"), "answered"),
        (gettext("gave what was asked for"), "given"),
        (gettext("answered by officers"), "officer"),
        (gettext("left a message"), "message"),
        (gettext("became a case"), "case"),
    ):
        yield Tile(words, figures.outcomes.get(outcome, 0), _list(since=day, until=day, outcome=outcome))
    over = {"since": day, "until": day, "outcome": "nothing", "now": "0"}
    yield Tile(gettext("without an answer"), figures.unanswered, _list(**over))
    yield Tile(gettext("of these, gave up (abandoned)"), figures.gave_up, _list(**over, ending="caller hung up"))


def _to_do(figures: Today) -> Iterator[Tile]:
    yield Tile(gettext("cases due"), figures.cases_due, url_for("desk.cases", due="today"))
    if waiting := waiting_for_me():
        where = url_for("desk.menu_edition", edition=waiting[0].edition) if len(waiting) == 1 else url_for("desk.menus")
        yield Tile(gettext("editions wait for you to approve"), len(waiting), where)
    if person().may_open("supervisor"):
        mine = MessageFilters(state="waiting", departments=person().departments("supervisor"))
        messages = count_desk_messages(desk.database, mine)
        yield Tile(gettext("messages waiting"), messages, url_for("desk.messages", state="waiting"))


def _hours(figures: Today) -> Iterator[Hour]:
    """From the first hour to the last in which anybody rang, today or usually."""
    rung = [hour for hour in range(24) if figures.hours[hour] or figures.usual[hour]]
    for hour in range(rung[0], rung[-1] + 1) if rung else ():
        span = {"since": figures.day.isoformat(), "from": f"{hour:02}:00", "until": figures.day.isoformat()}
        until = {"to": f"{hour + 1:02}:00"} if hour < 23 else {}
        yield Hour(hour, figures.hours[hour], figures.usual[hour], _list(**span, **until))


def _list(**asked: str) -> str:
    return list_address("desk.calls", asked)
