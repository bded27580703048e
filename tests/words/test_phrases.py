"""The system's own phrases: the same names and places in every language, and in the right characters."""

from pathlib import Path

import pytest
import yaml

from ivr.authoring.grammar.phrases import HEARD
from ivr.words import placeholders, seconds_to_say

PROMPTS = Path(__file__).parents[2] / "prompts"
LANGUAGES = ("yue", "cmn", "en")
LONGEST_SECONDS = 14
LANGUAGE_CHOICE_SECONDS = 12


def phrases(language: str) -> dict[str, str]:
    text = (PROMPTS / language / "phrases.yaml").read_text("utf-8")
    return yaml.load(text, yaml.BaseLoader)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_with_the_same_places(language):
    assert {name: set(placeholders(text)) for name, text in phrases(language).items()} == {
        name: set(placeholders(text)) for name, text in phrases("en").items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_written_twice(language):
    lines = (PROMPTS / language / "phrases.yaml").read_text("utf-8").splitlines()
    names = [line.split(":")[0] for line in lines if line and not line.startswith("#")]
    assert len(names) == len(set(names)) == len(phrases(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_long(language):
    spoken = ((name, text) for name, text in phrases(language).items() if name not in HEARD)
    times = {name: seconds_to_say(text, language) for name, text in spoken}
    assert {name: seconds for name, seconds in times.items() if seconds > LONGEST_SECONDS} == {}


def test_the_language_choice_is_soon_over():
    spoken = sum(seconds_to_say(phrases(language)["choose_language"], language) for language in LANGUAGES)
    assert spoken < LANGUAGE_CHOICE_SECONDS


@pytest.mark.parametrize(("language", "characters"), [("yue", "big5hkscs"), ("cmn", "gb2312")])
def test_chinese_is_written_in_its_own_characters(language, characters):
    for text in phrases(language).values():
        text.encode(characters)


@pytest.mark.parametrize("language", ["yue", "cmn"])
def test_chinese_uses_full_width_punctuation(language):
    assert not [text for text in phrases(language).values() if set(text) & set(",.;:!?\"'()")]


def test_cantonese_is_not_putonghua_in_other_characters():
    assert not [
        text for text in phrases("yue").values() if any(word in text for word in ("的", "是", "們", "沒", "不"))
    ]
