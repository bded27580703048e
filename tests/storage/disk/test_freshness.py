"""Two threads of a worker in its first moment: what one of them is finding, the other waits for."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ivr.storage.database.transactions import Database
from ivr.storage.disk.freshness import Freshness
from ivr.storage.editions.shelf import EditionShelf
from tests.storage.editions.test_shelf import build, publish

PATIENCE = 60  # seconds; far more than any of this takes


class Slow:
    """Looks when it is let to, and counts how often."""

    def __init__(self) -> None:
        self.began, self.go_on, self.looks, self.known = threading.Event(), threading.Event(), 0, ""

    def look(self) -> None:
        """Say that it began, wait to be let on, and know."""
        self.began.set()
        assert self.go_on.wait(PATIENCE)
        self.looks += 1
        self.known = f"known {self.looks}"


def in_two_threads(slow: Slow, ask: Callable[[], Any]) -> tuple[Any, Any]:
    """What a first thread is told, and a second that asks while the first one looks and is let on after that."""
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(ask)
        assert slow.began.wait(PATIENCE)
        second = threads.submit(ask)
        threading.Timer(0.2, slow.go_on.set).start()
        return first.result(PATIENCE), second.result(PATIENCE)


def test_nobody_is_told_that_nothing_is_known_while_it_is_being_found() -> None:
    slow = Slow()
    freshness = Freshness(slow.look)

    def ask() -> str:
        freshness.keep(PATIENCE)
        return slow.known

    assert in_two_threads(slow, ask) == ("known 1", "known 1")


def test_what_was_known_before_is_not_waited_for() -> None:
    slow, now = Slow(), 0.0
    freshness = Freshness(slow.look, lambda: now)
    slow.go_on.set()
    freshness.keep(1)
    slow.began.clear()
    slow.go_on.clear()
    now = 2.0
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(freshness.keep, 1)
        assert slow.began.wait(PATIENCE)
        freshness.keep(1)
        assert (slow.known, other.done()) == ("known 1", False)
        slow.go_on.set()
    assert slow.known == "known 2"


def test_a_look_that_fails_is_made_again_by_whoever_comes_next() -> None:
    looks = iter([OSError("away"), None])

    def look() -> None:
        if failure := next(looks):
            raise failure

    freshness = Freshness(look)
    with pytest.raises(OSError, match="away"):
        freshness.keep(PATIENCE)
    freshness.keep(PATIENCE)
    assert next(looks, "none left") == "none left"


def test_an_edition_that_is_being_found_is_an_edition(database: Database, tmp_path: Path) -> None:
    published = publish(EditionShelf(database, tmp_path / "other", build), b"one")
    slow, shelf = Slow(), EditionShelf(database, tmp_path / "state", build)
    plan = shelf.bundles.plan

    def slowly() -> Any:
        slow.look()
        return plan()

    shelf.bundles.plan = slowly
    assert in_two_threads(slow, lambda: shelf.current().hash) == (published, published)
