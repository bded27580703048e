"""The calendars as closures leave them that supervisors have announced."""

from collections.abc import Iterable
from datetime import datetime

from ivr.engine.edition import Edition
from ivr.engine.ports import ClosureInForce
from ivr.engine.values import replace
from ivr.hours import Calendar, Closure


def calendar_in(edition: Edition, name: str, closures: Iterable[ClosureInForce], now: datetime) -> Calendar:
    """The calendar of that name with `closures` that are in force now, unless it is written `always`."""
    calendar = edition.calendars[name]
    closing = [each for each in closures if each.closes]
    if not closing or calendar.always:
        return calendar
    added = (Closure(min(each.begins, now), each.ends, _reason(edition, each)) for each in reversed(closing))
    return replace(calendar, closures=(*added, *calendar.closures))


def _reason(edition: Edition, closure: ClosureInForce) -> dict[str, str]:
    """The reason by language as callers hear it; empty where an edition is older than its phrase."""
    name = f"closure_{closure.reason}"
    return {code: phrases[name] for code, phrases in edition.phrases.items() if name in phrases}
