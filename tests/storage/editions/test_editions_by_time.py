"""Which edition is served when: at once, from a time, until a time, cancelled; the same in every worker."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ivr.errors import EditionMissing, PublishingRefused
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.editions import shelf as editions
from ivr.storage.editions.publications import (
    Publication,
    ServingSpan,
    in_the_way,
    served_at,
    served_before,
    served_since,
)
from ivr.storage.editions.shelf import EditionShelf

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def publication(number: int, hour: float, begins: float | None = None, ends: float | None = None) -> Publication:
    at, *span = (None if each is None else NOON + each * HOUR for each in (hour, begins, ends))
    return Publication(f"e{number}", at or NOON, "chan", "", span[0], span[1], id=number)


def served(publications: list[Publication], hour: float) -> str:
    found = served_at(publications, NOON + hour * HOUR)
    return found.edition if found else ""


ONE, TWO, TIMED = publication(1, 0), publication(2, 1), publication(3, 2, begins=5, ends=7)


@pytest.mark.parametrize(("hour", "edition"), [(4.9, "e2"), (5, "e3"), (6.9, "e3"), (7, "e2"), (9, "e2")])
def test_a_timed_edition_comes_and_the_one_before_comes_back(hour: float, edition: str) -> None:
    assert served([ONE, TWO, TIMED], hour) == edition


def test_what_is_published_at_once_counts_whatever_the_clock_says() -> None:
    assert served([ONE, TWO], -3) == "e2"


def test_publishing_at_once_takes_the_place_of_a_timed_edition_for_good() -> None:
    now = publication(4, 6)
    assert [served([ONE, TWO, TIMED, now], hour) for hour in (6.1, 8)] == ["e4", "e4"]


def test_a_scheduled_edition_takes_the_place_of_what_was_published_while_it_waited() -> None:
    fix, open_ended = publication(4, 3), publication(3, 2, begins=5)
    assert [served([ONE, open_ended, fix], hour) for hour in (4, 5, 50)] == ["e4", "e3", "e3"]


def test_the_one_before_is_what_callers_met_before() -> None:
    rows = [ONE, TWO, TIMED]
    assert served_before(rows, NOON + 6 * HOUR) == "e2"
    assert served_before(rows, NOON + 8 * HOUR) == "e3"
    assert served_before([ONE, TWO, publication(5, 3), publication(6, 4)], NOON + 9 * HOUR) == "e5"
    assert served_before([ONE], NOON + 9 * HOUR) == ""


def test_what_was_served_lately_is_known() -> None:
    rows = [ONE, TWO, TIMED]
    assert served_since(rows, NOON + 6 * HOUR, NOON + 8 * HOUR) == {"e2", "e3"}
    assert served_since(rows, NOON + 7.5 * HOUR, NOON + 8 * HOUR) == {"e2"}


@pytest.mark.parametrize(
    ("begins", "ends", "refused"),
    [(3, 4, False), (3, 5, False), (3, 6, True), (5, None, True), (6, 9, True), (7, 9, False), (3, None, False)],
)
def test_two_timed_editions_may_not_cross(begins: float, ends: float | None, *, refused: bool) -> None:
    span = ServingSpan(NOON + begins * HOUR, NOON + ends * HOUR if ends else None)
    assert bool(in_the_way(span, [ONE, TWO, TIMED], NOON)) == refused


@dataclass
class Clock:
    """A machine's clock."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Kept:
    """As much of an edition as the shelf looks at."""

    hash: str


def build(bundle: bytes) -> Any:
    return Kept(name(bundle))


def name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(shelf: EditionShelf, bundle: bytes, begins: float | None = None, ends: float | None = None) -> str:
    begin, end = (None if each is None else NOON + each * HOUR for each in (begins, ends))
    shelf.publish(bundle, name(bundle), "chan", "", {}, ServingSpan(begin, end))
    return name(bundle)


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "FRESH_FOR", 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


NewShelf = Callable[..., EditionShelf]


@pytest.fixture
def new_shelf(database: Database, tmp_path: Path, clock: Clock) -> NewShelf:
    """A shelf as another worker or machine has it: by the name of its folder, perhaps with a clock of its own."""

    def make(folder: str = "state", clock: Clock = clock, *, away: bool = False) -> EditionShelf:
        there = open_database(f"sqlite:///{tmp_path / 'nowhere.db'}", lock_folder=tmp_path) if away else database
        return EditionShelf(there, tmp_path / folder, build, clock)

    return make


