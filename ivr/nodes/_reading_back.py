"""Reading back what a caller keyed, so that it can be keyed again before it counts."""

from collections.abc import Callable

from ivr.engine.instructions import Prompt
from ivr.engine.node import Step
from ivr.engine.visit import Visit
from ivr.engine.ways import Way, site_words
from ivr.words import Value


def read_back(visit: Visit, entry: Value) -> tuple[Prompt, ...]:
    """What was keyed, and which keys say that it is right or not."""
    return visit.phrase("read_back", {"entry": entry}), visit.phrase("read_back_keys")


def ways_of_read_back(visit: Visit, right: Way, wrong: Way, again: Callable[[], Step]) -> dict[str, Way]:
    """The ways on: it is right, it is not, or to hear it again: often a hash after the last digit, no mistake."""
    yes, no = ({visit.language: site_words(visit, name)} for name in ("yes", "no"))
    return {**keys_to_repeat(visit, again), "1": right._replace(also=yes), "2": wrong._replace(also=no)}


def keys_to_repeat(visit: Visit, again: Callable[[], Step]) -> dict[str, Way]:
    """The site's key to hear something again, where that is not the beginning of the node."""
    return {key: Way("repeat", step=again) for key, to in visit.edition.inherited.items() if to == "repeat"}
