"""Saying whether an office is open, why, and when that changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ivr.engine.instructions import Prompt
from ivr.engine.visit import Visit
from ivr.hours import State
from ivr.hours.holidays import named_for
from ivr.words import Value, say_tonight


def tell_hours(visit: Visit, state: State) -> tuple[Prompt, ...]:
    """What a caller is told about a calendar's state."""
    if state.open:
        if state.changes is None:
            return (visit.phrase("open_always"),)
        return (visit.phrase("open_now", {"when": _when(visit, state.changes, closes=True)}),)
    return (*_why_closed(visit, state), *tell_when_open(visit, state))


def tell_when_open(visit: Visit, state: State) -> tuple[Prompt, ...]:
    """When a closed office opens again, where that is known."""
    if state.changes is None:
        return ()
    return (visit.phrase("opens_again", {"when": _when(visit, state.changes, closes=False)}),)


def _why_closed(visit: Visit, state: State) -> tuple[Prompt, ...]:
    reason = why_by_language(visit, state)
    return (visit.phrase_with("closed_for", reason=reason) if reason else visit.phrase("closed_now"),)


def why_by_language(visit: Visit, state: State) -> Mapping[str, str]:
    """Why it is closed, in each of the languages of the line that has words for it."""
    return named_for(state.reason, visit.edition.languages)


def _when(visit: Visit, at: datetime, *, closes: bool) -> Value:
    """The time today, or the day and the time; a midnight as that of tonight, or of the day that ends or begins."""
    local = at.astimezone(visit.now.tzinfo)
    if local.hour == local.minute == 0:
        ending = local.date() - timedelta(days=1)
        if ending == visit.now.date():
            return Value(say_tonight(visit.edition.counts_in(visit.language)), "text")
        return Value(f"{ending}T24:00" if closes else f"{local.date()}T00:00", "moment")
    if local.date() == visit.now.date():
        return Value(local.strftime("%H:%M"), "time")
    return Value(local.strftime("%Y-%m-%dT%H:%M"), "moment")