def test_every_machine_turns_to_a_scheduled_edition_and_back(new_shelf: NewShelf, clock: Clock) -> None:
    mine, far = new_shelf(), new_shelf("far")
    usual, holiday = put(mine, b"usual"), put(mine, b"holiday", 1, 2)
    for hour, edition in ((0, usual), (0.99, usual), (1, holiday), (1.99, holiday), (2, usual)):
        clock.at = NOON + hour * HOUR
        assert [shelf.current().hash for shelf in (mine, far, new_shelf("third"))] == [edition] * 3


def test_with_the_database_away_the_plan_on_disk_is_kept_to(new_shelf: NewShelf, clock: Clock) -> None:
    shelf = new_shelf()
    usual, holiday = put(shelf, b"usual"), put(shelf, b"holiday", 1, 2)
    alone = new_shelf(away=True)
    assert alone.current().hash == usual
    for hour, edition in ((1.5, holiday), (2.5, usual)):
        clock.at = NOON + hour * HOUR
        assert [alone.current().hash, new_shelf(away=True).current().hash] == [edition] * 2


def test_a_damaged_plan_is_as_none(new_shelf: NewShelf, tmp_path: Path) -> None:
    published = put(new_shelf(), b"usual")
    plan = tmp_path / "state" / "editions" / "plan.json"
    for content in ("", "[{}]", json.dumps([{"at": "never"}]), "3"):
        plan.write_text(content)
        assert new_shelf(away=True).current().hash == published


def test_the_last_to_publish_is_served_though_another_clock_is_ahead(new_shelf: NewShelf) -> None:
    ahead, mine = new_shelf("far", Clock(NOON + HOUR)), new_shelf()
    put(ahead, b"one")
    last = put(mine, b"two")
    assert [mine.current().hash, ahead.current().hash] == [last] * 2


def test_cancelling_brings_back_what_was_before(new_shelf: NewShelf, clock: Clock) -> None:
    shelf = new_shelf()
    usual, holiday = put(shelf, b"usual"), put(shelf, b"holiday", 1, 3)
    clock.at = NOON + HOUR
    assert shelf.current().hash == holiday
    clock.at = NOON + 2 * HOUR
    shelf.bundles.cancel(shelf.history()[0].id, "chan")
    assert new_shelf("far").current().hash == usual
    assert (shelf.history()[0].cancelled_at, shelf.history()[0].cancelled_by) == (clock.at, "chan")


def test_publishing_a_timed_edition_without_an_end_keeps_it(new_shelf: NewShelf, clock: Clock) -> None:
    shelf = new_shelf()
    put(shelf, b"usual")
    holiday = put(shelf, b"holiday", ends=1)
    put(shelf, b"holiday")
    clock.at = NOON + 2 * HOUR
    assert shelf.current().hash == holiday


def test_what_moved_meanwhile_is_not_overwritten(new_shelf: NewShelf) -> None:
    mine, other = new_shelf(), new_shelf("far")
    base = put(mine, b"one")
    put(other, b"two")
    with pytest.raises(PublishingRefused, match="ivr diff current"):
        mine.publish(b"three", name(b"three"), "chan", "", {}, base=base)
    with pytest.raises(EditionMissing):
        mine.by_hash(name(b"three"))


def test_proposals_are_decided_once(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    base = put(shelf, b"one")
    for bundle in (b"two", b"three"):
        shelf.propose(bundle, name(bundle), "chan", "", {}, ServingSpan(), base)
    last, first = shelf.approvals.latest()
    assert (first.state, last.state) == ("superseded", "open")
    assert shelf.current().hash == base
    shelf.approvals.approve(last, "wong")
    assert shelf.current().hash == name(b"three")
    for decide in (shelf.approvals.approve, shelf.approvals.withdraw):
        with pytest.raises(PublishingRefused, match="no longer open"):
            decide(last, "lee")
    approved = shelf.approvals.latest()[0]
    assert (approved.state, approved.decided_by, shelf.history()[0].author) == ("approved", "wong", "chan")


def test_publishing_supersedes_what_was_proposed(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    base = put(shelf, b"one")
    shelf.propose(b"two", name(b"two"), "chan", "", {}, ServingSpan(), base)
    put(shelf, b"three")
    assert shelf.approvals.latest()[0].state == "superseded"
