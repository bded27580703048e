"""Menus: keys, silence, wrong keys, and the keys every menu has."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.engine.edition import Tries
from ivr.engine.events import CallEnded, KeyPressed, SilenceHeard, TriesRanOut, WordsHeard, WrongKeyPressed
from ivr.engine.heard import Resumed, Unclear, Words
from ivr.engine.instructions import Ask, HangUp, Transfer
from ivr.engine.turn import LONGEST_WAIT

MENU = """
main:
  kind: menu
  say: {en: Drainage services.}
  choices:
    1: {label: {en: blocked drains}, to: drains}
    2: {label: {en: fees}, answer: {en: It costs nothing.}}
drains:
  kind: menu
  choices:
    1: {label: {en: homes}, answer: {en: Ring a plumber.}}
    2: {label: {en: streets}, to: officer}
"""


def test_a_menu_says_each_label_with_its_key(ring):
    assert ring(MENU).words == (
        "Drainage services. For blocked drains, press one. For fees, press two. To speak to an officer, press zero."
    )


def test_a_menu_takes_one_key_and_any_key_interrupts(ring):
    closing = ring(MENU).closing
    assert isinstance(closing, Ask)
    assert (closing.most, closing.finish) == (1, "")


def test_a_key_leads_where_its_choice_says(ring):
    caller = ring(MENU)
    assert caller.press("1").startswith("For homes, press one.")
    assert KeyPressed("works/main", "1", "works/drains") in caller.events


def test_an_answer_may_stand_in_its_choice(ring):
    caller = ring(MENU)
    heard = caller.press("2")
    assert heard.startswith("It costs nothing. To hear this again, press hash.")
    assert caller.press("#") == heard


def test_star_goes_back_to_the_menu_before(ring):
    caller = ring(MENU)
    caller.press("1")
    caller.press("1")
    assert caller.press("*").startswith("For homes")
    assert caller.press("*").startswith("Drainage services.")
    assert caller.press("*").startswith("Drainage services.")


def test_nine_goes_to_the_start(ring):
    caller = ring(MENU)
    caller.press("1")
    assert caller.press("9").startswith("Drainage services.")
    assert caller.call.trail == ()


def test_zero_rings_an_officer_from_any_menu(ring):
    caller = ring(MENU)
    caller.press("1")
    caller.press("0")
    assert isinstance(caller.closing, Transfer)


def test_several_keys_at_a_one_key_menu_are_a_wrong_key(ring):
    caller = ring(MENU)
    assert caller.press("3321").startswith(
        "That is not one of the choices. To hear the choices again, press hash. To speak"
    )
    assert caller.events == (WrongKeyPressed("works/main", "3321", 1),)


def test_silence_and_wrong_keys_are_counted_apart(ring):
    caller = ring(MENU)
    caller.wait()
    caller.press("7")
    caller.wait()
    assert caller.press("7").startswith("That key does nothing here either. To hear the choices again, press hash.")
    assert [event.tries for event in caller.happened(SilenceHeard)] == [1, 2]
    assert [event.tries for event in caller.happened(WrongKeyPressed)] == [1, 2]


def test_each_failure_helps_more_than_the_last(ring):
    caller = ring(MENU)
    first, second = caller.wait(), caller.wait()
    assert first.startswith("I did not hear a key. For blocked drains")
    assert second.startswith("I still did not hear a key.")
    assert second.endswith("To hear this again, press hash.")


@pytest.mark.parametrize("act", ["wait", "press"])
def test_after_the_allowed_tries_the_caller_reaches_an_officer(ring, act):
    caller = ring(MENU)
    for _ in range(3):
        caller.wait() if act == "wait" else caller.press("7")
    assert isinstance(caller.closing, Transfer)
    last = "I still heard nothing." if act == "wait" else "That is not one of the choices either."
    assert caller.words.startswith(f"{last} Let us get you some help.")
    assert caller.happened(TriesRanOut)


def test_the_site_says_how_many_tries_there_are(ring):
    caller = ring(MENU, tries=Tries(silence=1, wrong=2))
    caller.wait()
    assert isinstance(caller.closing, Transfer)


def test_the_site_says_how_long_a_pause_ends_what_a_caller_says(ring):
    assert ring(MENU).closing.pause == 2
    assert ring(MENU, tries=Tries(pause=4)).closing.pause == 4


def test_a_right_key_forgets_the_failures_before(ring):
    caller = ring(MENU)
    caller.wait()
    caller.wait()
    caller.press("1")
    caller.wait()
    assert caller.call.silences == 1


def test_words_choose_where_the_carrier_understands_them(ring):
    caller = ring(MENU)
    assert caller.hears(Words("I have blocked drains")).startswith("For homes")
    assert WordsHeard("works/main", "I have blocked drains", "works/drains") in caller.events


def test_words_nobody_offers_are_a_wrong_key(ring):
    caller = ring(MENU)
    assert caller.hears(Words("banana")).startswith("Sorry, I did not catch which one you want.")
    assert caller.happened(WrongKeyPressed)


def test_something_no_key_makes_is_a_wrong_key(ring):
    assert ring(MENU).hears(Unclear()).startswith("That is not one of the choices.")


def test_a_resumed_call_hears_its_menu_again(ring):
    caller = ring(MENU)
    caller.press("1")
    assert caller.hears(Resumed("11200")).startswith("For homes")


def test_a_call_resumed_again_and_again_reaches_an_officer(ring):
    caller = ring(MENU)
    for _ in range(3):
        caller.hears(Resumed("12100"))
    assert isinstance(caller.closing, Transfer)


def test_a_silent_caller_with_an_answer_is_thanked_and_let_go(ring):
    caller = ring(MENU)
    caller.press("2")
    assert caller.wait().startswith("I did not hear a key. To hear this again")
    assert caller.wait() == "Thank you for calling. Goodbye."
    assert isinstance(caller.closing, HangUp)


def test_a_call_ends_politely_after_two_hundred_turns(ring):
    caller = ring(MENU)
    for _ in range(199):
        caller.press("9")
    assert isinstance(caller.closing, Ask)
    caller.press("9")
    assert isinstance(caller.closing, HangUp)
    assert caller.events == (CallEnded("works/main", "too long"),)


def test_a_call_ends_politely_after_an_hour(ring, world):
    caller = ring(MENU, world)
    for _ in range(6):
        world.at += timedelta(minutes=10)
        caller.press("9")
    assert isinstance(caller.closing, Ask)
    world.at += timedelta(seconds=1)
    assert caller.press("1").startswith("This call has lasted")


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_is_set_in_the_middle_of_a_call_ends_no_call(ring, world, step):
    caller = ring(MENU, world)
    caller.press("9")
    world.at += step
    caller.press("9")
    assert isinstance(caller.closing, Ask)
    assert 0 <= caller.call.lasted <= LONGEST_WAIT


def test_two_machines_whose_clocks_differ_count_a_call_by_the_longest_wait_at_most_each_time(ring, world):
    caller = ring(MENU, world)
    for turn in range(6):
        world.at += timedelta(minutes=61 if turn % 2 else -60)
        caller.press("9")
    assert caller.call.lasted == 3 * LONGEST_WAIT
    assert isinstance(caller.closing, Ask)


def test_a_long_talk_with_an_officer_does_not_use_up_the_call(ring, world):
    caller = ring(MENU, world)
    caller.press("0")
    world.at += timedelta(hours=2)
    caller.officers("unanswered")
    assert caller.call.lasted == LONGEST_WAIT


def test_nodes_that_chase_each_other_end_with_an_apology(ring):
    loop = """
main: {kind: switch, on: hotline, cases: {works: other}, otherwise: other}
other: {kind: switch, on: hotline, cases: {works: main}, otherwise: main}
"""
    caller = ring(loop)
    assert caller.words == "Sorry, something went wrong on our side."
    assert isinstance(caller.closing, HangUp)


def test_a_recording_is_played_in_place_of_the_words(ring):
    caller = ring(MENU, recordings={("en", "works/main"): "ab12"})
    (played,) = caller.prompts
    assert (played.recording, played.language) == ("ab12", "en")
    assert played.text.startswith("Drainage services. For blocked drains, press one.")


def test_a_node_the_edition_lacks_brings_the_caller_to_the_start(ring):
    caller = ring(MENU)
    caller.call = replace(caller.call, node="works/gone")
    assert caller.press("1").startswith("Sorry, something went wrong on our side. Drainage services.")
