"""A call told step by step on a terminal: when, where, what the caller did and heard, what came of it."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from ivr.cli.opening import local
from ivr.engine.instructions import Play, Say
from ivr.switchboard.ports import Entry
from ivr.switchboard.telling import said_in, tell_events, tell_heard


def told(entries: Iterable[Entry], zone: ZoneInfo) -> Iterator[str]:
    """The lines of a call's timeline, by the clocks of a zone."""
    for entry in entries:
        name = f"{entry.turn:>3}" if entry.turn else "  ·"
        yield f"{name}  {local(entry.at, zone)}  {entry.node or entry.entry}"
        yield f"     ▸ {tell_heard(entry)}"
        yield from (f"     • {line}" for line, _ in tell_events(entry))
        yield from (f"       “{_words(said)}”" for instruction in entry.instructions for said in said_in(instruction))


def _words(said: Say | Play) -> str:
    return f"{said.text} [recording]" if isinstance(said, Play) else said.text
