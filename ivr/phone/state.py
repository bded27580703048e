"""Where a test call stands, as one frozen record that turns into JSON: a page can keep it between two key presses."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ivr.phone.origins import Origin, hong_kong

Waits = Literal["", "keys", "recording", "officers", "ended"]
EndedBy = Literal["", "hotline", "caller"]


@dataclass(frozen=True)
class Heard:
    """What was spoken or played, `at_seconds` into the call; a recording has its `url`, its words where known.

    `language` and `voice` are the carrier's names. `officer` says that the officer heard it, not the caller.
    """

    at_seconds: float
    text: str
    language: str = ""
    voice: str = ""
    url: str = ""
    officer: bool = False


@dataclass(frozen=True)
class Habits:
    """How the carrier behaves where no source says how it does: a hotline must work either way.

    `buffers_keys`: keys typed beyond what is asked are kept for the next question, not lost.
    `omits_empty_digits`: an empty result comes without the parameter Digits, not with an empty one.
    `reports_hang_up`: hanging up during a recording or a transfer is still reported to its address.
    `declined_status`: what the carrier calls an officer who picked up and did not accept.
    `skips_empty_recordings`: one without a second in it is reported to nobody, and the document goes on.
    `falls_back`: an answer nobody can use brings the fallback address, not a fault.
    """

    buffers_keys: bool = False
    omits_empty_digits: bool = False
    reports_hang_up: bool = True
    declined_status: str = "completed"
    falls_back: bool = False
    skips_empty_recordings: bool = False


@dataclass(frozen=True)
class CallState:
    """`to` and `origin` are the two ends; `clock` counts seconds since the call was answered, which never pass really.

    `document` is the TwiML that `url` answered; `place` the verb the call waits at. `typed` are keys not yet handed
    over, `kept` those typed ahead. `recordings` were made so far, the last of `recorded` seconds.
    """

    call_sid: str
    to: str
    origin: Origin
    habits: Habits = Habits()
    clock: float = 0.0
    url: str = ""
    document: str = ""
    place: int = 0
    waits: Waits = ""
    ended_by: EndedBy = ""
    typed: str = ""
    kept: str = ""
    recordings: int = 0
    recorded: int = 0
    cookies: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The state as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "CallState":
        """The state that `to_json` made `kept` of. Raises KeyError or TypeError when it did not."""
        fields = dict(kept)
        origin = fields.pop("origin")
        extra = tuple((str(name), str(value)) for name, value in origin["extra"])
        return cls(origin=Origin(origin["number"], extra), habits=Habits(**fields.pop("habits")), **fields)


def new_call(to: str, origin: Origin | None = None, habits: Habits | None = None, call_sid: str = "") -> CallState:
    """A call not yet placed, to the hotline's number `to`, from a Hong Kong mobile unless said otherwise."""
    return CallState(call_sid or f"CA{secrets.token_hex(16)}", to, origin or hong_kong(), habits or Habits())
