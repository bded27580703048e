"""What officers hear of what a caller gave: each field as people call it, in the language of the rest."""

import pytest
from small_hotline import PHRASES

from ivr.engine.edition import Department, Language
from ivr.engine.instructions import Transfer

NODES = """
main: {kind: ask, say: {en: Your card., fr: Votre carte.}, digits: 4, confirm: no, keep: card_no, then: with_card}
with_card: {kind: transfer, to: desk, topic: {en: cards, fr: cartes}, with: [card_no], unanswered: goodbye}
"""
LABELS = {"card_no": {"en": "gym card number"}}
LANGUAGES = {code: Language(code, key, code, code, "", "") for code, key in (("en", "1"), ("fr", "2"))}


def whispered(ring, labels, language="1", **changes):
    caller = ring(NODES, labels=labels, **changes)
    if "languages" in changes:
        caller.press(language)
    caller.press("1234")
    assert isinstance(caller.closing, Transfer)
    return caller.closing.whisper.text


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (LABELS, "A caller about cards. gym card number: one two three four."),
        ({}, "A caller about cards. card no: one two three four."),
        ({"card_no": {"fr": "carte"}}, "A caller about cards. card no: one two three four."),
    ],
)
def test_a_field_is_called_as_people_call_it_and_otherwise_as_it_is_written(ring, labels, told):
    assert told in whispered(ring, labels)


def test_a_field_is_named_in_the_language_in_which_the_officer_hears_the_rest(ring):
    phrases = {"en": PHRASES["en"], "fr": PHRASES["en"] | {"whisper_given": "{name} : {value}."}}
    labels = {"card_no": {"en": "gym card number", "fr": "numéro de carte"}}
    title = {"en": "Drainage", "fr": "Drainage"}
    department = {"works": Department("works", title, "", "", "works/main")}
    changes = {"languages": LANGUAGES, "phrases": phrases, "departments": department}
    assert "cartes. numéro de carte : " in whispered(ring, labels, "2", **changes)
