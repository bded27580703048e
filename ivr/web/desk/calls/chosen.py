"""Which calls are asked for: the address of the list or its form, read into what storage looks for.

Of a caller's number the address holds no more than `sought_numbers` tells. All else stands there as it is, to be kept
or sent to a colleague.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from flask_babel import gettext

from ivr.storage.calls.listing import CallFilters, Scope
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.paging import after_of
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.frame.sought_numbers import (
    SEALED,
    number_for_address,
    number_in_address,
    number_in_form,
    number_shown,
)

NAMES = (
    "hotline", "since", "from", "until", "to", "language", "outcome", "ending", "node", "topic", "gave_up", "now",
)  # fmt: skip
"""What an address may ask for. `since` and `until` are days, both included; `from` and `to` times of day on them."""
Value = TypeVar("Value")
LONGEST = 255


@dataclass
class CallsWanted:
    """What was asked for, as it was written; what is wrong with it (by name); what to look for when nothing is.

    `address` is what an address says to ask for the same. `number` is shown to whoever looks for one, in part.
    """

    asked: Mapping[str, str]
    filters: CallFilters
    address: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The number that is looked for, masked."""
        return number_shown(self.filters.number)


def scope_of(role: Role) -> Scope | None:
    """The calls for which somebody signed in holds a role: of the hotlines of their departments, or that came there."""
    departments = person().departments(role)
    if departments is None:
        return None
    return Scope(departments, frozenset(line.name for line in desk.hotlines_of(departments)))


def calls_wanted(role: Role, limit: int, sent: Mapping[str, str]) -> CallsWanted:
    """What an address (`sent` is its query) asks for among the calls for which the person holds `role`."""
    errors: dict[str, str] = {}
    return _wanted(role, limit, sent, number_in_address(sent, errors), errors)


def calls_chosen(role: Role, sent: Mapping[str, str]) -> CallsWanted:
    """What the form asks for, the number as it was typed, or else as it was before."""
    errors: dict[str, str] = {}
    wanted = _wanted(role, 1, sent, number_in_form(sent, errors), errors)
    return CallsWanted({**wanted.asked, "number": sent.get(SEALED, "")}, wanted.filters, wanted.address, errors)


def _wanted(role: Role, limit: int, sent: Mapping[str, str], number: str, errors: dict[str, str]) -> CallsWanted:
    """Whoever looks for a number must be a supervisor of its calls: hidden digits could be guessed otherwise."""
    asked = {name: sent.get(name, "").strip()[:LONGEST] for name in NAMES}
    since, until = _times(asked, desk.local_now(), errors)
    topic, about = _topic(asked["topic"], errors)
    filters = CallFilters(
        hotline=asked["hotline"],
        language=asked["language"],
        outcome=asked["outcome"],
        ending=asked["ending"],
        node=asked["node"],
        topic=topic,
        about=about,
        gave_up_at=asked["gave_up"],
        number=number,
        since=since,
        until=until,
        on_the_line=asked["now"] == "1",
        over=asked["now"] == "0",
        scope=scope_of("supervisor" if number else role),
        after=after_of(),
        limit=limit,
    )
    address = {name: value for name, value in asked.items() if value} | number_for_address(number)
    return CallsWanted(asked, filters, address, errors)


def _topic(asked: str, errors: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """The beginning of places' names that is meant, or the places of which the words are said that were written."""
    words = PlaceWords(desk.edition)
    if not asked or "/" in asked or any(name.startswith(asked) for name in words.places()):
        return asked, ()
    places = words.places_about(asked)
    if not places:
        errors["topic"] = gettext("No choice of a menu has these words. Write fewer, or take one from the list.")
    return "", places


def _times(asked: Mapping[str, str], now: datetime, errors: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    today, zone = now.date(), now.tzinfo
    days = [_read(name, asked[name], date.fromisoformat, errors) for name in ("since", "until")]
    hours = [_read(name, asked[name], time.fromisoformat, errors) for name in ("from", "to")]
    first = days[0] or (today if hours[0] else None)
    last = days[1] or (first or today if hours[1] else None)
    since = datetime.combine(first, hours[0] or time(), zone) if first else None
    until = None
    if last:
        until = datetime.combine(last, hours[1], zone) if hours[1] else _midnight_after(last, zone)
    if since and until and since >= until:
        errors["until"] = gettext("The end must be after the beginning.")
    return since, until


def _read(name: str, text: str, read: Callable[[str], Value], errors: dict[str, str]) -> Value | None:
    try:
        return read(text) if text else None
    except ValueError:
        errors[name] = gettext("Write a day like 2026-11-23 and a time like 10:30.")
        return None


def _midnight_after(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)
