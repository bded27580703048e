"""Words that a voice says wrongly are respelt: whole words, the longest first, nothing twice."""

import pytest

from ivr.words import respell, respelt_words

LIST = (
    ("HKSAR", "H K S A R"), ("Sha Tin", "Shah Teen"), ("Sha", "Shaw"), ("行", "航"), ("read", "red"), ("red", "rouge"),
    ("C++", "C plus plus"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The HKSAR.", "The H K S A R."),
        ("HKSARs and xHKSAR stay.", "HKSARs and xHKSAR stay."),
        ("喺HKSAR嘅", "喺H K S A R嘅"),
        ("hksar", "hksar"),
        ("Sha Tin and Sha", "Shah Teen and Shaw"),
        ("銀行嘅", "銀航嘅"),
        ("read", "red"),
        ("C++ is one", "C plus plus is one"),
        ("", ""),
    ],
)
def test_a_word_is_said_as_the_list_says(text, said):
    assert respell(text, LIST) == said


def test_without_a_list_nothing_changes():
    assert respell("HKSAR", ()) == "HKSAR"


def test_the_words_of_the_list_in_a_text_are_named_once():
    assert list(respelt_words("HKSAR, Sha Tin, HKSAR", LIST)) == [("HKSAR", "H K S A R"), ("Sha Tin", "Shah Teen")]
    assert list(respelt_words("HKSAR", ())) == []
