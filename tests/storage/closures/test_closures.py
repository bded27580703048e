"""Closures on record: in force in every worker at once, over by themselves, and known while the database is away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from ivr.authoring.checking.loading import load_site
from ivr.closures.wishes import ClosureWish
from ivr.engine.edition import Edition
from ivr.errors import ClosureRefused
from ivr.storage.closures.announced import ClosureBook
from ivr.storage.closures.known import KnownClosures
from ivr.storage.database.transactions import Database, open_database
from tests.storage.disk.test_freshness import Slow, in_two_threads

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # in Hong Kong
HOUR = timedelta(hours=1)
WORDS = {"yue": "有水。", "cmn": "有水了。", "en": "Water is back."}
TYPHOON = ClosureWish((), "typhoon", NOON + 6 * HOUR)


@dataclass
class Clock:
    """A clock that is set."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(database: Database, clock: Clock) -> ClosureBook:
    return ClosureBook(database, clock.now)


@pytest.fixture(scope="session")
def edition() -> Edition:
    return load_site(Path(__file__).parents[3])


@pytest.fixture
def worker(book: ClosureBook, tmp_path: Path) -> Callable[[], KnownClosures]:
    """Starts another worker on this machine."""
    return lambda: KnownClosures(book, tmp_path / "closures.json")


def reasons(known: KnownClosures, at: datetime = NOON, hotline: str = "transport") -> list[str]:
    known.look_again()
    return [each.reason for each in known.in_force(hotline, at)]


def test_what_is_announced_is_in_force_in_every_worker(book, edition, worker):
    one, other = worker(), worker()
    assert reasons(one) == reasons(other) == []
    book.announce(edition, TYPHOON, "chan")
    assert reasons(one) == reasons(other) == ["typhoon"]


def test_a_worker_that_is_only_asked_by_calls_knows_within_a_second(book, edition, tmp_path):
    seconds = [100.0]
    known = KnownClosures(book, tmp_path / "closures.json", lambda: seconds[-1])
    assert known.in_force("transport", NOON) == ()
    book.announce(edition, TYPHOON, "chan")
    seconds.append(100.9)
    assert known.in_force("transport", NOON) == ()
    seconds.append(101.1)
    assert len(known.in_force("transport", NOON)) == 1


def test_a_line_that_is_closed_is_not_open_while_that_is_being_found(book, edition, worker):
    book.announce(edition, TYPHOON, "chan")
    slow, known, standing = Slow(), worker(), book.standing

    def slowly():
        slow.look()
        return standing()

    book.standing = slowly
    assert in_two_threads(slow, lambda: len(known.in_force("transport", NOON))) == (1, 1)


def test_a_closure_is_in_force_on_its_hotlines_only(book, edition, worker):
    book.announce(edition, replace(TYPHOON, hotlines=("water", "leisure")), "chan")
    known = worker()
    assert [reasons(known, hotline=name) for name in ("transport", "water", "leisure")] == [
        [],
        ["typhoon"],
        ["typhoon"],
    ]


def test_it_ends_by_itself(book, edition, worker, clock):
    book.announce(edition, TYPHOON, "chan")
    known = worker()
    assert reasons(known, TYPHOON.ends - timedelta(seconds=1)) == ["typhoon"]
    assert reasons(known, TYPHOON.ends) == []
    clock.at = TYPHOON.ends
    assert book.standing() == ()
    assert book.history()[0].state(clock.at) == "over"


def test_one_with_a_beginning_waits_for_it(book, edition, worker):
    book.announce(edition, replace(TYPHOON, begins=NOON + HOUR), "chan")
    known = worker()
    assert [reasons(known, NOON + hour * HOUR) for hour in (0, 1, 5.9, 6)] == [[], ["typhoon"], ["typhoon"], []]


def test_one_announced_at_once_is_in_force_whatever_the_clock_of_a_worker_says(book, edition, worker):
    book.announce(edition, TYPHOON, "chan")
    assert reasons(worker(), NOON - HOUR) == ["typhoon"]


def test_it_is_stopped_and_who_did_what_stays_on_record(book, edition, worker, clock):
    kept = book.announce(edition, TYPHOON, "chan")
    clock.at = NOON + HOUR
    book.stop(kept.id, "wong")
    assert reasons(worker()) == []
    (found,) = book.history()
    assert (found.author, found.at, found.ends) == ("chan", NOON, TYPHOON.ends)
    assert [(each.author, each.at, each.ends) for each in found.changes] == [("wong", NOON + HOUR, None)]
    assert (found.state(clock.at), found.over) == ("stopped", NOON + HOUR)
    with pytest.raises(ClosureRefused, match="is over"):
        book.stop(kept.id, "wong")


def test_it_is_extended_again_and_again_a_week_at_a_time(book, edition, worker, clock):
    kept = book.announce(edition, TYPHOON, "chan")
    for day in (6, 12):
        clock.at = NOON + timedelta(days=day - 6) - timedelta(minutes=1)
        book.extend(kept.id, NOON + timedelta(days=day), "wong")
    assert reasons(worker(), NOON + timedelta(days=11)) == ["typhoon"]
    with pytest.raises(ClosureRefused, match="7 days at most"):
        book.extend(kept.id, clock.at + timedelta(days=8), "wong")
    with pytest.raises(ClosureRefused, match="not be past"):
        book.extend(kept.id, clock.at - HOUR, "wong")


