"""What may be done only so often: counted once for all, let through never more often, and forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ivr.engine.ports import CeilingName, Tally, Unavailable
from ivr.storage.database.transactions import Database
from ivr.storage.traffic.ceilings import CountedCeilings, forget_tallies

MOST: dict[CeilingName, int] = {
    "guesses in a call": 3,
    "guesses by a caller": 4,
    "guesses at a key": 2,
    "guesses in all": 50,
    "messages to a number": 1,
}
CALLER = (Tally("guesses by a caller", "+85255501234"),)
KEY = (Tally("guesses at a key", "0012345678"),)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Bench:
    """Ceilings of several workers on one database, and a clock that tests turn."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.noted: list[str] = []

    def worker(self, secret: str = "k" * 32) -> CountedCeilings:
        """The ceilings of one more worker."""
        return CountedCeilings(self.database, secret, lambda: self.at, MOST, self.noted.append)

    def let_through(self, tallies: tuple[Tally, ...], times: int, begin: str = "CA") -> int:
        """How many of so many deeds find room."""
        ceilings = self.worker()
        return sum(ceilings.reached(f"{begin}{number} 1", tallies) == "" for number in range(times))

    def rows(self) -> list[tuple[str, ...]]:
        """All that is kept."""
        with self.database.reading() as connection:
            return [tuple(map(str, row)) for row in connection.execute(text("SELECT * FROM tallies"))]


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


def test_a_caller_may_be_wrong_only_so_often_however_often_they_redial(bench: Bench) -> None:
    assert bench.let_through(CALLER, 20) == 4
    assert bench.noted == ["guesses by a caller"] * 16
    assert bench.let_through((Tally("guesses by a caller", "+85255509999"),), 1, "CB") == 1


def test_what_another_worker_counted_counts_and_so_it_does_after_a_restart(bench: Bench) -> None:
    one, other = bench.worker(), bench.worker()
    found = [(one if number % 2 else other).reached(f"CA{number} 1", CALLER) for number in range(6)]
    assert found == ["", "", "", "", *["guesses by a caller"] * 2]


def test_of_many_at_one_moment_no_more_are_let_through(bench: Bench) -> None:
    workers = [bench.worker() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(workers[number % 8].reached, f"CA{number} 1", KEY) for number in range(40)]
        found = [each.result() for each in asked]
    assert found.count("") <= 2
    assert not any(isinstance(each, Unavailable) for each in found)


def test_a_turn_that_is_taken_again_counts_once_and_finds_what_it_found(bench: Bench) -> None:
    ceilings = bench.worker()
    assert [ceilings.reached("CA1 7", CALLER) for _ in range(9)] == [""] * 9
    assert bench.let_through(CALLER, 9, "CB") == 3


def test_what_found_no_room_does_not_count(bench: Bench) -> None:
    assert bench.let_through(CALLER, 20) == 4
    bench.at += HOUR
    assert bench.let_through(CALLER, 20, "CB") == 4
    assert len(bench.rows()) == 8


def test_the_first_ceiling_without_room_is_told_and_the_others_do_not_count(bench: Bench) -> None:
    ceilings, both = bench.worker(), (*CALLER, *KEY)
    assert bench.let_through(both, 2) == 2
    assert ceilings.reached("CB1 1", both) == "guesses at a key"
    assert bench.let_through(CALLER, 9, "CC") == 2


def test_a_right_try_counts_nowhere_and_makes_its_key_new(bench: Bench) -> None:
    ceilings, both = bench.worker(), (*CALLER, *KEY)
    assert ceilings.reached("CA1 1", both) == ""
    assert ceilings.reached("CA2 1", both) == ""
    ceilings.take_back("CA2 1", both, right=True)
    assert bench.let_through(KEY, 9, "CB") == 2
    assert bench.let_through(CALLER, 9, "CC") == 3


def test_a_try_that_could_not_be_looked_up_counts_nowhere_but_forgives_nothing(bench: Bench) -> None:
    ceilings = bench.worker()
    assert ceilings.reached("CA1 1", KEY) == ""
    assert ceilings.reached("CA2 1", KEY) == ""
    ceilings.take_back("CA2 1", KEY, right=False)
    assert bench.let_through(KEY, 9, "CB") == 1


