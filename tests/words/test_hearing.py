"""A name stands in a text as a word of its own, however the language is written."""

import pytest

from ivr.words.hearing import stands_in


@pytest.mark.parametrize(
    ("text", "name", "stands"),
    [
        ("Key it, and press HASH when you are done.", "hash", True),
        ("How many hashtags?", "hash", False),
        ("How many pounds does it weigh?", "pound", False),
        ("完成後按井號。", "井號", True),
        ("完成后按井号。", "井號", False),
        ("Combien de mètres carrés ?", "carré", False),
        ("Puis appuyez sur le carré.", "carré", True),
        ("फिर हैश दबाएँ।", "हैश", True),
        ("Press # at the end.", "#", True),
        ("Anything.", "", False),
    ],
)
def test_a_name_stands_in_a_text(text: str, name: str, stands: bool) -> None:
    assert stands_in(text, name) == stands
