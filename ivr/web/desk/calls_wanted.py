"""Which calls are asked for: the address of the list, read into what storage looks for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from flask import request
from flask_babel import gettext

from ivr.storage.accounts import Role
from ivr.storage.desk_calls import CallFilters, Scope
from ivr.web.desk.desk import Desk
from ivr.web.desk.paging import after_of
from ivr.web.desk.person import person
from ivr.web.desk.showing import HONG_KONG

NAMES = (
    "hotline", "since", "from", "until", "to", "language", "outcome", "ending", "node", "topic", "gave_up", "number",
    "now",
)  # fmt: skip
"""What an address may ask for. `since` and `until` are days, both included; `from` and `to` times of day on them."""
Value = TypeVar("Value")
LONGEST = 255


@dataclass
class CallsWanted:
    """The address as it was written, what is wrong with it (by name), and what to look for when nothing is."""

    asked: Mapping[str, str]
    filters: CallFilters
    errors: dict[str, str] = field(default_factory=dict)


def scope_of(desk: Desk, role: Role) -> Scope | None:
    """The calls for which somebody signed in holds a role: of the hotlines of their departments, or that came there."""
    departments = person().departments(role)
    if departments is None:
        return None
    return Scope(departments, frozenset(line.name for line in desk.hotlines_of(departments)))


def calls_wanted(desk: Desk, role: Role, limit: int) -> CallsWanted:
    """What this request asks for among the calls for which the person holds `role`.

    Whoever looks for a number must be a supervisor of its calls: digits that are hidden could be guessed otherwise.
    """
    asked = {name: request.args.get(name, "").strip()[:LONGEST] for name in NAMES}
    errors: dict[str, str] = {}
    since, until = _times(asked, desk.now().astimezone(HONG_KONG).date(), errors)
    number = re.sub(r"[\s()-]", "", asked["number"])
    if number and not re.fullmatch(r"\+?[0-9]{3,15}", number):
        errors["number"] = gettext("Write a number in full with its country code, or its last digits, three or more.")
    filters = CallFilters(
        hotline=asked["hotline"],
        language=asked["language"],
        outcome=asked["outcome"],
        ending=asked["ending"],
        node=asked["node"],
        topic=asked["topic"],
        gave_up_at=asked["gave_up"],
        number=number,
        since=since,
        until=until,
        on_the_line=asked["now"] == "1",
        scope=scope_of(desk, "supervisor" if number else role),
        after=after_of(),
        limit=limit,
    )
    return CallsWanted(asked, filters, errors)


def _times(asked: Mapping[str, str], today: date, errors: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    days = [_read(name, asked[name], date.fromisoformat, errors) for name in ("since", "until")]
    hours = [_read(name, asked[name], time.fromisoformat, errors) for name in ("from", "to")]
    first = days[0] or (today if hours[0] else None)
    last = days[1] or (first or today if hours[1] else None)
    since = datetime.combine(first, hours[0] or time(), HONG_KONG) if first else None
    until = None
    if last:
        until = datetime.combine(last, hours[1], HONG_KONG) if hours[1] else _midnight_after(last)
    if since and until and since >= until:
        errors["until"] = gettext("The end must be after the beginning.")
    return since, until


def _read(name: str, text: str, read: Callable[[str], Value], errors: dict[str, str]) -> Value | None:
    try:
        return read(text) if text else None
    except ValueError:
        errors[name] = gettext("Write a day like 2026-11-23 and a time like 10:30.")
        return None


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), HONG_KONG)
