"""What came back from the caller's side since the last turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

FLOOR, SURE = 0.4, 0.7  # of a recogniser's confidence: below the first nothing was heard, from the second it is taken
TransferOutcome = Literal["answered", "busy", "unanswered", "failed", "gave up"]
"""What came of ringing officers; `gave up` is a caller who hung up while it rang."""


@dataclass(frozen=True)
class Ringing:
    """The call came in."""


@dataclass(frozen=True)
class Keys:
    """The caller pressed keys: one or more of 0-9, * and #, the finishing # left out."""

    digits: str


@dataclass(frozen=True)
class Words:
    """The caller spoke; the recogniser understood `text`, with a `confidence` from 0 to 1 where it says so."""

    text: str
    confidence: float | None = None

    @property
    def faint(self) -> bool:
        """Whether the recogniser is so unsure that nothing was heard: a noise, or somebody else."""
        return self.confidence is not None and self.confidence < FLOOR

    @property
    def doubtful(self) -> bool:
        """Whether the caller should be asked if this was meant."""
        return self.confidence is not None and self.confidence < SURE


@dataclass(frozen=True)
class Silence:
    """Nothing was pressed or said in time."""


@dataclass(frozen=True)
class Unclear:
    """Something was entered that no telephone key makes."""


@dataclass(frozen=True)
class Recorded:
    """The caller's recording ended after `seconds`, None where the carrier does not say how many.

    `recording` and `url` are the carrier's names for it, empty where they come later. `key` is the one that ended it,
    empty where silence or its length did.
    """

    recording: str
    url: str
    seconds: int | None
    hung_up: bool = False
    key: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded: no second of it, or nothing that speaks of a recording at all."""
        return self.seconds == 0 or (self.seconds is None and not (self.recording or self.url))


@dataclass(frozen=True)
class TransferFinished:
    """The attempt to reach an officer ended; `seconds` is the time spent talking.

    `hung_up` says that the caller is gone, so that nobody hears what is answered. `sure` is no part of what was heard:
    it is false where a carrier says that somebody picked up, and not whether they were put through.
    """

    outcome: TransferOutcome
    seconds: int = 0
    hung_up: bool = False
    sure: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Resumed:
    """The call goes on from where it stands, in the place of an answer that could not be used.

    `code` is the carrier's, which asks through its fallback address; or ANSWERED_BEFORE or NODE_FAILED.
    """

    code: str


ANSWERED_BEFORE = "answered before"
"""The carrier asks for an answer once more of which something is not known any more."""
NODE_FAILED = "node failed"

Heard = Ringing | Keys | Words | Silence | Unclear | Recorded | TransferFinished | Resumed


_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(Heard)}


def heard_to_json(heard: Heard) -> dict[str, Any]:
    """What was heard as a JSON object: its name under `heard`, then its fields."""
    return {"heard": type(heard).__name__, **vars(heard)}


def heard_from_json(kept: Mapping[str, Any]) -> Heard | None:
    """What `heard_to_json` made `kept` of, marks beside it left out; None for anything else, such as a notice."""
    kind = _KINDS.get(str(kept.get("heard")))
    try:
        return kind(**{name: kept[name] for name in kept.keys() & kind.__dataclass_fields__.keys()}) if kind else None
    except TypeError:  # part of it is missing
        return None


def hung_up(heard: Heard) -> bool:
    """Whether the caller is gone: nobody hears what is answered."""
    return isinstance(heard, Recorded | TransferFinished) and heard.hung_up


def after_the_end(heard: Heard) -> Heard | None:
    """What was heard, of a caller who is known to be gone; None where it then means nothing any more."""
    match heard:
        case Recorded():
            return replace(heard, hung_up=True)
        case TransferFinished(outcome="unanswered"):
            return replace(heard, outcome="gave up", hung_up=True)
        case TransferFinished():
            return replace(heard, hung_up=True)
    return None
