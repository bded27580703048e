"""Callers from whose number officers take no calls: told so, in truth, and left what everybody has."""

from datetime import timedelta

import pytest
from small_hotline import MONDAY_MORNING, PHRASES, World

from ivr.engine.events import LimitTold, TransferStarted
from ivr.engine.instructions import HangUp, Record, Transfer

NODES = """
main:
  kind: menu
  choices:
    1: {label: {en: help}, to: help}
    2: {label: {en: danger}, to: danger}
    3: {label: {en: a wish}, to: wish}
help: {kind: transfer, to: desk, closed: {say: {en: The office is closed.}, then: leave}, unanswered: wrong}
danger: {kind: transfer, to: desk, for_everyone: yes, unanswered: leave}
bare: {kind: transfer, to: desk, closed: {say: {en: Closed.}}, unanswered: leave}
wish: {kind: feedback, accepts: [complaint]}
leave: {kind: message}
wrong: {kind: answer, say: {en: Wrong.}}
"""
UNTIL = MONDAY_MORNING + timedelta(days=7)
TOLD = "Until the thirtieth of November, twenty twenty-six, officers take no calls from this number. You can still"


@pytest.fixture
def limited() -> World:
    return World(limited=UNTIL)


def test_who_asks_for_officers_is_told_until_when_and_goes_where_a_closed_office_leads(ring, limited) -> None:
    caller = ring(NODES, limited)
    words = caller.press("1")
    assert words.startswith(TOLD)
    assert "leave a message or complain" in words
    assert "write to the department" in words
    assert "closed" not in words, "the office is not, and so nobody says it"
    assert isinstance(caller.closing, Record)
    assert caller.happened(LimitTold) == [LimitTold("works/help")]
    assert caller.happened(TransferStarted) == []


def test_the_key_of_every_menu_leads_there_too(ring, limited) -> None:
    caller = ring(NODES + "officer: {kind: transfer, to: desk, unanswered: leave}\n", limited)
    assert caller.press("0").startswith(TOLD)
    assert isinstance(caller.closing, Record)


def test_where_a_closed_office_leads_nowhere_the_way_of_those_who_are_not_answered_is_taken(ring, limited) -> None:
    caller = ring(NODES.replace("to: help}", "to: bare}"), limited)
    assert caller.press("1").startswith(TOLD)
    assert isinstance(caller.closing, Record)


def test_who_may_be_in_danger_is_put_through(ring, limited) -> None:
    caller = ring(NODES, limited)
    caller.press("2")
    assert isinstance(caller.closing, Transfer)
    assert caller.happened(LimitTold) == []


def test_a_complaint_is_taken_as_ever(ring, limited) -> None:
    caller = ring(NODES, limited)
    caller.press("3")
    assert isinstance(caller.closing, Record)


@pytest.mark.parametrize("caller", ["anonymous", "", "unknown", "sip:none"])
def test_nobody_withheld_is_ever_limited(ring, limited, caller) -> None:
    one = ring(NODES, limited, caller)
    one.press("1")
    assert isinstance(one.closing, Transfer)


def test_an_edition_without_the_words_rings_officers(ring, limited) -> None:
    older = {code: {**texts, "officers_limited": ""} for code, texts in PHRASES.items()}
    caller = ring(NODES, limited, phrases=older)
    caller.press("1")
    assert isinstance(caller.closing, Transfer)


def test_a_caller_who_does_nothing_else_is_let_go_in_the_end(ring, limited) -> None:
    caller = ring(NODES, limited)
    caller.press("1")
    for _ in range(10):
        if isinstance(caller.closing, HangUp):
            return
        caller.wait()
    raise AssertionError("it goes on and on")
