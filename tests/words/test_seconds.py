"""The estimate of how long a text takes to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.words import seconds_to_say


@pytest.mark.parametrize(
    ("text", "language", "seconds"),
    [
        ("", "en", 0),
        ("press one to go on now please thank you so very much", "en", 12 / 2.6),
        ("don't", "en", 1 / 2.6),
        ("Good. Bye.", "en", 2 / 2.6 + 1.2),
        ("1 2", "en", 2 / 2.6),
        ("多謝你嘅來電", "yue", 6 / 4.2),
        ("多謝，再見。", "yue", 4 / 4.2 + 0.9),
        ("12", "cmn", 2 / 4.2),
        ("按 B", "yue", 1 / 4.2 + 1 / 2.6),
        ("cinquenta dólares", "pt", 2 / 2.6),
    ],
)
def test_seconds_follow_characters_words_and_pauses(text, language, seconds):
    assert seconds_to_say(text, language) == pytest.approx(seconds, abs=0.01)


@given(first=st.text(), second=st.text())
def test_more_text_never_takes_less_time(first, second):
    assert seconds_to_say(f"{first} {second}", "yue") >= seconds_to_say(first, "yue") - 0.01
