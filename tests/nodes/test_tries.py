"""How often callers may fail, and what comes then: as everywhere, or as a node says itself."""

from dataclasses import replace

import pytest
from small_hotline import PHRASES, World, edition_of, table

from ivr.engine.edition import Tries
from ivr.engine.events import LanguageChosen, TriesRanOut
from ivr.engine.instructions import Ask, HangUp, Record

NUMBERS = table("numbers", number="digits", holder="text")
ASKING = """
main: {kind: menu, choices: {1: {label: {en: the number}, to: number}, 2: {label: {en: fees}, to: fees}}}
number:
  kind: ask
  say: [{en: Your number.}, {en: Your number of three digits.}, {en: It stands on your letter.}]
  digits: 3
  confirm: no
  keep: number
  then: found
  tries: {wrong: 4, then: nothing, wait: 15}
found:
  kind: enquiry
  from: numbers
  match: {number: number}
  found: {say: {en: "It is of {holder}."}}
  none: {say: [{en: Not that one.}, {en: Nor that one.}], then: number}
  tries: {wrong: 4, then: nothing}
fees: {kind: answer, say: {en: It is free.}, tries: {silence: 1, then: nothing}}
nothing: {kind: goodbye, say: {en: Nothing was filed.}}
"""


def asked(ring, **changes):
    caller = ring(ASKING, World(), tables=NUMBERS, **changes)
    caller.press("1")
    return caller


def test_a_node_has_its_own_number_of_tries_and_place_to_go_then(ring):
    caller = asked(ring)
    heard = [caller.press("1") for _ in range(4)]
    assert [PHRASES["en"]["tries_ran_out"] in words for words in heard] == [False, False, False, True]
    assert caller.happened(TriesRanOut) == [TriesRanOut("works/number", "wrong keys", "works/nothing")]
    assert heard[-1].endswith("Nothing was filed.")
    assert isinstance(caller.closing, HangUp)


def test_what_a_node_does_not_write_is_as_everywhere(ring):
    caller = asked(ring, tries=Tries(silence=2, pause=4))
    caller.wait()
    assert caller.call.node == "works/number"
    caller.wait()
    assert caller.happened(TriesRanOut) == [TriesRanOut("works/number", "silence", "works/nothing")]


def test_a_node_waits_as_long_as_it_says(ring):
    caller = ring(ASKING, World(), tables=NUMBERS)
    assert isinstance(caller.closing, Ask)
    assert caller.closing.seconds == 6
    caller.press("1")
    assert caller.closing.seconds == 15


def test_a_list_of_texts_asks_otherwise_at_every_try_and_the_last_one_repeats(ring):
    caller = asked(ring)
    assert caller.words == "Your number."
    asked_again = [caller.press("12") for _ in range(3)]
    assert asked_again[0].endswith("Your number of three digits.")
    assert asked_again[1].endswith("It stands on your letter.")
    assert asked_again[2].endswith("It stands on your letter.")


def test_a_look_up_that_finds_nothing_says_something_else_every_time(ring):
    caller = asked(ring)
    heard = [caller.press("111") for _ in range(4)]
    assert [words.partition(".")[0] for words in heard] == [
        "Not that one",
        "Nor that one",
        "Nor that one",
        "Nor that one",
    ]
    assert caller.happened(TriesRanOut) == [TriesRanOut("works/found", "no match", "works/nothing")]


def test_tries_of_a_look_up_are_counted_for_the_whole_call_whatever_way_leads_back(ring):
    caller = ring(ASKING, World(), tables=NUMBERS)
    for _ in range(3):
        caller.press("1")
        caller.press("111")
        caller.press("9")
    caller.press("1")
    assert caller.press("111").startswith("Nor that one.")
    assert caller.happened(TriesRanOut) == [TriesRanOut("works/found", "no match", "works/nothing")]


def test_own_tries_count_a_look_up_that_leads_elsewhere_when_it_finds_nothing(ring):
    elsewhere = ASKING.replace("then: number}\n  tries: {wrong: 4", "then: main}\n  tries: {wrong: 2")
    caller = ring(elsewhere, World(), tables=NUMBERS)
    for _ in range(2):
        caller.press("1")
        caller.press("111")
    assert caller.happened(TriesRanOut) == [TriesRanOut("works/found", "no match", "works/nothing")]


def test_silence_after_an_answer_leads_where_the_node_says(ring):
    caller = ring(ASKING, World(), tables=NUMBERS)
    caller.press("2")
    assert caller.wait() == "Nothing was filed."


def test_empty_recordings_end_as_the_node_says(ring):
    nodes = "main: {kind: message, tries: {silence: 3, then: sorry}}\nsorry: {kind: goodbye, say: {en: Sorry.}}"
    caller = ring(nodes)
    for _ in range(2):
        caller.record(0)
        assert isinstance(caller.closing, Record)
    assert caller.record(0).endswith("Sorry.")


@pytest.mark.parametrize(
    ("tries", "times", "language"), [(Tries(), 2, "yue"), (Tries(languages=3, language="en"), 3, "en")]
)
def test_whoever_chooses_no_language_is_offered_them_so_often_and_hears_the_one_named(
    ring, three_languages, tries, times, language
):
    caller = ring("main: {kind: message}", languages=three_languages, tries=tries)
    for _ in range(times - 1):
        caller.wait()
        assert caller.call.node == "language"
    caller.press("7")
    assert caller.happened(LanguageChosen) == [LanguageChosen(language, "default")]
    assert caller.call.language == language


def test_who_comes_back_to_the_languages_and_chooses_none_keeps_the_one_spoken(ring, three_languages):
    edition = {"languages": three_languages, "tries": Tries(language="yue")}
    caller = ring(
        "main: {kind: menu, choices: {1: {label: {en: languages, yue: 語言, cmn: 语言}, to: language}}}", **edition
    )
    caller.press("2")
    caller.press("1")
    caller.wait()
    caller.wait()
    assert caller.call.language == "cmn"


def test_an_edition_tells_the_tries_of_a_node_and_of_what_is_none(ring):
    edition = replace(edition_of(ASKING), tries=Tries(silence=2))
    assert edition.tries_at("works/number") == Tries(2, 4, "works/nothing", 15)
    assert edition.tries_at("works/main") == edition.tries_at("language") == edition.tries_at("") == Tries(silence=2)
