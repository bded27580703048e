"""Choosing a language: first, in its own words, and again later."""

from dataclasses import dataclass, replace

import pytest
from small_hotline import PHRASES, World

from ivr.engine.edition import BesideLanguages, Language
from ivr.engine.events import LanguageChosen
from ivr.engine.instructions import Transfer
from ivr.engine.ports import Rows, Sought, Unavailable
from ivr.words import seconds_to_say


@dataclass
class Counting(World):
    """Counts what is asked of the tables."""

    asked: int = 0

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        self.asked += 1
        return super().look_up(table, sought, most)


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
    assert caller.press("3").startswith("Welcome to Drainage. For drains, press two.")
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


def test_another_language_is_offered_in_the_languages_it_leads_to(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("3")
    assert [(prompt.language, prompt.text) for prompt in caller.prompts[-2:]] == [
        ("yue", "轉語言，請按一。"),
        ("cmn", "换语言，请按一。"),
    ]
    assert "For another language" not in caller.words


def test_zero_reaches_an_officer_before_a_language_is_chosen_told_in_all(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("0")
    assert isinstance(caller.closing, Transfer)
    assert [prompt.language for prompt in caller.prompts] == ["yue", "cmn", "en"]
    assert caller.happened(LanguageChosen) == []


def test_the_keys_of_the_site_work_before_a_language_is_chosen_and_all_is_said_in_all_languages(ring, three_languages):
    keys = {"0": "officer", "star": "back", "hash": "repeat", "9": "works/drains"}
    caller = ring(MENU, languages=three_languages, inherited=keys)
    offer = caller.words
    assert caller.press("#") == offer
    assert caller.press("*") == offer
    assert caller.call.wrongs == 0
    assert caller.press("9").startswith("轉語言，請按一。 同職員對話，請按零。 换语言，请按一。")
    assert [prompt.language for prompt in caller.prompts] == ["yue", "yue", "cmn", "cmn", "en", "en"]
    caller.wait()
    assert [prompt.text for prompt in caller.prompts if "did not hear" in prompt.text] == ["I did not hear a key."]
    caller.press("1")
    assert caller.press("3").startswith("For another language") is False
    assert caller.call.language == "en"


def test_a_table_is_asked_once_whatever_the_languages_its_row_is_told_in(ring, three_languages, a_table):
    menu = """
      main: {kind: menu, choices: {1: {label: {yue: 一, cmn: 一, en: one}, keep: {part: east}, to: works}}}
      works:
        kind: enquiry
        from: digs
        match: {part: part}
        found: {say: {yue: "{place}封咗。", cmn: "{place}封闭。", en: "{place} is closed."}}
    """
    world = Counting(rows={"works/digs": [{"part": "east", "place": "Pier Road"}]})
    tables = a_table("digs", part="text", place="text")
    caller = ring(menu, world, languages=three_languages, tables=tables)
    caller.press("9")
    assert caller.press("1").startswith("Pier Road封咗。")
    assert "Pier Road is closed." in caller.words
    assert world.asked == 1


def test_the_language_can_be_changed_later_and_the_caller_comes_back(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("3")
    caller.press("2")
    assert caller.press("1") == "廣東話，請按一。 普通话，请按二。 For English, press three."
    assert caller.press("2").startswith("转接工作人员，请按零。 轉語言，請按一。 For another language, press one.")
    assert caller.call.node == "works/drains"


@pytest.fixture
def two_levels(three_languages):
    """Cantonese and English at once; Putonghua and Hindi behind 4."""
    hindi = Language("hi", "2", "हिन्दी", "hi-IN", "", "", behind="4")
    return {**three_languages, "cmn": replace(three_languages["cmn"], key="1", behind="4"), "hi": hindi}


PHRASES_TOO = {**PHRASES, "hi": {**PHRASES["en"], "choose_language": "हिन्दी के लिए {key} दबाएँ।"}}


def test_languages_behind_a_key_are_offered_once_it_is_pressed(ring, two_levels):
    caller = ring(MENU, languages=two_levels, phrases=PHRASES_TOO)
    assert caller.words == (
        "渠務。廣東話，請按一。 Drainage. For English, press three. 其他語言，請按四。 For other languages, press four."
    )
    assert caller.press("4") == "普通话，请按一。 हिन्दी के लिए दो दबाएँ।"
    caller.press("1")
    assert caller.call.language == "cmn"


def test_the_key_of_a_language_behind_another_key_chooses_nothing_before(ring, two_levels):
    caller = ring(MENU, languages=two_levels, phrases=PHRASES_TOO)
    caller.press("2")
    assert caller.call.language == ""
    caller.press("4")
    caller.press("2")
    assert caller.call.language == "hi"


def test_star_leads_back_to_the_first_languages_and_hash_repeats_the_others(ring, two_levels):
    caller = ring(MENU, languages=two_levels, phrases=PHRASES_TOO)
    first, others = caller.words, caller.press("4")
    assert caller.press("#") == others
    assert caller.press("*") == first
    caller.press("3")
    assert caller.call.language == "en"


def test_silence_among_the_other_languages_ends_in_the_first_language_too(ring, two_levels):
    caller = ring(MENU, languages=two_levels, phrases=PHRASES_TOO)
    others = caller.press("4")
    assert caller.wait() == others
    assert caller.wait().startswith("歡迎致電渠務。")


def test_what_stands_beside_the_languages_leads_on_without_one(ring, three_languages):
    beside = {"8": BesideLanguages({"yue": "傳譯", "cmn": "传译", "en": "an interpreter"}, "works/drains")}
    caller = ring(MENU, languages=three_languages, beside_languages=beside)
    assert caller.words.endswith("傳譯，請按八。 传译，请按八。 For an interpreter, press eight.")
    caller.press("8")
    assert (caller.call.node, caller.call.language) == ("works/drains", "")
    assert caller.words.startswith("轉語言，請按一。")


def test_keys_are_called_as_the_phrases_of_a_language_have_it(ring):
    phrases = {"en": {**PHRASES["en"], "key_2": "deuce", "key_0": "nought"}}
    caller = ring(MENU, phrases=phrases)
    assert caller.words.startswith("For another language, press one. For drains, press deuce.")
    assert "To speak to an officer, press nought." in caller.press("2")


def test_one_language_alone_is_not_asked_for(ring):
    assert ring(MENU).words.startswith("For another language, press one.")


def test_a_language_the_edition_lacks_gives_way_to_the_first(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press("3")
    caller.edition = replace(caller.edition, languages={"yue": three_languages["yue"]})
    assert caller.press("2").startswith("轉語言，請按一。")
