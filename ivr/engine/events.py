"""What happened in a turn, in the past tense: what the journal keeps and every figure is counted from.

No event ever holds a secret: what a caller keys for a field marked `secret` appears as asterisks.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from ivr.engine.filing import FilingOutcome
from ivr.engine.heard import TransferOutcome
from ivr.engine.ports import CeilingName

HowChosen = Literal["key", "words", "default"]
"""How a language was chosen: by the caller, or for whoever chose none."""
EnquiryOutcome = Literal["found", "none", "several", "stale", "unavailable"]
TransferEnding = Literal[TransferOutcome, "closed"]
"""What came of ringing officers; `closed` is nobody rung."""
WhyTriesRanOut = Literal["silence", "wrong keys", "no match"]
CallEnding = Literal["lost", "carrier ended", "caller hung up", "failed", "too long", "goodbye"]
"""How a call ended; of two that were noted of one call, the one further on counts."""


@dataclass(frozen=True)
class CallStarted:
    """A call came in on `called` (a telephone number) from `caller` (as the carrier gave it)."""

    hotline: str
    called: str
    caller: str


@dataclass(frozen=True)
class LanguageChosen:
    """The call goes on in `language`; `by` says whether the caller chose or was given it after silence."""

    language: str
    by: HowChosen


@dataclass(frozen=True)
class ClosureAnnounced:
    """The caller was told of a closure for `reason`, or of a notice (`reason` is empty); `closure` names it."""

    node: str
    closure: str
    reason: str


@dataclass(frozen=True)
class NodeReached:
    """The caller came to a node."""

    node: str
    kind: str


@dataclass(frozen=True)
class KeyPressed:
    """The caller pressed a key that leads somewhere."""

    node: str
    key: str
    to: str


@dataclass(frozen=True)
class WrongKeyPressed:
    """The caller pressed what the node does not offer, for the `tries`-th time running."""

    node: str
    keys: str
    tries: int


@dataclass(frozen=True)
class SilenceHeard:
    """The caller pressed nothing, for the `tries`-th time running."""

    node: str
    tries: int


@dataclass(frozen=True)
class WordsHeard:
    """The caller spoke; `to` is where the words lead, empty when they were not understood."""

    node: str
    text: str
    to: str


@dataclass(frozen=True)
class EntryRefused:
    """What the caller keyed cannot be right; `why` is the name of the check it failed."""

    node: str
    why: str


@dataclass(frozen=True)
class FieldKept:
    """The caller gave a field; asterisks where the field is secret."""

    node: str
    field: str
    value: str


@dataclass(frozen=True)
class InformationGiven:
    """The caller answered a question whose answer is kept for itself, such as a rating: no look-up asks for it."""

    node: str
    field: str


@dataclass(frozen=True)
class RatingOffered:
    """The caller was asked whether to tell how the call went."""

    node: str


@dataclass(frozen=True)
class RatingAnswered:
    """The caller answered a question of a rating, after which so many are `left`."""

    node: str
    question: str
    answer: str
    left: int


@dataclass(frozen=True)
class EnquiryMade:
    """A table was looked in."""

    node: str
    table: str
    outcome: EnquiryOutcome
    rows: int


@dataclass(frozen=True)
class RowFiled:
    """A row was to be filed in a table, under the number `entry`; only where the outcome is "done" it is there."""

    node: str
    table: str
    outcome: FilingOutcome
    entry: str


@dataclass(frozen=True)
class CeilingReached:
    """Something was done too often to be done again at a node: an answer was withheld, or nothing more was taken."""

    node: str
    ceiling: CeilingName


@dataclass(frozen=True)
class AnswerGiven:
    """The caller was told what a node answers."""

    node: str


@dataclass(frozen=True)
class HoursChecked:
    """A calendar was read; `why` says what decided it: hours, holiday or closure."""

    node: str
    calendar: str
    open: bool
    why: str


@dataclass(frozen=True)
class TransferStarted:
    """Officers are being rung: the `attempt`-th attempt (from 1), on `numbers` telephones."""

    node: str
    officers: str
    attempt: int
    numbers: int


@dataclass(frozen=True)
class TransferAccepted:
    """An officer took the call that rang at a node: pressed 1, or picked up where no key is wanted."""

    node: str


@dataclass(frozen=True)
class TransferEnded:
    """The attempt to reach officers ended; `seconds` is the time the caller and officer talked.

    `closed` is nobody rung, `gave up` a caller who hung up while it rang.
    """

    node: str
    officers: str
    attempt: int
    outcome: TransferEnding
    seconds: int


@dataclass(frozen=True)
class MessageLeft:
    """The caller left a recorded message; `call_back` is the number to ring until another is chosen, empty for none.

    `seconds` is 0 where the carrier did not say how long it is, `recording` and `url` empty where they come later.
    `given` are fields that go with it, each with its text. Of an `anonymous` caller no number is kept. `becomes` is
    the kind of case that it becomes by itself where nobody has seen to it for `becomes_after` working days.
    """

    node: str
    recording: str
    url: str
    seconds: int
    call_back: str
    given: tuple[tuple[str, str], ...] = ()
    anonymous: bool = False
    becomes: str = ""
    becomes_after: int = 0


@dataclass(frozen=True)
class CaseOpened:
    """The caller's feedback became a case under `reference`; all else is told as in MessageLeft."""

    node: str
    case: str
    reference: str
    recording: str
    url: str
    seconds: int
    call_back: str
    given: tuple[tuple[str, str], ...] = ()
    anonymous: bool = False


