"""What a look at one thing gives: how it is, why, and what to do."""

from dataclasses import dataclass
from typing import Literal, get_args

from ivr.translation import NOTHING, Sentence, said

State = Literal["good", "warning", "wrong", "unknown", "needless"]
STATES: tuple[State, ...] = get_args(State)
"""In order, it is as it should be; it will do harm, or may; it does harm; it could not be found out; it need not be."""


@dataclass(frozen=True)
class Diagnosis:
    """How a thing is: `why` in words of this system alone, and the command or setting that mends it (`do`)."""

    state: State
    why: Sentence
    do: Sentence = NOTHING


def good(why: Sentence) -> Diagnosis:
    """As it should be."""
    return Diagnosis("good", why)


def warning(why: Sentence, do: Sentence) -> Diagnosis:
    """Calls go on; it will do harm, or may."""
    return Diagnosis("warning", why, do)


def wrong(why: Sentence, do: Sentence) -> Diagnosis:
    """It does harm now."""
    return Diagnosis("wrong", why, do)


def unknown(why: Sentence, do: Sentence = NOTHING) -> Diagnosis:
    """It could not be found out."""
    return Diagnosis("unknown", why, do)


def needless(why: Sentence) -> Diagnosis:
    """It need not be, in this mode or with these settings."""
    return Diagnosis("needless", why)


def told_by(error: Exception) -> Sentence:
    """What an error says, in its reader's language where that is known."""
    why = error.args[0] if error.args and isinstance(error.args[0], Sentence) else str(error)
    return said("{why}", why=why)


def not_asked() -> Diagnosis:
    """The database is what tells of it, and is away."""
    return unknown(said("The database tells of it, and does not answer."))


def nothing_served() -> Diagnosis:
    """There is no edition of which it could be told."""
    return unknown(said("No edition is served."))


def in_demo() -> Diagnosis:
    """What a demo need not have."""
    return needless(said("Not needed in demo mode."))
