"""What is written down of a practised call: nothing private, and all else."""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from small_hotline import World, edition_of

from ivr.engine.instructions import Ask, Play, Say
from ivr.engine.turn import begin
from ivr.practice.discretion import RecordedDiscretion

EDITION = edition_of("main: {kind: ask, say: {en: Card.}, digits: 4, private: yes, keep: card, then: goodbye}")
CALL = begin(EDITION, EDITION.hotline("works"), "CA1", "+85255501234", World().ports)


def discretion(*said, stage=""):
    """Of a call that stands at the question, in which this was said."""
    call = replace(CALL, node="works/main", stage=stage)
    return RecordedDiscretion(
        SimpleNamespace(
            tokens=SimpleNamespace(open=lambda _token: call),
            editions=SimpleNamespace(by_hash=lambda _hash: EDITION),
            journal=SimpleNamespace(of_call=lambda _sid: [SimpleNamespace(instructions=(Ask(said),))]),
        ),
        "CA1",
    )


@pytest.mark.parametrize(("stage", "hidden"), [("", True), ("confirm", False)])
def test_what_is_keyed_in_private_is_hidden_and_the_key_that_takes_it_is_not(stage, hidden):
    assert discretion(stage=stage).hides(f"/voice/turn?{urlencode({'call': 'x'})}") is hidden


def test_private_words_are_left_out_of_what_was_said_with_them():
    said = Say("Card **** is yours.", "en", ((5, 9),))
    assert discretion(said).parts("Card one two is yours.") == ("Card", "is yours.")


def test_what_was_said_in_private_alone_is_left_out_and_takes_nothing_else_with_it():
    alone = Say("****.", "en", ((0, 4),))
    told = discretion(alone, Say("Anything else?", "en"), Play("ab12", "Nine hundred dollars.", "en"))
    assert told.parts("One two three four.") == ()
    assert told.parts("Anything else?") == ("Anything else?",)
    assert told.parts("Nine hundred dollars.") == ("Nine hundred dollars.",)
