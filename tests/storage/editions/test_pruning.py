"""Pruning: what nothing needs is forgotten, what anything may need never."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.editions.pruning import Pruned, prune
from ivr.storage.editions.publications import AT_ONCE, ServingSpan
from ivr.storage.editions.shelf import EditionShelf
from ivr.storage.journal.entries import DatabaseJournal

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NewEntry = Callable[..., Entry]


def name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def build(bundle: bytes) -> Any:
    return bundle


class Shop:
    """A shelf whose clock is turned back while it publishes."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.at, self.database = NOW, database
        self.shelf = EditionShelf(database, folder, build, lambda: self.at)

    def publish(
        self, bundle: bytes, days_ago: float, span: ServingSpan = AT_ONCE, sounds: tuple[bytes, ...] = ()
    ) -> str:
        self.at = NOW - days_ago * DAY
        self.shelf.publish(bundle, name(bundle), "chan", "", {name(sound): sound for sound in sounds}, span)
        self.at = NOW
        return name(bundle)

    def prune(self, *, dry: bool = False, spooled: tuple[str, ...] = ()) -> Pruned:
        def sounds(bundle: bytes) -> list[str]:
            return [name(b"sound of " + bundle)]

        return prune(self.database, self.shelf.disk, sounds, NOW, 1, spooled, dry=dry)

    def kept(self) -> set[str]:
        return set(self.shelf.bundles.named(""))


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Shop:
    return Shop(database, tmp_path / "state")


def test_old_editions_go_with_their_recordings_and_files(shop: Shop) -> None:
    old = [shop.publish(f"{n}".encode(), 30 - n, sounds=(f"sound of {n}".encode(),)) for n in range(4)]
    before, now = shop.publish(b"before", 20), shop.publish(b"now", 10, sounds=(b"sound of now",))
    dry = shop.prune(dry=True)
    assert shop.kept() == {*old, before, now}
    assert (set(dry.editions), dry.left) == (set(old), 2)
    assert shop.prune() == dry
    assert shop.kept() == {before, now}
    assert shop.shelf.disk.names() == ({before, now}, {name(b"sound of now")})
    assert shop.shelf.recording(name(b"sound of 1")) is None
    assert shop.shelf.current() == b"now"
    assert shop.prune().editions == ()


def test_what_was_served_within_a_day_stays(shop: Shop) -> None:
    older, old = shop.publish(b"older", 40), shop.publish(b"old", 30)
    shop.publish(b"x", 0.5)
    before, now = shop.publish(b"before", 0.4), shop.publish(b"now", 0.3)
    assert set(shop.prune().editions) == {older}
    assert shop.kept() == {old, name(b"x"), before, now}


@pytest.mark.parametrize(("hours_ago", "stays"), [(23, True), (25, False)])
def test_an_edition_that_a_call_is_on_stays_for_a_day(
    shop: Shop, turn: NewEntry, hours_ago: int, *, stays: bool
) -> None:
    called = shop.publish(b"called", 30)
    shop.publish(b"before", 20)
    shop.publish(b"now", 10)
    entry = turn(0, edition=called, at=NOW - timedelta(hours=hours_ago))
    DatabaseJournal(shop.database).keep(entry)
    assert (called in shop.kept() - set(shop.prune().editions)) == stays


def test_what_is_scheduled_proposed_or_spooled_stays(shop: Shop) -> None:
    spooled = shop.publish(b"spooled", 30)
    shop.publish(b"before", 20)
    served = shop.publish(b"now", 10)
    scheduled = shop.publish(b"later", 5, ServingSpan(NOW + DAY, NOW + 2 * DAY))
    shop.at = NOW - 4 * DAY
    proposed = shop.shelf.propose(b"asked", name(b"asked"), "chan", "", {}, ServingSpan(), served).edition
    assert shop.prune(spooled=(spooled,)).editions == ()
    assert {scheduled, proposed} <= shop.kept()
    shop.shelf.approvals.withdraw(shop.shelf.approvals.latest()[0], "chan")
    assert shop.prune().editions == tuple(sorted((proposed, spooled)))


def test_what_comes_back_when_a_timed_edition_ends_stays(shop: Shop) -> None:
    usual = shop.publish(b"usual", 40)
    shop.publish(b"first", 30, ServingSpan(None, NOW - 20 * DAY))
    shop.publish(b"timed", 10, ServingSpan(None, NOW + DAY))
    assert set(shop.prune().editions) == {name(b"first")}
    assert usual in shop.kept()
