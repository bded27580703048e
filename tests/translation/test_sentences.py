"""A sentence, its places, and how it is told in another language."""

import json
import subprocess
import sys

from ivr.translation import NOTHING, as_it_stands, counted, in_language, said, together

HONG_KONG = "zh_Hant_HK"


def test_a_sentence_is_its_english_text() -> None:
    sentence = said('no node is called "{name}".', name="{x}")
    assert sentence == 'no node is called "{x}".'
    assert in_language(sentence, HONG_KONG) == "沒有名為「{x}」的節點。"
    assert in_language(sentence, "en") == sentence


def test_sentences_inside_sentences_are_translated_too() -> None:
    sentence = said("Write {known}.", known=said("{first} or {last}", first="a, b", last="c"))
    assert sentence == "Write a, b or c."
    assert in_language(sentence, HONG_KONG) == "請寫 a, b 或 c。"


def test_lines_are_translated_one_by_one() -> None:
    hint = together(said("Leave it out."), "", said("Write yes or no."))
    assert hint == "Leave it out.\nWrite yes or no."
    assert in_language(hint, HONG_KONG) == "請刪除。\n請寫 yes 或 no。"


def test_places_that_are_empty_can_be_filled_later() -> None:
    template = said('no node is called "{name}".')
    assert template == 'no node is called "{name}".'
    assert in_language(said(template, name="fees"), HONG_KONG) == "沒有名為「fees」的節點。"


def test_of_one_thing_and_of_several_another_sentence_is_said() -> None:
    one, several = (counted(number, "{number} node", "{number} nodes") for number in (1, 1205))
    assert (one, several) == ("1 node", "1,205 nodes")
    assert [in_language(each, HONG_KONG) for each in (one, several)] == ["1 個節點", "1,205 個節點"]


def test_what_an_editor_wrote_is_quoted_as_it_stands_in_every_language() -> None:
    written = "12 or 3"  # as the words between two choices would be
    refused = said('"{given}" is not a row of digits; write 0 to 9 only, such as 0123456.', given=written)
    assert "「12 or 3」不是一串數字" in in_language(refused, HONG_KONG)
    assert in_language("no problems", HONG_KONG) == "no problems"
    assert in_language(as_it_stands("no problems"), HONG_KONG) == "no problems"


def test_a_sentence_without_a_translation_is_told_in_english() -> None:
    assert in_language(said("Nobody ever wrote this {what}.", what="down"), HONG_KONG) == "Nobody ever wrote this down."


def test_nothing_is_told_as_nothing() -> None:
    assert in_language(NOTHING, HONG_KONG) == ""


def test_english_is_told_without_a_catalogue() -> None:
    program = (
        "import json, sys; from ivr.translation import counted, in_language, said\n"
        "told = in_language(counted(2, '{number} node', '{number} nodes'), 'en')\n"
        "print(json.dumps([told, 'babel' in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert json.loads(ran.stdout) == ["2 nodes", False]