def test_each_wrong_try_at_a_key_makes_the_next_wait_longer_and_a_day_at_most(bench: Bench) -> None:
    assert bench.let_through(KEY, 5) == 2
    for hours in (1, 2, 4, 8, 16, 24, 24):
        bench.at += hours * HOUR - MINUTE
        assert bench.let_through(KEY, 3, f"CB{hours}{bench.at}") == 0
        bench.at += MINUTE
        assert bench.let_through(KEY, 3, f"CC{hours}{bench.at}") == 1


def test_within_a_month_nobody_guesses_more_than_forty_times_at_a_key(bench: Bench) -> None:
    ceilings, wrong = bench.worker(), 0
    for number in range(30 * 24):
        wrong += ceilings.reached(f"CA{number} 1", KEY) == ""
        bench.at += HOUR
    assert wrong <= 40


def _lock(bench: Bench, hours: int = 3) -> tuple[Tally, ...]:
    """A lock of the menu's own that opens so many hours later."""
    return (Tally("guesses at a lock", "0012345678", 3, bench.at + hours * HOUR),)


def test_a_lock_of_the_menu_has_room_for_as_many_tries_as_it_says_until_it_opens(bench: Bench) -> None:
    lock = _lock(bench)
    assert bench.let_through(lock, 9) == 3
    bench.at += 3 * HOUR - MINUTE
    assert bench.let_through(lock, 9, "CB") == 0
    bench.at += MINUTE
    assert bench.let_through(_lock(bench), 9, "CC") == 3
    assert set(bench.noted) == {"guesses at a lock"}


def test_a_lock_is_full_once_the_last_try_it_has_room_for_was_counted(bench: Bench) -> None:
    ceilings, lock = bench.worker(), _lock(bench)
    found = []
    for number in range(3):
        ceilings.reached(f"CA{number} 1", lock)
        found.append(bench.worker().are_full(lock))
    assert found == [False, False, True]
    assert len(bench.rows()) == 3, "asking counts nothing"


def test_a_right_try_opens_a_lock_that_was_not_shut_yet(bench: Bench) -> None:
    ceilings, lock = bench.worker(), _lock(bench)
    for number in range(3):
        ceilings.reached(f"CA{number} 1", lock)
    ceilings.take_back("CA2 1", lock, right=True)
    assert bench.let_through(lock, 9, "CB") == 3


def test_of_many_tries_at_a_lock_at_one_moment_no_more_are_let_through(bench: Bench) -> None:
    workers, lock = [bench.worker() for _ in range(8)], _lock(bench)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(workers[number % 8].reached, f"CA{number} 1", lock) for number in range(40)]
        found = [each.result() for each in asked]
    assert found.count("") <= 3
    assert not any(isinstance(each, Unavailable) for each in found)


def test_what_was_keyed_and_who_rang_can_be_read_nowhere(bench: Bench) -> None:
    bench.let_through((*CALLER, *KEY), 1)
    kept = str(bench.rows())
    assert not any(secret in kept for secret in ("5550", "00123", "CA0"))
    other = bench.worker("q" * 32)
    other.reached("CA0 1", (*CALLER, *KEY))
    assert len({name for name, *_ in bench.rows()}) == 4, "hashes are of the secret key too"


def test_what_no_longer_counts_is_deleted(bench: Bench) -> None:
    bench.let_through((*CALLER, *KEY), 1)
    assert forget_tallies(bench.database, bench.at + HOUR - MINUTE) == 0
    assert forget_tallies(bench.database, bench.at + HOUR) == 1
    assert forget_tallies(bench.database, bench.at + 30 * DAY) == 1
    assert bench.rows() == []


def test_a_caller_who_is_wrong_too_often_in_one_call_alarms_nobody(bench: Bench) -> None:
    assert bench.let_through((Tally("guesses in a call", "CA1"),), 5) == 3
    assert bench.noted == []


def test_where_nothing_can_be_counted_that_is_told(bench: Bench) -> None:
    with bench.database.writing() as connection:
        connection.execute(text("ALTER TABLE tallies RENAME TO away"))
    assert isinstance(bench.worker().reached("CA1 1", CALLER), Unavailable)
    bench.worker().take_back("CA1 1", CALLER, right=True)
    assert not bench.worker().are_full(_lock(bench))
    assert bench.noted == []
