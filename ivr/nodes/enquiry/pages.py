"""Rows told page by page: how many there are, each on a key of its own where one is chosen, and a key for more.

The page that a caller hears is kept in the call with what is needed of its rows, so that a key means the row that was
told, whatever has become of the table meanwhile. The next page is looked up anew.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ivr.engine.call import bytes_in_call
from ivr.engine.instructions import Prompt, Say
from ivr.engine.node import Step
from ivr.engine.ports import MOST_LISTED
from ivr.engine.visit import Visit
from ivr.engine.ways import Way, Ways
from ivr.words import Value, say_key

MOST_ON_A_PAGE = 5
MOST_BYTES = 600  # of the rows of a page, which travel with the call
CHOOSING, TELLING = "choose", "answered"
Row = Mapping[str, str]


class Page(NamedTuple):
    """The `rows` of a page; how many were told before (`first`), and how many there are in all (`total`).

    A total of more than MOST_LISTED stands for any larger one. `choosing` tells that each row has a key.
    """

    rows: tuple[Row, ...]
    first: int
    total: int
    size: int
    choosing: bool

    @property
    def next(self) -> int:
        """How many rows stand before the next page, 0 where there is none."""
        after = self.first + len(self.rows)
        return after if after < min(self.total, MOST_LISTED) else 0

    @property
    def key_for_more(self) -> str:
        """The key that leads to the next page: behind those of the rows, the same on every page."""
        return str(self.size + 1) if self.choosing else "1"

    @property
    def stage(self) -> str:
        """How a call remembers which page it hears."""
        return f"{CHOOSING if self.choosing else TELLING} {self.first} {self.total}"


def page_of(rows: tuple[Row, ...], first: int, size: int, *, choosing: bool) -> Page:
    """The page that begins behind so many rows; the first one where there are no more.

    It has fewer rows than `size` where more are too long to travel with the call.
    """
    first = first if first < len(rows) else 0
    taken, left = [rows[first]], MOST_BYTES - _bytes_of(rows[first])
    for row in rows[first + 1 : first + size]:
        left -= _bytes_of(row)
        if left < 0:
            break
        taken.append(row)
    return Page(tuple(taken), first, len(rows), size, choosing)


def _bytes_of(row: Row) -> int:
    return sum(bytes_in_call(name) + bytes_in_call(text) for name, text in row.items())


def page_heard(visit: Visit, size: int, *, choosing: bool) -> Page | None:
    """The page that the caller heard; None where no page was told, or the call could not keep it."""
    _, *counts = visit.call.stage.split()
    if len(counts) != 2 or not visit.call.rows:
        return None
    first, count = map(int, counts)
    return Page(visit.call.rows, first, count, size, choosing)


def how_many(visit: Visit, page: Page) -> tuple[Prompt, ...]:
    """How many rows there are, and which of them follow."""
    if page.first:
        return (visit.phrase("found_next"),) if visit.has_phrase("found_next") else ()
    here = {"count": Value(str(len(page.rows)), "number")}
    shown = {"count": Value(str(min(page.total, MOST_LISTED)), "number")}
    counted = "found_more" if page.total > MOST_LISTED and visit.has_phrase("found_more") else "found_several"
    first = (visit.phrase("found_first", here),) if page.next and visit.has_phrase("found_first") else ()
    return (visit.phrase(counted, shown), *first)


def told(visit: Visit, page: Page, says: tuple[Say, ...]) -> tuple[Prompt, ...]:
    """What is said of each row, on a key where one is chosen; and the key for more."""
    rows = tuple(_on_key(visit, str(at), say) for at, say in enumerate(says, 1)) if page.choosing else says
    more = (visit.press("way_more", page.key_for_more, {}),) if page.next and visit.has_phrase("way_more") else ()
    return (*rows, *more)


def _on_key(visit: Visit, key: str, label: Say) -> Say:
    """Say which key is for a row; the whole is private where something of the row is."""
    words = label.text.strip().rstrip(".。")
    values = {
        "label": Value(words, "text", bool(label.private)),
        "key": Value(say_key(key, visit.edition.counts_in(visit.language)), "text"),
    }
    return visit.phrase("choice", values)


def ways(page: Page, choose: Callable[[str, Row], Step], turn_to: Callable[[int], Step]) -> Ways:
    """What each key does: choose a row, or go to the next page."""
    found = {str(at): Way(step=_choosing(choose, str(at), row)) for at, row in enumerate(page.rows, 1)}
    more = {page.key_for_more: Way(step=lambda: turn_to(page.next))} if page.next else {}
    return {**(found if page.choosing else {}), **more}


def _choosing(choose: Callable[[str, Row], Step], key: str, row: Row) -> Callable[[], Step]:
    return lambda: choose(key, row)
