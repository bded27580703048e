"""Many calls that leave something: how much is taken of one caller, for one number, on one line; and who is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bench.guessing import sample_hotline
from ivr.app.application import bare_app
from ivr.app.installation import Installation
from ivr.app.telephone import line_into
from ivr.phone.acts import parse_script, perform
from ivr.phone.line import Line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.traffic.webhooks import webhooks_of

TRANSPORT, WATER = "+85222200101", "+85222200102"
VICTIM = "+85251234567"
TO_THE_TONE = "3,4,1"  # English, feedback, a complaint
OWN_NUMBER, ANOTHER = "record:20,3,1", "record:20,3,2,51234567#,1"
NOT_AGAIN = "already, so it is not noted again"
NO_MORE_OF_YOU, NO_MORE = "Several messages have been left from your number", "So many messages are coming in"


def _sample(folder: Path) -> Iterator[Installation]:
    with sample_hotline(folder, IVR_NOW="2026-11-23T12:00+08:00", IVR_MOST_MESSAGES="line=40") as installation:
        yield installation


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    yield from _sample(tmp_path_factory.mktemp("flooding"))


@pytest.fixture
def hotline(opened: Installation) -> Installation:
    """The sample hotline, where nobody has left anything lately."""
    with opened.database.writing() as connection:
        connection.execute(text("DELETE FROM tallies"))
    return opened


def _ring(installation: Installation, caller: str, script: str, number: str = TRANSPORT, sid: str = "") -> str:
    """Ring and do what the script says; all words heard."""
    return _rung(_line(installation), caller, script, number, sid)


def _line(installation: Installation) -> Line:
    return line_into(bare_app(installation).wsgi_app, installation.settings)


def _rung(line: Line, caller: str, script: str, number: str = TRANSPORT, sid: str = "") -> str:
    telephone = Telephone(line, new_call(number, hong_kong(caller), call_sid=sid))
    heard = list(telephone.ring())
    for act in parse_script(script):
        if telephone.waits == "ended":
            break
        heard += perform(telephone, act)
    return " ".join(each.text for each in heard)


def _caller(number: int) -> str:
    return f"+8525{6_000_000 + number:07}"


def _noted(installation: Installation, number: str) -> int:
    """How many cases say that a number is to be rung back."""
    with installation.database.caught_up() as connection:
        return len(connection.execute(select(cases.c.id).where(cases.c.call_back == number)).all())


def test_thirty_calls_that_ask_for_one_number_have_it_rung_back_three_times(hotline):
    before = _noted(hotline, VICTIM)
    heard = [_ring(hotline, _caller(number), f"{TO_THE_TONE},{ANOTHER}") for number in range(30)]
    assert _noted(hotline, VICTIM) - before == 3
    assert [NOT_AGAIN in words for words in heard] == [False] * 3 + [True] * 27
    assert all("Your reference is" in words for words in heard), "what they said is taken"


def test_so_it_is_of_calls_at_one_moment(hotline):
    before, line = _noted(hotline, VICTIM), _line(hotline)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: _rung(line, _caller(100 + number), f"{TO_THE_TONE},{ANOTHER}"), range(12)))
    assert _noted(hotline, VICTIM) - before <= 3


def test_one_caller_leaves_five_things_a_day_and_is_told_when_to_ring_again(hotline):
    heard = [_ring(hotline, _caller(200), f"{TO_THE_TONE},{OWN_NUMBER}") for _ in range(7)]
    assert ["Your reference is" in words for words in heard] == [True] * 5 + [False] * 2
    assert NO_MORE_OF_YOU in heard[-1]
    assert "Please ring again tomorrow." in heard[-1]


def test_a_line_takes_so_many_an_hour_and_the_other_lines_go_on(hotline):
    heard = [_ring(hotline, _caller(300 + number), f"{TO_THE_TONE},record:20,3,3") for number in range(42)]
    assert ["Your reference is" in words for words in heard] == [True] * 40 + [False] * 2
    assert NO_MORE in heard[-1]
    assert NO_MORE not in _ring(hotline, _caller(399), TO_THE_TONE, WATER)


def test_withheld_numbers_take_half_of_a_line_at_most(hotline):
    heard = [_ring(hotline, "anonymous", f"{TO_THE_TONE},record:20,3,3") for number in range(22)]
    assert ["Your reference is" in words for words in heard] == [True] * 20 + [False] * 2
    assert "Your reference is" in _ring(hotline, _caller(400), f"{TO_THE_TONE},{OWN_NUMBER}")


def test_the_desk_and_the_story_of_the_call_tell_of_it(hotline):
    for number in range(4):
        _ring(hotline, _caller(500 + number), f"{TO_THE_TONE},{ANOTHER}")
    hotline.faults.write()
    faults = {each.fault: each.count for each in webhooks_of(hotline.database, hotline.switchboard.clock.now()).faults}
    assert faults["messages to a number"] >= 1


def test_callers_who_are_silent_all_come_to_an_end(hotline):
    """Two hundred lines that are held open cost money; each gets no further than an officer who does not answer."""
    silent = ",".join(["wait"] * 40)
    for number in range(20):
        sid = f"CAsilent{number:026}"
        _ring(hotline, _caller(600 + number), silent, sid=sid)
        with hotline.database.caught_up() as connection:
            row = connection.execute(select(calls).where(calls.c.sid == sid)).mappings().one()
        assert row["turns"] <= 15
        assert row["ending"] == "goodbye"
