"""Choosing a language: first, in its own words, and again later."""

from dataclasses import replace

from ivr.engine.events import LanguageChosen
from ivr.engine.instructions import Transfer
from ivr.words import seconds_to_say

MENU = """
main:
  kind: menu
  choices:
    1: {label: {yue: 轉語言, cmn: 换语言, en: another language}, to: language}
    2: {label: {yue: 渠, cmn: 渠, en: drains}, to: drains}
drains:
  kind: menu
  choices:
    1: {label: {yue: 轉語言, cmn: 换语言, en: another language}, to: language}
"""


def test_each_language_is_offered_in_its_own_words(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    assert [prompt.language for prompt in caller.prompts] == ["yue", "cmn", "en"]
    assert caller.words == "渠務。廣東話，請按一。 渠务。普通话，请按二。 Drainage. For English, press three."


def test_the_choice_is_reached_within_twelve_seconds(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    assert sum(seconds_to_say(prompt.text, prompt.language) for prompt in caller.prompts) < 12


def test_a_caller_goes_on_in_the_language_chosen(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    assert caller.press("3").startswith("Welcome to Drainage. For another language, press one.")
    assert LanguageChosen("en", "key") in caller.events


def test_a_silent_caller_goes_on_in_the_first_language(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.wait()
    assert caller.wait().startswith("歡迎致電渠務。")
    assert caller.happened(LanguageChosen) == [LanguageChosen("yue", "default")]


def test_wrong_keys_end_in_the_first_language_too(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("7")
    assert caller.press("12").startswith("歡迎致電渠務。")


def test_zero_reaches_an_officer_before_a_language_is_chosen(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("0")
    assert isinstance(caller.closing, Transfer)


def test_the_language_can_be_changed_later_and_the_caller_comes_back(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("3")
    caller.press("2")
    assert caller.press("1") == "廣東話，請按一。 普通话，请按二。 For English, press three."
    assert caller.press("2").startswith("换语言，请按一。")
    assert caller.call.node == "works/drains"


def test_one_language_alone_is_not_asked_for(ring):
    assert ring(MENU).words.startswith("For another language, press one.")


def test_a_language_the_edition_lacks_gives_way_to_the_first(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("3")
    caller.edition = replace(caller.edition, languages={"yue": three_languages["yue"]})
    assert caller.press("2").startswith("轉語言，請按一。")
