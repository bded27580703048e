"""Answers that callers reach later, or sooner, than before."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from ivr.authoring.differing.changes import Change, Spot
from ivr.translation import said

LATER = said("is heard later by callers of {hotline}: {told}")
SOONER = said("is heard sooner by callers of {hotline}: {told}")
NOTICED = 2.0  # seconds; less than that is within what the estimate may be wrong by


class ReachTime(Protocol):
    """How long callers of a hotline take, in a language, from the greeting to the end of an answer."""

    @property
    def hotline(self) -> str:
        """The hotline."""
        ...

    @property
    def language(self) -> str:
        """The language."""
        ...

    @property
    def node(self) -> str:
        """The full name of the answer's node."""
        ...

    @property
    def seconds(self) -> float:
        """The seconds."""
        ...


Key = tuple[str, str]  # an answer's node, a hotline from which it is reached


def time_changes(old: Iterable[ReachTime], new: Iterable[ReachTime]) -> Iterator[Change]:
    """One change an answer and hotline, with every language in which it takes longer or less long."""
    before, after = _by_answer(old), _by_answer(new)
    for node, hotline in sorted(before.keys() & after.keys()):
        was, now = before[node, hotline], after[node, hotline]
        told = [
            f"{was[language]:.0f} s → {seconds:.0f} s ({language})"
            for language, seconds in now.items()
            if language in was and abs(seconds - was[language]) >= NOTICED
        ]
        if told:
            department, _, name = node.partition("/")
            slower = sum(now[language] - was[language] for language in now if language in was) > 0
            spot = Spot(department, name)
            yield spot.says(said(LATER if slower else SOONER, hotline=hotline, told=", ".join(told)))


def _by_answer(times: Iterable[ReachTime]) -> dict[Key, dict[str, float]]:
    found: dict[Key, dict[str, float]] = {}
    for each in times:
        found.setdefault((each.node, each.hotline), {})[each.language] = each.seconds
    return found
