"""Whoever is refused learns nothing by it: no such account and a wrong code take the same turns in the same way."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from stdnum import luhn
from watched_turns import Turn, assert_alike, watched

from bench.guessing import ACCOUNT, FOUND, HOTLINE, TO_THE_QUESTION, sample_hotline
from ivr.app.application import bare_app
from ivr.app.installation import Installation
from ivr.app.telephone import line_into
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone

RIGHT, WRONG = "0417", "9999"
MISSING = f"999999999{luhn.calc_check_digit('999999999')}"
NOON = {"IVR_NOW": "2026-11-23T12:00+08:00"}  # officers answer


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with sample_hotline(tmp_path_factory.mktemp("refusals"), **NOON) as installation:
        for account, code in ((ACCOUNT, RIGHT), (ACCOUNT, WRONG), (MISSING, WRONG)):
            for _ in range(2):  # what is made once is made
                refused(installation, "+85255509901", account, code)
                refused(installation, "+85255509902", account, code)
        yield installation


@pytest.fixture
def hotline(opened: Installation) -> Installation:
    with opened.database.writing() as connection:
        connection.execute(text("DELETE FROM tallies"))
    refused(
        opened, "+85255509998", f"888888888{luhn.calc_check_digit('888888888')}", WRONG
    )  # somebody was wrong before
    return opened


def refused(installation: Installation, caller: str, account: str, code: str) -> Turn:
    """The turn in which the code is keyed, the account having been keyed before."""
    line, watching = watched(line_into(bare_app(installation).wsgi_app, installation.settings))
    telephone = Telephone(line, new_call(HOTLINE, hong_kong(caller)))
    telephone.ring()
    for keys in (*TO_THE_QUESTION, account, "1"):
        telephone.press(keys)
    edition = installation.shelf.current()
    installation.switchboard.enquiries(edition).enquiries.imported._known.clear()  # it is looked up anew each second
    watching.turn = Turn()
    telephone.press(code)
    turn, watching.turn = watching.turn, None
    telephone.hang_up()
    return turn


def test_no_such_account_and_a_wrong_code_ask_the_same_pass_the_same_lines_and_say_the_same(hotline):
    nobody, wrong = refused(hotline, "+85255509901", MISSING, WRONG), refused(hotline, "+85255509902", ACCOUNT, WRONG)
    assert_alike(nobody, wrong)
    assert len(wrong.statements) >= 4, "the try is counted, looked at, looked up and journalled"
    assert FOUND.encode() not in wrong.twiml[0]


def test_so_it_is_once_an_account_is_shut_and_whatever_code_is_keyed(hotline):
    for number in range(6):
        refused(hotline, f"+8525550980{number}", ACCOUNT, WRONG)
        refused(hotline, f"+8525550970{number}", MISSING, WRONG)
    nobody, wrong = refused(hotline, "+85255509901", MISSING, WRONG), refused(hotline, "+85255509902", ACCOUNT, WRONG)
    assert_alike(nobody, wrong)
    assert_alike(wrong, refused(hotline, "+85255509901", ACCOUNT, RIGHT))
    assert b"Let us get you some help." in wrong.twiml[0], "the holder is offered a person"


def test_what_is_watched_tells_a_right_code_from_a_wrong_one(hotline):
    right, wrong = refused(hotline, "+85255509901", ACCOUNT, RIGHT), refused(hotline, "+85255509902", ACCOUNT, WRONG)
    assert FOUND.encode() in right.twiml[0]
    assert right.statements != wrong.statements
    assert right.lines != wrong.lines
