"""Recordings and fallen-back languages: one sentence is spoken by one voice."""

from dataclasses import replace

import pytest
from small_hotline import PHRASES, TITLE, edition_of

from ivr.engine.instructions import Play, Say
from ivr.engine.recorded_words import words_of_recordings, words_to_record

MENU = """
main:
  kind: menu
  say: {yue: 渠務服務。, en: Drainage services.}
  choices:
    1: {label: {yue: 塞渠, cmn: 堵塞, en: blocked drains}, to: officer}
    2: {label: {yue: 收費, en: fees}, answer: {yue: 免費。, en: Free.}}
ticket: {kind: ask, say: {en: Key the number.}, date: past, keep: number, then: ready}
ready: {kind: answer, say: {en: "Ticket {number} is ready."}}
perhaps: {kind: answer, say: {en: "It is ready.[ The number is {number}.]"}}
hours: {kind: hours, calendar: office}
leave: {kind: message}
"""


@pytest.fixture
def falling_back(three_languages):
    return {**three_languages, "cmn": replace(three_languages["cmn"], falls_back_to="yue")}


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ("works/main", "Drainage services. For blocked drains, press one. For fees, press two. To speak to an officer, "
         "press zero."),
        ("works/main.2", "Free."),
        ("works/ticket", "Key the number. Key the day, month and year as eight digits."),
        ("works/officer", "Putting you through to an officer. This may take a moment."),
        ("works/leave", PHRASES["en"]["record_message"]),
        ("goodbye", "Thank you for calling. Goodbye."),
        ("works/ready", None),
        ("works/perhaps", None),
        ("works/hours", None),
        ("language", None),
    ],
)  # fmt: skip
def test_a_recording_says_what_the_node_says_by_itself(node, words):
    assert words_to_record(edition_of(MENU), "en", node) == words


def test_a_node_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        words_to_record(edition_of(MENU), "en", "works/gone")


def test_what_is_heard_in_a_recording_is_what_it_should_say(ring):
    edition = edition_of(MENU, recordings={("en", "works/main"): "ab12"})
    (played,) = ring(MENU, recordings=edition.recordings).prompts
    assert played == Play("ab12", words_of_recordings(edition)["ab12"], "en")


def test_a_message_plays_its_recording_before_the_tone(ring):
    caller = ring("main: {kind: message}", recordings={("en", "works/main"): "ab12"})
    caller.press("1")
    assert Play("ab12", PHRASES["en"]["record_message"], "en") in caller.prompts


def test_a_text_that_is_missing_is_said_in_the_language_fallen_back_to(ring, falling_back):
    caller = ring(MENU, languages=falling_back)
    caller.press("2")
    assert [(prompt.language, prompt.text) for prompt in caller.prompts[1:]] == [
        ("yue", "渠務服務。"),
        ("cmn", "堵塞，请按一。"),
        ("yue", "收費，請按二。"),
        ("cmn", "转接工作人员，请按零。"),
    ]


def test_an_answer_and_its_ways_on_keep_to_their_voices(ring, falling_back):
    caller = ring(MENU, languages=falling_back)
    caller.press("2")
    caller.press("2")
    assert caller.prompts[0] == Say("免費。", "yue")
    assert {prompt.language for prompt in caller.prompts[1:]} == {"cmn"}


def test_a_title_that_is_missing_takes_its_whole_phrase_along(ring, falling_back):
    title = {"yue": "渠務", "en": "Drainage"}
    edition = edition_of(MENU)
    (line,) = edition.hotlines.values()
    caller = ring(MENU, languages=falling_back, hotlines={line.number: replace(line, title=title)})
    assert caller.words.startswith("渠務。廣東話，請按一。 普通话，请按二。")
    caller.press("2")
    assert caller.prompts[0] == Say("歡迎致電渠務。", "yue")


def test_a_recording_of_the_language_fallen_back_to_is_played(ring, falling_back):
    menu = MENU.replace("cmn: 堵塞, ", "").replace("cmn: 普通话, ", "")
    caller = ring(menu, languages=falling_back, recordings={("yue", "works/main.2"): "cd34"})
    caller.press("2")
    caller.press("2")
    assert caller.prompts[0] == Play("cd34", "免費。", "yue")


def test_words_in_two_languages_are_never_one_recording(three_languages):
    edition = edition_of(MENU, languages=three_languages)
    assert words_to_record(edition, "cmn", "works/main") is None
    assert words_to_record(edition, "yue", "works/main") is not None


def test_an_enquiry_says_its_columns_in_the_language_of_its_text(ring, falling_back, world, a_table):
    menu = """
main: {kind: menu, choices: {1: {label: {yue: 渠, cmn: 渠, en: drains}, keep: {drain: a}, to: look}}}
look:
  kind: enquiry
  from: drains
  match: {place: drain}
  found: {say: {yue: "渠{state}。", en: "The drain is {state}."}}
"""
    world.rows = {"works/drains": [{"place": "a", "state.yue": "塞咗", "state.cmn": "堵了", "state.en": "blocked"}]}
    caller = ring(menu, world, languages=falling_back, tables=a_table("drains", place="text", state_="text"))
    caller.press("2")
    caller.press("1")
    assert caller.prompts[0] == Say("渠塞咗。", "yue")


def test_titles_stay_the_callers_own_where_they_are_written(ring, falling_back):
    caller = ring(MENU, languages=falling_back, site=TITLE)
    assert caller.press("3").startswith("Welcome to Drainage.")
