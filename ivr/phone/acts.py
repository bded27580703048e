"""What someone does during a call, as written: in a script, in the terminal, on the page."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from ivr.authoring.grammar.calls import OUTCOMES, Outcome
from ivr.errors import PhoneFault
from ivr.phone.state import Heard
from ivr.phone.telephone import Telephone

Kind = Literal["press", "wait", "say", "mumble", "record", "officer", "hangup"]
HOW_IT_READS = {
    "press": "you press {}",
    "wait": "you stay silent",
    "say": "you say “{}”",
    "mumble": "you mumble “{}”",
    "record": "you speak for {} seconds",
    "officer": "the officer: {}",
    "hangup": "you hang up",
}
MUMBLED = 0.5  # confidence of a recogniser that is not sure: the hotline asks back
AS_IN_MENUS = {"star": "*", "hash": "#"}


@dataclass(frozen=True)
class TelephoneAct:
    """One act: its kind, and the keys, words, seconds or outcome."""

    kind: Kind
    value: str = ""

    def __str__(self) -> str:
        """What the act reads like in a transcript."""
        return HOW_IT_READS[self.kind].format(self.value)


def parse_script(script: str) -> tuple[TelephoneAct, ...]:
    """The acts of a script such as `1,wait,123#,say:fees,record:20,officer:busy,hangup`.

    Raises PhoneFault for the first part that means nothing.
    """
    return tuple(parse_act(part) for part in script.split(",") if part.strip())


def parse_act(written: str) -> TelephoneAct:
    """One act as written. Raises PhoneFault when it means nothing."""
    kind, colon, value = (part.strip() for part in written.strip().partition(":"))
    kind = AS_IN_MENUS.get(kind, kind)
    if not colon and keys_only(kind):
        return TelephoneAct("press", kind)
    if (not colon and kind in ("wait", "hangup")) or (value and _fits(kind, value)):
        return TelephoneAct(cast("Kind", kind), value)
    raise PhoneFault(
        f"{written.strip()!r} is nothing a caller does; write keys such as 123#, or wait, say:WORDS, mumble:WORDS, "
        f"record:SECONDS, hangup, or officer: with one of {', '.join(OUTCOMES)}"
    )


def perform(telephone: Telephone, act: TelephoneAct) -> tuple[Heard, ...]:
    """Does it, and tells what was heard. Raises PhoneFault as the telephone does."""
    match act.kind:
        case "press":
            return telephone.press(act.value)
        case "wait":
            return telephone.stay_silent()
        case "say":
            return telephone.say_words(act.value)
        case "mumble":
            return telephone.say_words(act.value, MUMBLED)
        case "record":
            return telephone.record(int(act.value))
        case "officer":
            return telephone.officers(cast("Outcome", act.value))
        case "hangup":
            return telephone.hang_up()


def keys_only(text: str) -> bool:
    """Whether a text is nothing but keys of a telephone."""
    return re.fullmatch(r"[0-9*#]+", text) is not None


def _fits(kind: str, value: str) -> bool:
    if kind == "officer":
        return value in OUTCOMES
    if kind == "record":
        return re.fullmatch(r"[0-9]{1,4}", value) is not None
    return kind in ("say", "mumble")
