"""A call told step by step on a terminal: when, where, what the caller did and heard, what came of it."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from ivr.cli.opening import local
from ivr.engine.instructions import Play, PlayBack, Say
from ivr.journal.entry import Entry
from ivr.telling.events import tell_events, tell_left_ringing
from ivr.telling.heard_and_said import said_in, tell_heard
from ivr.telling.one_call import call_steps


def told(entries: Sequence[Entry], zone: ZoneInfo) -> Iterator[str]:
    """The lines of a call's timeline, of all its entries in order, by the clocks of a zone."""
    for step in call_steps(entries):
        entry, took = step.entry, step.took
        name = f"{entry.turn:>3}" if entry.turn else "  ·"
        yield f"{name}  {local(entry.at, zone)}  {entry.node or entry.entry}"
        yield f"     ▸ {tell_heard(entry)}"
        yield from (f"     • {line}" for line, _ in tell_events(entry, took=took))
        yield from (f"     • {line}" for line, _ in (tell_left_ringing(step.rang, took=took) if step.rang else ()))
        yield from (f"       “{_words(said)}”" for instruction in entry.instructions for said in said_in(instruction))


def _words(said: Say | Play | PlayBack) -> str:
    return said.text if isinstance(said, Say) else f"{said.text} [recording]"
