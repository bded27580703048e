"""Two editions side by side: what callers notice, and the answers they reach later."""

from ivr.authoring.differing import Change, differences
from ivr.authoring.walking.times import times_to_answer
from ivr.engine.edition import Edition


def compare(old: Edition, new: Edition) -> tuple[Change, ...]:
    """What callers of `new` notice who knew `old`."""
    return differences(old, new, (times_to_answer(old), times_to_answer(new)))
