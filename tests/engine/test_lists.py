"""Rows that are told page by page: what a caller may do who is silent, or whose page was too much for the call."""

from dataclasses import replace

import pytest
from small_hotline import World

from ivr.engine.events import EnquiryMade
from ivr.engine.instructions import HangUp

SLOTS = """
main: {kind: menu, choices: {1: {label: {en: slots}, to: slots}}}
slots:
  kind: enquiry
  from: slots
  most: 2
  found: {say: {en: "{slot}."}}
  several: {pages: yes}
"""
CHOSEN = SLOTS.replace("{pages: yes}", "{choose: {keep: slot, then: main}}")
ROWS = {"works/slots": [{"slot": name} for name in ("dawn", "noon", "dusk", "night")]}


@pytest.fixture
def heard(ring, a_table):
    def _heard(nodes: str):
        caller = ring(nodes, World(rows=ROWS), tables=a_table("slots", slot="text"))
        caller.press("1")
        return caller

    return _heard


def without_its_rows(caller):
    """As a call comes back in which a page took too much room."""
    caller.call = replace(caller.call, rows=())
    return caller


@pytest.mark.parametrize("nodes", [SLOTS, CHOSEN])
def test_keys_of_every_menu_work_where_the_call_could_not_keep_the_page(heard, nodes):
    caller = without_its_rows(heard(nodes))
    caller.press("9")
    assert caller.call.node == "works/main"


@pytest.mark.parametrize("nodes", [SLOTS, CHOSEN])
def test_tries_count_where_the_call_could_not_keep_the_page(heard, nodes):
    caller = without_its_rows(heard(nodes))
    for _ in range(3):
        assert caller.call.node == "works/slots"
        caller.press("7")
    assert caller.call.node == "works/officer"
    assert len(caller.happened(EnquiryMade)) == 1


def test_the_page_is_looked_up_anew_for_whoever_asks_to_hear_it_again(heard):
    caller = heard(SLOTS)
    told = caller.words
    assert without_its_rows(caller).press("#") == told


def test_who_has_more_silences_of_the_nodes_own_hears_the_page_again_after_each(heard):
    caller = heard(SLOTS + "  tries: {silence: 3}\n")
    for _ in range(2):
        assert "dawn. noon." in caller.wait()
    caller.press("1")
    assert "dusk. night." in caller.words
    for _ in range(3):
        caller.wait()
    assert isinstance(caller.closing, HangUp)
