"""What an edition's files tell about its menus beside the menus themselves: worked out once, for they never change."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from ivr.authoring.checking.dividing import LARGE
from ivr.authoring.site.gathering import gather, read_department
from ivr.authoring.site.prompts import missing, spoken_texts
from ivr.authoring.site.reviews import Review, reviews_in
from ivr.authoring.site.transcripts import apart
from ivr.authoring.walking.times import Reach, times_to_answer
from ivr.engine.contents import department_of
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing
from ivr.storage.editions.shelf import EditionShelf
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.menus.files import REMEMBERED, files_of

EDITIONS, DEPARTMENTS = 16, 64  # of which something is kept in memory


@dataclass(frozen=True)
class KnownEdition:
    """An edition known again by its hash alone: what was made of it once can be kept, for it never changes."""

    hash: str
    edition: Edition = field(compare=False)


def known(edition: Edition) -> KnownEdition:
    """The edition as a key."""
    return KnownEdition(edition.hash, edition)


def overdue(edition: Edition) -> list[tuple[Review, int]]:
    """What of an edition should have been read again by now, the latest first, and by how many days."""
    today = desk.now().astimezone(ZoneInfo(edition.zone)).date()
    found = ((each, each.overdue_by(today)) for each in _reviews(desk.shelf, edition.hash))
    return sorted(((each, days) for each, days in found if days), key=lambda pair: -pair[1])


def recordings_heard(edition: Edition, department: str) -> Mapping[str, Mapping[str, str]]:
    """By full name of a department's node and language: how it is heard (see `Leaf`). Raises EditionMissing."""
    return _recordings(desk.shelf, known(edition), department)


def seconds_to(edition: Edition, department: str) -> Mapping[str, Mapping[str, float]]:
    """By full name of a node and language: the seconds until it is heard."""
    found: dict[str, dict[str, float]] = {}
    for each in times_of(edition, department):
        mine = found.setdefault(each.node, {})
        mine[each.language] = min(mine.get(each.language, each.seconds), each.seconds)
    return found


def times_of(edition: Edition, department: str) -> tuple[Reach, ...]:
    """The quickest way to every node that answers; in a large site on the hotlines that begin in the department."""
    if len(edition.departments) < LARGE:
        return _times(known(edition), ())
    own = tuple(line.name for line in edition.hotlines.values() if department_of(line.start) == department)
    return _times(known(edition), own) if own else ()


@lru_cache(DEPARTMENTS)
def _times(edition: KnownEdition, hotlines: tuple[str, ...]) -> tuple[Reach, ...]:
    return times_to_answer(edition.edition, hotlines)


def learn_menus() -> None:
    """Work out what pages of the edition served now will ask for, where the desk is used, before anybody waits for it.

    It takes as long as a check of the site: a worker who only answers callers never does it. In a large site it is
    worked out for a department when somebody looks at that.
    """
    if not desk.is_used.is_set():
        return
    with suppress(EditionMissing):  # nothing is served yet
        edition = desk.edition
        overdue(edition)
        for department in edition.departments if len(edition.departments) < LARGE else ():
            recordings_heard(edition, department)
            times_of(edition, department)


@lru_cache(REMEMBERED)
def _reviews(shelf: EditionShelf, edition: str) -> tuple[Review, ...]:
    _, menus = apart(files_of(shelf, edition))
    read = (read_department(path.split("/")[1], path, content)[0] for path, content in menus.items())
    return tuple(review for department in read for review in reviews_in(department))


@lru_cache(DEPARTMENTS)
def _recordings(shelf: EditionShelf, edition: KnownEdition, department: str) -> Mapping[str, Mapping[str, str]]:
    """By node and language: how it is heard; `missing` where its department has recordings in that language."""
    files = files_of(shelf, edition.hash)
    shared, _ = apart(files)
    menu = f"menus/{department}/menu.yaml"
    site, _ = gather(replace(shared, menus={**shared.menus, menu: files.menus[menu]}))
    alone = replace(edition.edition, contents={department: edition.edition.contents[department]})
    texts = spoken_texts(site, alone)
    lacking = {(each.language, each.at) for each in missing(texts)}
    found: dict[str, dict[str, str]] = {}
    for each in texts:
        if each.state not in ("spoken", "not recordable") or (each.language, each.at) in lacking:
            state = "missing" if (each.language, each.at) in lacking else each.state
            found.setdefault(each.at, {})[each.language] = state
    return found
