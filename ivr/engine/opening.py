"""Saying whether an office is open, why, and when that changes."""

from datetime import datetime

from ivr.engine.instructions import Prompt
from ivr.engine.visit import Visit
from ivr.hours import State
from ivr.words import Value


def tell_hours(visit: Visit, state: State) -> tuple[Prompt, ...]:
    """What a caller is told about a calendar's state."""
    if state.open:
        if state.changes is None:
            return (visit.phrase("open_always"),)
        return (visit.phrase("open_now", {"when": _when(visit, state.changes)}),)
    return (*_why_closed(visit, state), *tell_when_open(visit, state))


def tell_when_open(visit: Visit, state: State) -> tuple[Prompt, ...]:
    """When a closed office opens again, where that is known."""
    if state.changes is None:
        return ()
    return (visit.phrase("opens_again", {"when": _when(visit, state.changes)}),)


def _why_closed(visit: Visit, state: State) -> tuple[Prompt, ...]:
    if not state.reason:
        return (visit.phrase("closed_now"),)
    return (visit.phrase_with("closed_for", reason=state.reason),)


def _when(visit: Visit, at: datetime) -> Value:
    local = at.astimezone(visit.now.tzinfo)
    if local.date() == visit.now.date():
        return Value(local.strftime("%H:%M"), "time")
    return Value(local.strftime("%Y-%m-%dT%H:%M"), "moment")
