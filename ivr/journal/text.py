"""Entries as JSON and back, for the journal's columns and the spool's files."""

import json
from datetime import datetime
from typing import Any

import orjson

from ivr.engine.events import Event, event_from_json, event_to_json
from ivr.engine.instructions import Instruction
from ivr.engine.instructions_as_json import instruction_from_json, instruction_to_json
from ivr.journal.entry import Entry

PLAIN = tuple(name for name in Entry.__dataclass_fields__ if name not in ("at", "heard", "events", "instructions"))


def entry_to_text(entry: Entry) -> str:
    """The entry as one JSON object."""
    kept: dict[str, Any] = {name: getattr(entry, name) for name in PLAIN}
    kept["at"] = entry.at.isoformat()
    kept["heard"] = entry.heard
    kept["events"] = [event_to_json(event) for event in entry.events]
    kept["instructions"] = [instruction_to_json(instruction) for instruction in entry.instructions]
    return compact(kept)


def entry_from_text(text: str) -> Entry:
    """The entry that `entry_to_text` made `text` of. Raises ValueError when it did not."""
    try:
        kept = parsed(text)
        return Entry(
            **{name: kept[name] for name in PLAIN},
            at=datetime.fromisoformat(kept["at"]),
            heard=kept["heard"],
            events=tuple(event_from_json(event) for event in kept["events"]),
            instructions=tuple(instruction_from_json(instruction) for instruction in kept["instructions"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an entry: {error!r}") from error


def events_to_text(events: tuple[Event, ...]) -> str:
    """Events as a JSON list."""
    return compact([event_to_json(event) for event in events]) if events else "[]"


def events_from_text(text: str) -> tuple[Event, ...]:
    """The events that `events_to_text` made `text` of."""
    return tuple(event_from_json(event) for event in parsed(text))


def instructions_to_text(instructions: tuple[Instruction, ...]) -> str:
    """Instructions as a JSON list."""
    return compact([instruction_to_json(instruction) for instruction in instructions]) if instructions else "[]"


def instructions_from_text(text: str) -> tuple[Instruction, ...]:
    """The instructions that `instructions_to_text` made `text` of."""
    return tuple(instruction_from_json(instruction) for instruction in parsed(text))


def compact(value: Any) -> str:
    """A value as JSON without spaces, readable where it can be.

    What no encoding can store (halves of characters, from a carrier's broken text) is escaped, so that an answer
    comes back exactly as it was given.
    """
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # of a half, or a number larger than orjson knows
        return json.dumps(value, separators=(",", ":"))


def parsed(text: str | bytes) -> Any:
    """The value that `compact` made a text of. Raises ValueError when it is no JSON."""
    try:
        return orjson.loads(text)
    except ValueError:  # or halves of characters, which orjson refuses
        return json.loads(text)
