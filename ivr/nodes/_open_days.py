"""A day that a caller keyed and on which a calendar is closed: why, and the next open one instead."""

from datetime import date, datetime

from ivr.engine.grammar import Branch
from ivr.engine.instructions import Prompt
from ivr.engine.opening import why_by_language
from ivr.engine.visit import Visit
from ivr.hours import next_open_day, state_on
from ivr.words import Value, say_day

OFFERED = "another day"  # the stage at which another day is offered
NEEDED = ("entry_closed_day", "entry_closed_day_for", "entry_offered_day")


def why_closed(visit: Visit, calendar: str, day: str, own: Branch | None, since: datetime | None) -> tuple[Prompt, ...]:
    """Why a day is not taken, in the menu's `own` words where it has any; nothing where the calendar is open then.

    What of the day lies before `since` does not count.
    """
    state = state_on(visit.calendar(calendar), date.fromisoformat(day), since)
    if state.open:
        return ()
    if own and own.say:
        return (visit.say(own.say),)
    reason = why_by_language(visit, state)
    return (visit.phrase_with("entry_closed_day_for", reason=reason) if reason else visit.phrase("entry_closed_day"),)


def open_instead(visit: Visit, calendar: str, day: str) -> str | None:
    """The next day on which the calendar is open, None where there is none within a year."""
    found = next_open_day(visit.calendar(calendar), date.fromisoformat(day))
    return found.isoformat() if found else None


def offer(visit: Visit, day: str, *, private: bool = False) -> tuple[Prompt, ...]:
    """The open day, and which keys take it or not."""
    words = say_day(date.fromisoformat(day), visit.edition.counts_in(visit.language))
    return (visit.phrase("entry_offered_day", {"day": Value(words, "text", private)}),)
