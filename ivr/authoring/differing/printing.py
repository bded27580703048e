"""Changes as text for people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ivr.authoring.differing.changes import Change

LINE = 100  # characters; longer texts stand below each other


def changes_text(changes: Iterable[Change]) -> str:
    """The changes by group, each on a line of its own; old and new texts below it when they are long."""
    return "\n".join(_lines(changes)) or "Callers notice nothing."


def _lines(changes: Iterable[Change]) -> Iterator[str]:
    for number, (group, found) in enumerate(groupby(changes, key=lambda each: each.group)):
        if number:
            yield ""
        yield group
        for change in found:
            yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    where = f"{change.place}: " if change.place else ""
    line = f"  {where}{change.words}"
    if not change.language:
        yield line
        return
    texts = [f"“{text}”" for text in (change.old, change.new) if text]
    whole = f"{line} ({change.language}): {' → '.join(texts)}"
    if len(whole) <= LINE:
        yield whole
        return
    yield f"{line} ({change.language}):"
    if change.old:
        yield f"    - {change.old}"
    if change.new:
        yield f"    + {change.new}"
