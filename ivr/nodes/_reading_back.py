"""Reading back what a caller keyed, so that it can be keyed again before it counts."""

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys
from ivr.engine.instructions import Prompt
from ivr.engine.visit import Visit
from ivr.words import Value


def read_back(visit: Visit, entry: Value) -> tuple[Prompt, ...]:
    """What was keyed, and which keys say that it is right or not."""
    return visit.phrase("read_back", {"entry": entry}), visit.phrase("read_back_keys")


def wants_it_again(visit: Visit, heard: Heard) -> bool:
    """Whether the key that repeats was pressed: often a hash after the last digit, which is no mistake."""
    return isinstance(heard, Keys) and visit.edition.inherited.get(KEY_OF_DIGIT.get(heard.digits, "")) == "repeat"
