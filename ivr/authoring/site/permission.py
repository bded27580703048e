"""Who may publish what: asked of the edition that is served, never of the one that is to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.engine.edition import Edition

SITE = "site"  # stands for flows.yaml, the phrases, and whatever else no single department owns


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not publish: `words` for that person, and the departments (or "site") it is about."""

    words: str
    departments: tuple[str, ...]


def may_publish(served: Edition, author: str, touched: Iterable[str]) -> Refusal | None:
    """Why `author` may not publish changes of the departments touched, None when nothing is against it.

    Where nobody is named under `publishing: editors`, everybody may. People named for the site may publish everything;
    a department without people of its own is theirs alone.
    """
    editors = served.publishing.editors
    if not editors or same_person_in(author, editors.get(SITE, ())):
        return None
    refused = sorted(each for each in touched if not same_person_in(author, editors.get(each, ())))
    if not refused:
        return None
    allowed = sorted({name for each in (*refused, SITE) for name in editors.get(each, ())})
    words = f"{author} may not publish changes of {', '.join(refused)}; ask {', '.join(allowed)}"
    return Refusal(words, tuple(refused))


def same_person_in(author: str, names: Iterable[str]) -> bool:
    """Whether an author is among names, however they are capitalised."""
    return any(same_person(author, name) for name in names)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's."""
    return one.strip().casefold() == other.strip().casefold()
