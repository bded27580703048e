"""Every rehearsed call of the sample site, twice: in the engine, and over signed webhooks and TwiML."""

from collections import Counter
from pathlib import Path

import pytest
from calls.conftest import HearAlike

from ivr.phone.line import Line
from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in, rehearse_in_the_engine, rehearse_on_the_line

SITE = Path(__file__).parents[2]
CALLS = rehearsals_in(SITE)
TELEPHONED = {"city": 5, "transport": 8, "water": 8, "leisure": 8}  # at least so many calls


@pytest.fixture(scope="session")
def line(hotline: Practice) -> Line:
    return hotline.line()


@pytest.fixture(scope="session")
def words(hotline: Practice) -> dict[str, str]:
    return hotline.words()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.hotline}: {call.name}")
def test_both_callers_hear_what_is_written_and_the_same(
    call: RehearsedCall, hotline: Practice, hear_alike: HearAlike
) -> None:
    hear_alike(hotline, call, f"CA{CALLS.index(call):032d}")  # references are made from it


def test_every_hotline_is_rehearsed_often_enough() -> None:
    rehearsed = Counter(call.hotline for call in CALLS)
    assert {hotline: least for hotline, least in TELEPHONED.items() if rehearsed[hotline] < least} == {}


def test_a_rehearsal_that_differs_is_told(hotline: Practice, line: Line, words: dict[str, str]) -> None:
    wrong = RehearsedCall("wrong", "transport", (*CALLS[0].steps[:1],), "calls.yaml:1", ends="hotline hangs up")
    assert "expected" in rehearse_on_the_line(hotline, wrong, line, words).difference
    assert "expected" in rehearse_in_the_engine(hotline, wrong).difference
