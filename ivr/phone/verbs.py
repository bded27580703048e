"""The verbs of a document, each with every default filled in and every address absolute."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """Speak `text`, `loop` times (0 is the carrier's thousand)."""

    text: str
    language: str = "en-US"
    voice: str = "man"
    loop: int = 1


@dataclass(frozen=True)
class Play:
    """Play the sound at `url`, or dial `digits` as tones."""

    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True)
class Pause:
    """Stay silent for `length` seconds."""

    length: int = 1


@dataclass(frozen=True)
class Gather:
    """Speak `prompts` and collect keys or words; `most` is None for any number of keys, `finish` empty for none."""

    prompts: tuple[Say | Play | Pause, ...]
    action: str
    method: str = "POST"
    speech: bool = False
    keys: bool = True
    timeout: int = 5
    speech_timeout: int = 5
    most: int | None = None
    finish: str = "#"
    tells_silence: bool = False
    language: str = "en-US"
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """Record the caller for at most `longest` seconds, until a key of `finish` or `timeout` seconds of silence."""

    action: str
    method: str = "POST"
    timeout: int = 5
    finish: str = "1234567890*#"
    longest: int = 3600
    beep: bool = True
    notice: str = ""
    notice_method: str = "POST"


@dataclass(frozen=True)
class Number:
    """A telephone to ring; `url` is what whoever picks it up hears first."""

    number: str
    url: str = ""
    method: str = "POST"


@dataclass(frozen=True)
class Dial:
    """Ring `numbers` all at once for `timeout` seconds; then go on at `action`, or with the next verb."""

    numbers: tuple[Number, ...]
    action: str = ""
    method: str = "POST"
    timeout: int = 30
    longest: int = 14_400
    caller_id: str = ""


@dataclass(frozen=True)
class Redirect:
    """Go on with the document at `url`."""

    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Reject:
    """Refuse the call without answering it."""

    reason: str = "rejected"


Verb = Say | Play | Pause | Gather | Record | Dial | Redirect | Hangup | Reject
