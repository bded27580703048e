"""What an edition's files tell about its menus beside the menus themselves: worked out once, for they never change."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from ivr.authoring.site.gathering import gather
from ivr.authoring.site.prompts import SpokenText, missing, spoken_texts
from ivr.authoring.site.reviews import Review, reviews_of
from ivr.authoring.walking.times import Reach, times_to_answer
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing
from ivr.storage.editions.shelf import EditionShelf
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.menus.files import REMEMBERED, files_of

EDITIONS = 16  # of which something is kept in memory


@dataclass(frozen=True)
class KnownEdition:
    """An edition known again by its hash alone: what was made of it once can be kept, for it never changes."""

    hash: str
    edition: Edition = field(compare=False)


def known(edition: Edition) -> KnownEdition:
    """The edition as a key."""
    return KnownEdition(edition.hash, edition)


@dataclass(frozen=True)
class MenuFacts:
    """What is to be read again, and by full name of a node and language how it is heard (see `Leaf`)."""

    reviews: tuple[Review, ...]
    recordings: Mapping[str, Mapping[str, str]]

    def overdue(self, today: date) -> list[tuple[Review, int]]:
        """What should have been read again by now, the latest first, and by how many days."""
        found = ((each, each.overdue_by(today)) for each in self.reviews)
        return sorted(((each, days) for each, days in found if days), key=lambda pair: -pair[1])


def facts_of(edition: Edition) -> MenuFacts:
    """The facts of an edition that is kept. Raises EditionMissing."""
    return _facts(desk.shelf, edition.hash)


def overdue(edition: Edition) -> list[tuple[Review, int]]:
    """What of an edition should have been read again by now, the latest first, and by how many days."""
    return facts_of(edition).overdue(desk.now().astimezone(ZoneInfo(edition.zone)).date())


def seconds_to(edition: Edition) -> Mapping[str, Mapping[str, float]]:
    """By full name of a node and language: the seconds until it is heard."""
    found: dict[str, dict[str, float]] = {}
    for each in times_of(edition):
        mine = found.setdefault(each.node, {})
        mine[each.language] = min(mine.get(each.language, each.seconds), each.seconds)
    return found


def times_of(edition: Edition) -> tuple[Reach, ...]:
    """The quickest way to every node that answers."""
    return _times(known(edition))


@lru_cache(EDITIONS)
def _times(edition: KnownEdition) -> tuple[Reach, ...]:
    return times_to_answer(edition.edition)


def learn_menus() -> None:
    """Work out what pages of the edition served now will ask for, where the desk is used, before anybody waits for it.

    It takes as long as a check of the site: a worker who only answers callers never does it.
    """
    if not desk.is_used.is_set():
        return
    with suppress(EditionMissing):  # nothing is served yet
        facts_of(desk.edition)
        times_of(desk.edition)


@lru_cache(REMEMBERED)
def _facts(shelf: EditionShelf, edition: str) -> MenuFacts:
    site, _ = gather(files_of(shelf, edition))
    return MenuFacts(tuple(reviews_of(site)), _recordings(spoken_texts(site, shelf.by_hash(edition))))


def _recordings(texts: tuple[SpokenText, ...]) -> Mapping[str, Mapping[str, str]]:
    """By node and language: how it is heard; `missing` where its department has recordings in that language."""
    lacking = {(each.language, each.at) for each in missing(texts)}
    found: dict[str, dict[str, str]] = {}
    for each in texts:
        if each.state not in ("spoken", "not recordable") or (each.language, each.at) in lacking:
            state = "missing" if (each.language, each.at) in lacking else each.state
            found.setdefault(each.at, {})[each.language] = state
    return found
