"""What callers notice between two editions, as far as somebody may see it, in groups as pages show it."""

from ivr.authoring.differing import Change
from ivr.engine.edition import Edition


def visible_changes(
    changes: tuple[Change, ...], edition: Edition, departments: frozenset[str] | None
) -> tuple[Change, ...]:
    """The changes of some departments, of their hotlines, and of what all share; all for None."""
    if departments is None:
        return changes
    lines = {line.name for line in edition.hotlines.values() if line.start.partition("/")[0] in departments}
    groups = {*departments, *(f"hotline {name}" for name in lines), "site"}
    return tuple(each for each in changes if each.group in groups)


def grouped(changes: tuple[Change, ...]) -> dict[str, list[Change]]:
    """Changes by group, in the order given."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.group, []).append(change)
    return found