@dataclass(frozen=True)
class RecordedAgain:
    """The caller recorded anew what was left in the call's turn `turn`; the new recording takes its place."""

    node: str
    turn: int
    recording: str
    url: str
    seconds: int


@dataclass(frozen=True)
class RecordedMore:
    """The caller added a recording to what was left in the call's turn `turn`; both are kept."""

    node: str
    turn: int
    recording: str
    url: str
    seconds: int


@dataclass(frozen=True)
class CallBackChosen:
    """The caller chose where to be called back about what was left in turn `turn`; no `call_back` is nowhere."""

    node: str
    turn: int
    call_back: str


@dataclass(frozen=True)
class TextPromised:
    """The caller was told that `text` comes as a text message to `number` (E.164); nothing private is in it."""

    node: str
    number: str
    text: str


@dataclass(frozen=True)
class LeftUnkept:
    """What the caller left or was promised in this turn could be kept nowhere when it came; the caller was told so."""

    node: str


@dataclass(frozen=True)
class TriesRanOut:
    """The caller used up the tries at a node and is taken to `to`."""

    node: str
    why: WhyTriesRanOut
    to: str


@dataclass(frozen=True)
class NoOfficersTold:
    """The caller was told, on a line without officers, what is said there in their place."""

    node: str


@dataclass(frozen=True)
class LimitTold:
    """The caller was told that officers take no calls from this number, and until when."""

    node: str


@dataclass(frozen=True)
class CallResumed:
    """The call goes on in the place of an answer that could not be used; `code` as in `Resumed`."""

    node: str
    code: str


@dataclass(frozen=True)
class CallEnded:
    """The call is over; `node` is where the caller was, `how` who or what ended it."""

    node: str
    how: CallEnding


Event = (
    CallStarted
    | LanguageChosen
    | ClosureAnnounced
    | NodeReached
    | KeyPressed
    | WrongKeyPressed
    | SilenceHeard
    | WordsHeard
    | EntryRefused
    | FieldKept
    | InformationGiven
    | RatingOffered
    | RatingAnswered
    | EnquiryMade
    | RowFiled
    | CeilingReached
    | AnswerGiven
    | HoursChecked
    | TransferStarted
    | TransferAccepted
    | TransferEnded
    | MessageLeft
    | CaseOpened
    | RecordedAgain
    | RecordedMore
    | CallBackChosen
    | TextPromised
    | LeftUnkept
    | TriesRanOut
    | NoOfficersTold
    | LimitTold
    | CallResumed
    | CallEnded
)

LEFT = (MessageLeft, CaseOpened, RecordedAgain, RecordedMore, CallBackChosen, TextPromised)
"""What a caller leaves with us or is promised, and so must be true before it is thanked for or said."""

_KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as a JSON object: its name under `event`, then its fields."""
    return {"event": type(event).__name__, **vars(event)}


def event_from_json(kept: dict[str, Any]) -> Event:
    """The event that `event_to_json` made `kept` of. Raises KeyError for a name no event has."""
    fields = {name: _held(value) for name, value in kept.items()}
    return _KINDS[fields.pop("event")](**fields)


def _held(value: Any) -> Any:
    """What JSON makes lists of are tuples in an event."""
    return tuple(map(_held, value)) if isinstance(value, list) else value
