"""Numbers from which officers take no calls: decided, known to workers at once, ended by itself or by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ivr.errors import NuisanceRefused, StorageAway
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.nuisance.book import MOST_DAYS, NuisanceBook, forget_nuisance
from ivr.storage.nuisance.known import KnownNuisance
from ivr.storage.nuisance.tables import nuisance

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NUMBER, OTHER = "+85255501234", "+85255509999"


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
def book(database: Database, clock: Clock) -> NuisanceBook:
    return NuisanceBook(database, "a key", clock.now)


def test_it_holds_for_that_number_and_department_until_its_end(book: NuisanceBook, clock: Clock) -> None:
    known = KnownNuisance(book)
    made = book.limit(NUMBER, "water", "  threatened\nan officer ", 7, "mei", "CA1")
    known.look_again()
    assert (made.reason, made.ends, made.shown) == ("threatened an officer", NOON + 7 * DAY, "+852 5550 ••••")
    assert known.until(NUMBER, "water", NOON) == NOON + 7 * DAY
    assert known.until(NUMBER, "transport", NOON) is None
    assert known.until(OTHER, "water", NOON) is None
    assert known.until(NUMBER, "water", NOON + 7 * DAY) is None, "though nobody has looked again"


def test_for_all_departments_it_holds_in_each(book: NuisanceBook) -> None:
    known = KnownNuisance(book)
    book.limit(NUMBER, "", "shouts", 3, "mei")
    book.limit(NUMBER, "water", "shouts", 5, "mei")
    known.look_again()
    assert known.until(NUMBER, "transport", NOON) == NOON + 3 * DAY
    assert known.until(NUMBER, "water", NOON) == NOON + 5 * DAY


def test_no_number_is_kept(book: NuisanceBook, database: Database) -> None:
    book.limit(NUMBER, "water", "shouts", 3, "mei")
    with database.reading() as connection:
        kept = repr(connection.execute(select(nuisance)).all())
    assert NUMBER not in kept
    assert NUMBER[-4:] not in kept
    other = NuisanceBook(database, "another key").name_of(NUMBER)
    assert other not in kept


@pytest.mark.parametrize(
    ("number", "reason", "days"),
    [("", "shouts", 3), (NUMBER, " \n", 3), (NUMBER, "x" * 501, 3), (NUMBER, "x", 0), (NUMBER, "x", MOST_DAYS + 1)],
)
def test_what_makes_no_sense_is_refused(book: NuisanceBook, number: str, reason: str, days: int) -> None:
    with pytest.raises(NuisanceRefused):
        book.limit(number, "water", reason, days, "mei")
    assert book.history() == ()


def test_what_holds_already_is_told_with_its_end(book: NuisanceBook) -> None:
    book.limit(NUMBER, "water", "shouts", 3, "mei")
    with pytest.raises(NuisanceRefused, match="2026-11-26"):
        book.limit(NUMBER, "water", "shouts again", 30, "chan")
    assert len(book.standing()) == 1


def test_it_is_lifted_once_and_may_be_decided_anew(book: NuisanceBook, clock: Clock) -> None:
    known = KnownNuisance(book)
    made = book.limit(NUMBER, "water", "shouts", 3, "mei")
    clock.at += DAY
    lifted = book.lift(made.id, "chan")
    assert (lifted.lifted_at, lifted.lifted_by) == (NOON + DAY, "chan")
    known.look_again()
    assert known.until(NUMBER, "water", clock.at) is None
    for number in (made.id, 99):
        with pytest.raises(NuisanceRefused):
            book.lift(number, "chan")
    book.limit(NUMBER, "water", "shouts again", 3, "mei")
    assert [each.stands(clock.at) for each in book.history()] == [True, False]
    assert [each.reason for each in book.of_number(NUMBER)] == ["shouts again", "shouts"]
    assert book.of_number(OTHER) == ()


def test_what_is_over_can_be_lifted_no_more_and_is_forgotten_in_time(
    book: NuisanceBook, clock: Clock, database: Database
) -> None:
    made = book.limit(NUMBER, "water", "shouts", 1, "mei")
    book.limit(OTHER, "water", "shouts", 30, "mei")
    clock.at += 2 * DAY
    with pytest.raises(NuisanceRefused):
        book.lift(made.id, "chan")
    assert (forget_nuisance(database, NOON), forget_nuisance(database, clock.at)) == (0, 1)
    assert [each.shown for each in book.history()] == ["+852 5550 ••••"]


def test_while_the_database_is_away_what_is_known_holds_and_who_knows_nothing_rings(
    book: NuisanceBook, tmp_path: Path
) -> None:
    class Leaving(NuisanceBook):
        away = False

        def standing(self):
            if self.away:
                raise StorageAway("away")
            return book.standing()

    nowhere = open_database(f"sqlite:///{tmp_path}/none.db", lock_folder=tmp_path)
    leaving = Leaving(nowhere, "a key", book.clock)
    book.limit(NUMBER, "water", "shouts", 3, "mei")
    known = KnownNuisance(leaving)
    known.look_again()
    leaving.away = True
    known.look_again()
    assert known.until(NUMBER, "water", NOON) is not None
    late = KnownNuisance(leaving)
    late.look_again()
    assert late.until(NUMBER, "water", NOON) is None


def test_the_database_is_asked_once_a_second_and_not_in_every_turn(book: NuisanceBook) -> None:
    seconds, asked = [0.0], []

    class Asked(NuisanceBook):
        def standing(self):
            asked.append(seconds[0])
            return ()

    known = KnownNuisance(Asked(None, "a key", book.clock), lambda: seconds[0])
    for tenth in range(25):
        seconds[0] = tenth / 10
        known.until(NUMBER, "water", NOON)
    assert asked == [0.0, 1.0, 2.0]
