"""What a caller may do only so often: guess at a secret, leave messages, be sent texts. Shared by several kinds.

What is counted, and under which names; how often is too often, and for how long, is whoever counts that knows.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from ivr.engine.events import CeilingReached
from ivr.engine.instructions import Prompt
from ivr.engine.node import Go, Step
from ivr.engine.ports import CeilingName, Tally, Unavailable
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.words import canonical
from ivr.words.telephones import called_number

FULL: Mapping[str, str] = {
    "messages by a caller": "messages_full_for_caller",
    "messages of withheld numbers": "messages_full",
    "messages on a line": "messages_full",
}
"""The phrase that says that no message is taken, by the ceiling that was reached."""
NUMBER_FULL = "call_back_full"
LOCK: CeilingName = "guesses at a lock"


def deed_of(visit: Visit) -> str:
    """The name of what happens in this turn, the same when the turn is taken again."""
    return f"{visit.call.sid} {visit.call.turn}"


def guess_of(
    visit: Visit,
    table: str,
    match: Mapping[str, str],
    given: Mapping[str, str],
    locked: tuple[Tally, ...] = (),
) -> tuple[Tally, ...]:
    """What a look-up, or a choice by a field, counts towards until it is right; nothing where nobody could guess.

    `match` has the field and `given` the text by column. A lock (`locked`) stands in the place of the ceiling at a key.
    """
    department, fields = visit.call.department, _fields(visit, match)
    guessed = _guessed(visit, table, fields)
    if not guessed:
        return ()
    key = [as_kept(visit, table, column, given[column]) for column in _key(visit, fields) if column not in guessed]
    return (
        *locked,
        Tally("guesses in a call", visit.call.sid),
        Tally("guesses by a caller", _caller(visit)),
        *((Tally("guesses at a key", json.dumps([department, *sorted(key)])),) if key and not locked else ()),
        Tally("guesses in all", ""),
    )


def is_log_in(visit: Visit, table: str, match: Mapping[str, str]) -> bool:
    """Whether a look-up opens a row to whoever knows what shows who asks; `match` has the field by column."""
    return bool(_guessed(visit, table, _fields(visit, match)))


def is_locked(visit: Visit, guess: tuple[Tally, ...]) -> bool:
    """Whether the lock that a wrong guess counted towards has no room for another."""
    locks = [tally for tally in guess if tally.ceiling == LOCK]
    return bool(locks) and visit.ports.ceilings.are_full(locks)


def no_guess(visit: Visit, guess: tuple[Tally, ...], *, right: bool) -> None:
    """The look-up was no wrong guess: it was `right`, or could not be made."""
    if guess:
        visit.ports.ceilings.take_back(deed_of(visit), guess, right=right)


def no_room_for_message(visit: Visit) -> Step | None:
    """That nothing more is taken from this caller, or on this line, just now; None where something is.

    A site without words for it takes everything. While nobody can count, so does every site.
    """
    if not all(visit.has_phrase(phrase) for phrase in FULL.values()):
        return None
    line, caller = visit.call.hotline, _caller(visit)
    own = Tally("messages by a caller", caller) if caller else Tally("messages of withheld numbers", line)
    full = _full(visit, own, Tally("messages on a line", line))
    return Step(Go("goodbye"), (visit.phrase(FULL[full]),), (CeilingReached(visit.here, full),)) if full else None


def no_room_for_number(visit: Visit, number: str) -> tuple[tuple[Prompt, ...], tuple[CeilingReached, ...]]:
    """What is said and noted where a number is to be rung back often enough already; nothing where it may be noted."""
    if not number or not visit.has_phrase(NUMBER_FULL):
        return (), ()
    full = _full(visit, Tally("messages to a number", number))
    return ((visit.phrase(NUMBER_FULL),), (CeilingReached(visit.here, full),)) if full else ((), ())


def no_room_for_text(visit: Visit, number: str) -> tuple[str, tuple[CeilingReached, ...]]:
    """The phrase that says why no text message is sent to a number now, and what is noted; empty where one may be.

    They count until midnight. While nobody can count, none is promised.
    """
    caller, line, until = _caller(visit), visit.call.hotline, midnight_after(visit.now)
    own = Tally("texts for a caller", caller) if caller else Tally("texts for withheld numbers", line)
    counts = own, Tally("texts to a number", number), Tally("texts on a line", line)
    reached = visit.ports.ceilings.reached(deed_of(visit), [replace(each, until=until) for each in counts])
    if isinstance(reached, Unavailable):
        return "text_not_now", ()
    if not reached:
        return "", ()
    phrase = "text_full_for_number" if reached == "texts to a number" else "text_full"
    return phrase, (CeilingReached(visit.here, reached),)


def midnight_after(now: datetime) -> datetime:
    """The end of the day that it is, in the zone of `now`."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _full(visit: Visit, *tallies: Tally) -> CeilingName | None:
    reached = visit.ports.ceilings.reached(deed_of(visit), tallies)
    return reached if isinstance(reached, str) and reached else None


def _caller(visit: Visit) -> str:
    """The number that the caller rings from, empty where it is withheld: all of those are one caller."""
    return called_number(visit.call.caller, visit.edition.home.country)


def _fields(visit: Visit, match: Mapping[str, str]) -> dict[str, str]:
    """The fields ("department/field") by column."""
    return {column: f"{visit.call.department}/{name}" for column, name in match.items()}


def _guessed(visit: Visit, table: str, fields: Mapping[str, str]) -> frozenset[str]:
    """The columns of what shows who asks: what is secret, and what a table says is guessed."""
    shape = visit.edition.tables.get(table)
    known = shape.guessed if shape else frozenset()
    return frozenset(column for column, name in fields.items() if column in known or visit.edition.is_secret(name))


def _key(visit: Visit, fields: Mapping[str, str]) -> list[str]:
    """The columns of the key that a secret is tried at: all that was keyed and is not secret.

    What a choice noted is part of no key: all callers share it, and one of them could shut it for all.
    """
    edition = visit.edition
    return [column for column, name in fields.items() if edition.is_keyed(name) and not edition.is_secret(name)]


def as_kept(visit: Visit, table: str, column: str, text: str) -> str:
    """What was keyed as the table has it: 007 and 7 are one number."""
    shape = visit.edition.tables.get(table)
    try:
        return canonical(text, shape.columns[column], shape.home) if shape else text
    except ValueError:
        return text
