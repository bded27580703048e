"""Somebody rings the sample site to guess a code that only the holder of an account knows: how far they get."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from stdnum import luhn

from bench.guessing import ACCOUNT, FOUND, NEW_CALLERS, ONE_CALLER, attack, guess, looked_up, sample_hotline
from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.phone.line import Line
from ivr.storage.traffic.webhooks import webhooks_of

OTHER_ACCOUNT, OTHER_CODE = "0101825842", 2071
NO_MATCH = "That account number and telephone number do not match."
WRONG, RIGHT = 9999, 417
NOON = {"IVR_NOW": "2026-11-23T12:00+08:00"}  # officers answer


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with sample_hotline(tmp_path_factory.mktemp("guessing"), **NOON) as installation:
        yield installation


@pytest.fixture
def hotline(opened: Installation) -> Installation:
    """The sample hotline, where nobody has guessed yet."""
    with opened.database.writing() as connection:
        connection.execute(text("DELETE FROM tallies"))
    return opened


def _line(installation: Installation) -> Line:
    return line_into(bare_app(installation).wsgi_app, installation.settings)


def _hears(installation: Installation, caller: str, code: int, account: str = ACCOUNT) -> str:
    return next(guess(_line(installation), caller, [code], account))


@pytest.mark.parametrize("caller", [ONE_CALLER, NEW_CALLERS], ids=["one number", "new numbers"])
def test_whoever_redials_gets_five_tries_at_an_account_and_not_the_sixth_that_is_right(hotline, caller):
    came = attack(hotline, caller, calls=12, begin=RIGHT - 5)
    assert came.looked_up == 5
    assert not came.got_in


def test_so_it_is_on_postgresql(tmp_path: Path, new_postgres_url, postgres_template):
    with sample_hotline(tmp_path, new_postgres_url(postgres_template), **NOON) as hotline:
        came = attack(hotline, NEW_CALLERS, calls=12, begin=RIGHT - 5)
    assert (came.looked_up, came.got_in) == (5, False)


def test_a_right_try_at_a_shut_account_hears_what_a_wrong_one_hears_and_an_officer(hotline):
    attack(hotline, NEW_CALLERS, calls=4)
    wrong, right = _hears(hotline, "+85255509901", WRONG), _hears(hotline, "+85255509902", RIGHT)
    assert wrong == right
    assert right.startswith(NO_MATCH)
    assert "Let us get you some help." in right


def test_no_such_account_and_a_wrong_code_sound_alike(hotline):
    missing = luhn.calc_check_digit("999999999")
    assert _hears(hotline, "+85255509901", WRONG, f"999999999{missing}") == _hears(hotline, "+85255509902", WRONG)


def test_one_number_gets_ten_tries_an_hour_at_whatever_accounts(hotline):
    before = looked_up(hotline)
    accounts = [f"{first}{luhn.calc_check_digit(str(first))}" for first in range(200_000_000, 200_000_014)]
    for account in accounts:
        _hears(hotline, ONE_CALLER(0), WRONG, account)
    assert looked_up(hotline) - before == 10
    assert FOUND in _hears(hotline, "+85255509902", OTHER_CODE, OTHER_ACCOUNT)


def test_whoever_withholds_the_number_is_one_caller_however_it_is_withheld(hotline):
    before = looked_up(hotline)
    ways = ("anonymous", "", "Restricted", "+266696687", "sip:someone@example.org") * 3
    accounts = [f"{first}{luhn.calc_check_digit(str(first))}" for first in range(200_000_000, 200_000_015)]
    for way, account in zip(ways, accounts, strict=True):
        _hears(hotline, way, WRONG, account)
    assert looked_up(hotline) - before == 10


def test_a_call_that_comes_back_to_the_question_gets_no_more_than_its_tries(hotline):
    before = looked_up(hotline)
    words = list(guess(_line(hotline), ONE_CALLER(0), [WRONG] * 9))
    assert (len(words), looked_up(hotline) - before) == (3, 3)


def test_the_others_are_answered_while_one_account_is_shut(hotline):
    attack(hotline, NEW_CALLERS, calls=4)
    assert FOUND in _hears(hotline, "+85255509902", OTHER_CODE, OTHER_ACCOUNT)


def test_the_holder_of_an_account_who_is_right_makes_it_new(hotline):
    attack(hotline, NEW_CALLERS, calls=2)
    assert FOUND in _hears(hotline, "+85255509902", RIGHT)
    assert attack(hotline, NEW_CALLERS, calls=12).looked_up == 5


def test_being_right_counts_nothing(hotline):
    assert all(FOUND in _hears(hotline, ONE_CALLER(0), RIGHT) for _ in range(15))


def test_a_restart_forgets_nothing(hotline):
    attack(hotline, NEW_CALLERS, calls=4)
    again = open_installation(hotline.settings)
    assert not attack(again, NEW_CALLERS, calls=2, begin=RIGHT).got_in
    again.database.close()


def test_calls_at_one_moment_get_no_more_tries(hotline):
    before, line = looked_up(hotline), _line(hotline)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda call: list(guess(line, NEW_CALLERS(call), [call, call + 100])), range(12)))
    assert looked_up(hotline) - before <= 5


def test_while_nothing_can_be_counted_nothing_private_is_told(hotline):
    with hotline.database.writing() as connection:
        connection.execute(text("ALTER TABLE tallies RENAME TO away"))
    try:
        words = _hears(hotline, ONE_CALLER(0), RIGHT)
    finally:
        with hotline.database.writing() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO tallies"))
    assert FOUND not in words
    assert "cannot be looked up just now. Putting you through to an officer." in words


def test_the_desk_is_told_that_somebody_tries(hotline):
    attack(hotline, NEW_CALLERS, calls=6)
    hotline.faults.write()
    faults = {each.fault: each.count for each in webhooks_of(hotline.database, hotline.switchboard.clock.now()).faults}
    assert faults["guesses at a key"] >= 1