def test_one_that_is_over_cannot_be_extended_and_one_that_is_not_there_not_at_all(book, edition, clock):
    kept = book.announce(edition, TYPHOON, "chan")
    clock.at = TYPHOON.ends
    with pytest.raises(ClosureRefused, match="is over"):
        book.extend(kept.id, clock.at + HOUR, "chan")
    with pytest.raises(ClosureRefused, match="number 99"):
        book.stop(99, "chan")


def test_closures_that_overlap_are_told_in_the_order_they_began(book, edition, worker, clock):
    book.announce(edition, TYPHOON, "chan")
    clock.at = NOON + HOUR
    book.announce(edition, replace(TYPHOON, reason="power", ends=NOON + 2 * HOUR), "wong")
    assert reasons(worker(), NOON + 1.5 * HOUR) == ["typhoon", "power"]
    assert reasons(worker(), NOON + 2.5 * HOUR) == ["typhoon"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (replace(TYPHOON, hotlines=("watr",)), 'No hotline is called "watr"'),
        (replace(TYPHOON, reason="flood"), '"flood" is not a reason'),
        (replace(TYPHOON, ends=NOON), "after the beginning"),
        (replace(TYPHOON, ends=NOON + timedelta(days=7, seconds=1)), "7 days at most"),
        (replace(TYPHOON, begins=NOON + HOUR, ends=NOON + HOUR), "after the beginning"),
        (replace(TYPHOON, words={"en": "Stay at home."}), "Words in 廣東話 are missing"),
        (replace(TYPHOON, words=WORDS | {"fr": "Bonjour."}), "cannot choose the language fr"),
        (replace(TYPHOON, words=WORDS | {"en": "x" * 301}), "301 characters"),
        (replace(TYPHOON, words=WORDS | {"en": "One.\nTwo."}), "on one line"),
        (replace(TYPHOON, reason=""), "Words in English are missing"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(sqlite_database, clock, edition, wish, said):
    book = ClosureBook(sqlite_database, clock.now)
    with pytest.raises(ClosureRefused, match=said):
        book.announce(edition, wish, "chan")
    assert book.history() == ()


def test_a_language_that_falls_back_needs_no_words_of_its_own(book, edition):
    spoken = {**edition.languages, "cmn": replace(edition.languages["cmn"], falls_back_to="yue")}
    words = {code: text for code, text in WORDS.items() if code != "cmn"}
    kept = book.announce(replace(edition, languages=spoken), ClosureWish(("water",), "", NOON + HOUR, words), "chan")
    assert kept.words == words


def test_words_are_kept_as_they_were_written(book, edition):
    book.announce(edition, ClosureWish(("water",), "", NOON + HOUR, WORDS), "chan")
    assert book.standing()[0].words == WORDS


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Database]:
    """A database that is not there."""
    database = open_database(f"sqlite:///{tmp_path / 'gone' / 'ivr.db'}", lock_folder=tmp_path)
    yield database
    database.close()


def test_a_closure_stays_announced_while_the_database_is_away_and_still_ends(
    sqlite_database, edition, clock, away, tmp_path
):
    book = ClosureBook(sqlite_database, clock.now)
    book.announce(edition, replace(TYPHOON, words=WORDS), "chan")
    book.extend(1, NOON + 7 * HOUR, "wong")
    before = KnownClosures(book, tmp_path / "closures.json")
    before.look_again()
    started_since = KnownClosures(ClosureBook(away, clock.now), tmp_path / "closures.json")
    assert started_since.in_force("water", NOON) == before.in_force("water", NOON)
    assert reasons(started_since, NOON + 6.9 * HOUR) == ["typhoon"]
    assert reasons(started_since, NOON + 7 * HOUR) == []


def test_a_damaged_file_on_disk_closes_nothing(away, clock, tmp_path):
    (tmp_path / "closures.json").write_text('[{"id": 1}]')
    assert KnownClosures(ClosureBook(away, clock.now), tmp_path / "closures.json").in_force("water", NOON) == ()


def test_a_worker_that_knows_goes_on_with_what_it_knows(book, edition, worker):
    book.announce(edition, TYPHOON, "chan")
    known = worker()
    assert reasons(known) == ["typhoon"]
    with book._database.writing() as connection:
        connection.execute(text("ALTER TABLE closures RENAME TO hidden"))
    assert reasons(known) == ["typhoon"]


def test_what_a_full_disk_did_not_take_is_there_once_it_has_room(book, edition, clock, away, tmp_path):
    path = tmp_path / "closures.json"
    path.mkdir()  # nothing can be written in its place
    book.announce(edition, TYPHOON, "chan")
    known = KnownClosures(book, path)
    with capture_logs() as lines:
        known.look_again()
        known.look_again()
    assert [line["event"] for line in lines] == ["closures not on disk"]
    path.rmdir()
    known.look_again()
    assert reasons(KnownClosures(ClosureBook(away, clock.now), path)) == ["typhoon"]
