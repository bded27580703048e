"""What a Gather makes of keys. Source: Twilio, "TwiML Voice: Gather"."""

from dataclasses import dataclass

from ivr.phone.verbs import Gather


@dataclass(frozen=True)
class Gathered:
    """`digits` so far; `done` when the Gather is over; `rest` are keys typed beyond it."""

    digits: str
    done: bool
    rest: str = ""


def type_keys(gather: Gather, already: str, keys: str) -> Gathered:
    """What a Gather holds after `keys`: it is over at its finish key or its number of keys.

    The finish key before any other ends it with nothing.
    """
    digits = already
    for count, key in enumerate(keys, start=1):
        if gather.finish and key == gather.finish:
            return Gathered(digits, done=True, rest=keys[count:])
        digits += key
        if gather.most and len(digits) >= gather.most:
            return Gathered(digits, done=True, rest=keys[count:])
    return Gathered(digits, done=False)
