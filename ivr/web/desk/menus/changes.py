"""What is different between two editions, as far as somebody may see it: in words, in groups; and line by line."""

from functools import lru_cache

from ivr.authoring.differing import Change
from ivr.engine.edition import Edition
from ivr.publishing import comparing
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.editing import difference
from ivr.web.desk.menus.facts import EDITIONS, KnownEdition, known
from ivr.web.desk.menus.files import NOT_EDITED, department_of_file, files_of

PUBLISHING = "publishing"
"""The group of what editors notice, and callers do not."""


def compare(old: Edition, new: Edition) -> tuple[Change, ...]:
    """What callers of `new` notice who knew `old`."""
    return _changes(known(old), known(new))


@lru_cache(EDITIONS)
def _changes(old: KnownEdition, new: KnownEdition) -> tuple[Change, ...]:
    return comparing.compare(old.edition, new.edition)


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
        group = PUBLISHING if (change.group, change.place) == ("site", PUBLISHING) else change.group
        found.setdefault(group, []).append(change)
    return found


def lines_changed(old: Edition, new: Edition) -> dict[str, list[str]]:
    """What is different line by line, by file: for editors, of their departments' menus and of what all share."""
    before, after = (files_of(desk.shelf, each.hash).menus for each in (old, new))
    paths = (path for path in sorted({*before, *after}) if before.get(path) != after.get(path))
    mine = (path for path in paths if not path.endswith(NOT_EDITED) and _is_mine(path))
    texts = {path: [each.get(path, b"").decode("utf-8", "replace") for each in (before, after)] for path in mine}
    return {path: difference(was, now) for path, (was, now) in texts.items()}


def _is_mine(path: str) -> bool:
    department = department_of_file(path)
    return person().may("editor", department) if department else person().may_open("editor")
