"""Answers by text message, in what a golden file cannot tell: how many, where to, and when nobody can count."""

import pytest
from counting_world import Counting
from small_hotline import PHRASES, World

from ivr.engine.events import CeilingReached, TextPromised
from ivr.engine.heard import Resumed
from ivr.engine.ports import Tally

NODES = """
main: {kind: answer, say: {en: Bring your card.}, then: by_text}
by_text: {kind: text}
"""
MOBILE, LANDLINE = "+85291234567", "+85228246111"


def test_a_text_counts_for_its_caller_its_number_and_its_line_until_midnight(ring):
    world = Counting()
    phone = ring(NODES, world, MOBILE)
    phone.press("1")
    ((deed, tallies),) = world.counted
    assert deed == "CA1 2"
    assert [(each.ceiling, each.name) for each in tallies] == [
        ("texts for a caller", MOBILE),
        ("texts to a number", MOBILE),
        ("texts on a line", "works"),
    ]
    assert {f"{each.until:%d %H:%M}" for each in tallies} == {"24 00:00"}
    assert all(isinstance(each, Tally) and each.most is None for each in tallies)


def test_callers_who_withhold_their_number_share_a_ceiling(ring):
    world = Counting()
    phone = ring(NODES, world, "anonymous")
    for keys in ("2", "91234567", "1"):
        phone.press(keys)
    ((_, tallies),) = world.counted
    assert (tallies[0].ceiling, tallies[0].name) == ("texts for withheld numbers", "works")


@pytest.mark.parametrize(
    ("full", "heard"),
    [
        ("texts for a caller", "We can send you no more text messages today."),
        ("texts on a line", "We can send you no more text messages today."),
        ("texts to a number", "We can send no more text messages to that number today."),
    ],
)
def test_who_has_had_enough_is_told_so_and_promised_nothing(ring, full, heard):
    phone = ring(NODES, Counting(full=full), MOBILE)
    assert phone.press("1").startswith(f"{heard} To hear this again")
    assert phone.events == (CeilingReached("works/by_text", full),)


def test_while_nobody_can_count_none_is_promised(ring):
    phone = ring(NODES, Counting(unknown=True), MOBILE)
    assert phone.press("1").startswith("We cannot send a text message just now. To hear this again")
    assert phone.happened(TextPromised) == []


def test_where_none_is_ever_sent_none_is_offered(ring):
    phone = ring(NODES, World(texts=False), MOBILE)
    assert phone.words.startswith("Bring your card. To hear this again")


def test_an_edition_without_words_for_it_offers_none(ring):
    older = {code: {name: text for name, text in each.items() if name[:5] != "text_"} for code, each in PHRASES.items()}
    phone = ring(NODES, None, MOBILE, phrases=older)
    assert phone.words.startswith("Bring your card. To hear this again")


@pytest.mark.parametrize("caller", ["+447911123456", "+16135550123", "+12345678", "sip:nobody", "1823"])
def test_no_caller_from_elsewhere_is_sent_one_unasked(ring, caller):
    phone = ring(NODES, None, caller)
    assert "press two to key a mobile number" in phone.words


@pytest.mark.parametrize("keyed", ["00447911123456", "90012345678", "1823", "999", "28246111", "****", "0"])
def test_no_key_makes_one_go_anywhere_but_to_a_mobile_where_it_may(ring, keyed):
    phone = ring(NODES, None, LANDLINE)
    phone.press("2")
    phone.press(keyed)
    phone.press("1")
    assert phone.happened(TextPromised) == []


def test_a_number_the_operator_lists_nowhere_is_refused_before_it_is_promised(ring):
    class Nowhere(World):
        def may_go_to(self, number: str) -> bool:
            return False

    phone = ring(NODES, Nowhere(), MOBILE)
    phone.press("2")
    assert phone.press("91234567").startswith("We cannot send a text message to that number.")


def test_a_caller_cut_off_is_asked_again_where_it_was(ring):
    phone = ring(NODES, None, LANDLINE)
    for keys in ("2", "91234567"):
        phone.press(keys)
    assert phone.hears(Resumed("11200")).startswith("You keyed nine one two three")
