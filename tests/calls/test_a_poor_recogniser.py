"""The carrier's recogniser fails: it hears nothing, or nothing right. Keys lead everywhere all the same."""

import pytest

from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice


def _at_the_menu(hotline: Practice) -> Telephone:
    telephone = Telephone(hotline.line(), new_call("+85222200101"))
    telephone.ring()
    telephone.press("3")
    return telephone


@pytest.mark.parametrize("confidence", [None, 0.0, 0.1, 1.0])
def test_after_words_that_were_heard_wrongly_a_key_leads_on(hotline: Practice, confidence: float | None) -> None:
    telephone = _at_the_menu(hotline)
    telephone.say_words("mumble mumble", confidence)
    assert "nine hundred dollars" in " ".join(one.text for key in "21" for one in telephone.press(key))


def test_a_caller_who_is_never_understood_is_brought_to_somebody(hotline: Practice) -> None:
    telephone = _at_the_menu(hotline)
    heard = [one.text for _ in range(3) for one in telephone.say_words("mumble mumble")]
    assert "Let us get you some help." in heard


def test_every_key_that_a_menu_offers_is_said_beside_the_words_one_may_speak(hotline: Practice) -> None:
    telephone = Telephone(hotline.line(), new_call("+85222200101"))
    telephone.ring()
    menu = [one.text for one in telephone.press("3")]
    assert "You may also say what you want." in menu
    assert all(f"press {word}." in " ".join(menu) for word in ("one", "two", "three", "four", "zero"))
