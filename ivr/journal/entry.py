"""An entry of the journal: one turn of a call, or one notice of its carrier."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.engine.events import Event
from ivr.engine.heard import Heard, heard_from_json
from ivr.engine.instructions import Instruction

TRIAL = "TRIAL"
"""What the name of a call begins with that only tries whether a line answers. Nothing of it is kept anywhere."""


@dataclass(frozen=True)
class Entry:
    """One row of the journal.

    `entry` names it within its call: "turn 3", "end", "recording RE… completed"; (call_sid, entry) is unique for ever,
    so a call has each of its turns once, and one end, however many tell of it. `turn` is the number for a turn, None
    for a carrier's notice. `heard` is what came in, secrets as asterisks, as a JSON object. `instructions` is the exact
    answer, `token` the call it hands to the next turn. `at` is in UTC. `ends` says that the carrier reports the call as
    over; `seconds` then is its length.
    """

    call_sid: str
    entry: str
    turn: int | None
    at: datetime
    hotline: str
    caller: str
    called: str
    edition: str
    node: str
    language: str
    heard: dict[str, Any]
    events: tuple[Event, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    token: str = ""
    ends: bool = False
    seconds: int | None = None

    @property
    def came_in(self) -> Heard | None:
        """What came in, as the engine heard it; None for a carrier's notice."""
        return heard_from_json(self.heard)


def turn_name(turn: int) -> str:
    """The name of the entry of a turn."""
    return f"turn {turn}"
