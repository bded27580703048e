"""What a turn tells the carrier to do: a small closed vocabulary.

An answer is any number of prompts and then exactly one instruction that waits or ends. Who does something with each of
them matches all of them, with `assert_never`, so that a new instruction names every such place.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """Speak `text` with the voice of `language`.

    `private` is where words stand in it that only this caller may hear, each from a character to before another; on
    record there is something else in their place (see `private_words`).
    """

    text: str
    language: str
    private: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Play:
    """Play the recording kept under `recording` (its content hash), which speaks `text` in `language`."""

    recording: str
    text: str
    language: str


@dataclass(frozen=True)
class PlayBack:
    """Play what the caller recorded in this call, which the carrier keeps at `url`; `text` stands for it in writing."""

    url: str
    text: str
    language: str


Prompt = Say | Play | PlayBack


@dataclass(frozen=True)
class Ask:
    """Speak `prompts`, which any key interrupts, and wait `seconds` of silence for keys (or words).

    `most` is how many keys end the wait at once, None for any number. `finish` is the key that ends it: "#" or "" for
    none, in which case # and * are heard as keys. `hints` are words a caller may say instead, ended by `pause` seconds
    of silence; empty means keys only.
    """

    prompts: tuple[Prompt, ...]
    most: int | None = 1
    finish: str = ""
    seconds: int = 5
    language: str = ""
    hints: tuple[str, ...] = ()
    pause: int = 2


@dataclass(frozen=True)
class Record:
    """Sound a tone and record the caller, until `finish`, `silence` seconds of silence or `most` seconds."""

    most: int
    finish: str = "#"
    silence: int = 5


@dataclass(frozen=True)
class Transfer:
    """Ring `numbers` (E.164) all at once for `seconds`; the first to accept gets the caller.

    `whisper` is spoken to the officer, who presses 1 to accept, unless the site wants no key of these officers; so an
    officer's voicemail never takes a call.
    """

    numbers: tuple[str, ...]
    seconds: int
    whisper: Say


@dataclass(frozen=True)
class Hold:
    """Say what comes before it, which any key interrupts, and take the next turn at once: nothing is asked."""


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Closing = Ask | Record | Transfer | Hold | HangUp
Instruction = Prompt | Closing
