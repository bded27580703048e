"""The # that people press after the last key of an entry of fixed length, which needed none.

It comes at whatever the call waits for next: at once where the carrier keeps keys that were typed ahead, a moment
later where it loses them. One is swallowed there: it is no key, no silence and no recording, and what it cut off is
said again.
"""

from ivr.engine.call import Call
from ivr.engine.heard import Heard, Keys, Recorded, Silence
from ivr.engine.instructions import Ask, Closing, Hold, Prompt, Record
from ivr.engine.node import Step, Wait
from ivr.engine.values import replace
from ivr.engine.visit import Visit

SHORTEST_RECORDING = 2  # seconds; what a hash ends sooner was never begun


def await_hash(call: Call, closing: Closing, unheard: tuple[Prompt, ...]) -> Call:
    """The call, in which one # may still come at `closing`.

    `unheard` is what was said before the node was come to; where the entry was refused there, all that was said.
    """
    return replace(call, hash_heard=_how(closing), unheard=unheard)


def is_swallowed(call: Call, heard: Heard) -> bool:
    """Whether what was heard is that #, and nothing else."""
    match heard:
        case Keys("#"):
            return bool(call.hash_heard)
        case Silence():
            return call.hash_heard == "silence"
        case Recorded():
            short = heard.key == "#" and heard.seconds is not None and heard.seconds < SHORTEST_RECORDING
            return call.hash_heard == "recording" and short
        case _:
            return False


def say_again(visit: Visit) -> Step:
    """All that was said before the #, and what was waited for; a try that was refused before it is none more."""
    unheard, step = visit.call.unheard, visit.edition.nodes[visit.here].again(visit)
    refused = isinstance(step.next, Wait) and step.next.again
    return replace(step, says=(unheard or step.says) if refused else (*unheard, *step.says))


def _how(closing: Closing) -> str:
    match closing:
        case Ask(finish="#"):
            return "silence"  # the hash ends an entry with nothing in it
        case Ask() | Hold():
            return "key"
        case Record():
            return "recording"
        case _:
            return ""
