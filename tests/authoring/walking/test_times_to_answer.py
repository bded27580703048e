"""Time to answer: seconds and keys on the quickest way, and what a menu wants of them."""

from collections.abc import Callable, Sequence

import pytest

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking import Reach, times_to_answer
from ivr.authoring.walking.listening import HOLD_SECONDS, KEY_SECONDS, names_key, seconds_before
from ivr.engine.edition import Edition
from ivr.engine.instructions import Play, Say
from ivr.words import seconds_to_say

MENU = "menus/transport/menu.yaml"
EN_PHRASES = "prompts/en/phrases.yaml"
SAID_PLAINLY = (EN_PHRASES, 'choice: "choice {key} {label}"', 'choice: "For {label}, press {key}."')
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


@pytest.fixture
def edition(with_edits: WithEdits) -> Edition:
    return edition_from_bundle(bundle(with_edits([SAID_PLAINLY])))


@pytest.fixture
def english(edition: Edition) -> dict[str, Reach]:
    return {reach.node: reach for reach in times_to_answer(edition) if reach.language == "en"}


def test_every_answer_officer_and_message_is_reached_in_every_language(edition: Edition) -> None:
    reached = {(reach.language, reach.node, reach.how) for reach in times_to_answer(edition)}
    nodes = {"main.3": "answer", "status": "answer", "opening_hours": "answer", "leave_message": "message"}
    assert reached == {
        (language, f"transport/{node}", how)
        for language in ("yue", "en")
        for node, how in (*nodes.items(), ("officer", "officer"))
    }


def test_a_look_up_that_says_nothing_is_no_answer(with_edits: WithEdits) -> None:
    told = 'found: {say: {yue: "{number}：{status}", en: "Application {number} is {status} since {updated}."}}'
    silent = with_edits([(MENU, told, "found: {then: opening_hours}"), (MENU, "    none: licence\n", "")])
    reached = {reach.node: reach.how for reach in times_to_answer(edition_from_bundle(bundle(silent)))}
    assert "transport/status" not in reached
    assert reached["transport/opening_hours"] == "answer"


def test_a_key_is_pressed_once_it_is_named(edition: Edition) -> None:
    texts = ("For tea, press one.", "Or not.", "For milk, press two.", "Bye.")
    prompts = tuple(Say(text, "en") for text in texts)
    assert seconds_before(edition, prompts, "1") == seconds_to_say("For tea, press one.", "en")
    expected = sum(seconds_to_say(text, "en") for text in texts[:3])
    assert seconds_before(edition, prompts, "2") == pytest.approx(expected)
    assert seconds_before(edition, prompts, "7") == pytest.approx(expected + seconds_to_say("Bye.", "en"))


def test_words_before_a_look_up_are_heard_before_its_answer(with_edits: WithEdits, english: dict[str, Reach]) -> None:
    words = "One moment, please. I am looking that up."
    waits = f'    wait: {{say: {{yue: 請等等。, en: "{words}"}}}}\n    none: licence\n'
    edition = edition_from_bundle(bundle(with_edits([SAID_PLAINLY, (MENU, "    none: licence\n", waits)])))
    later = {reach.node: reach for reach in times_to_answer(edition) if reach.language == "en"}
    before, after = english["transport/status"], later["transport/status"]
    assert after.seconds == pytest.approx(before.seconds + seconds_to_say(words, "en") + HOLD_SECONDS, abs=0.1)
    assert (after.keys, after.script) == (before.keys, before.script)


def test_a_recording_is_heard_as_far_as_the_key(edition: Edition) -> None:
    recording = Play("0" * 64, "For one-way tea, press one. For milk, press two.", "en")
    assert names_key(edition, (recording,), "2")
    assert not names_key(edition, (recording,), "3")
    assert seconds_before(edition, (recording,), "1") == seconds_to_say("For one-way tea, press one.", "en")


def test_a_key_is_named_before_the_verb_where_the_language_has_it_so(with_edits: WithEdits) -> None:
    verb_last = (EN_PHRASES, 'choice: "choice {key} {label}"', 'choice: "{label} के लिए {key} दबाएँ।"')
    edition = edition_from_bundle(bundle(with_edits([verb_last])))
    one = edition.key_name("1", "en")
    prompts = (Say(f"अगर यह सही है तो {one} दबाएँ। {one} बार।", "en"),)
    assert names_key(edition, prompts, "1")
    assert not names_key(edition, prompts, "2")
    assert seconds_before(edition, prompts, "1") == seconds_to_say(f"अगर यह सही है तो {one} दबाएँ।", "en")


def test_keys_are_counted_and_take_half_a_second(english: dict[str, Reach]) -> None:
    status = english["transport/status"]
    assert status.script[:2] == ("3", "1")
    assert status.keys == sum(map(len, status.script)) == 1 + 1 + 8 + 1 + 8
    assert status.seconds == pytest.approx(sum(seconds for _, seconds in status.listened), abs=0.1)
    assert status.seconds > status.keys * KEY_SECONDS


def test_a_shorter_way_is_the_one_that_counts(with_edits: WithEdits, english: dict[str, Reach]) -> None:
    sooner = (
        MENU,
        "      1: {label: {yue: 駕駛",
        "      4: {label: {yue: 鐘, en: now}, to: opening_hours}\n      1: {label: {yue: 駕駛",
    )
    edited = edition_from_bundle(bundle(with_edits([SAID_PLAINLY, sooner])))
    quickest = next(
        each for each in times_to_answer(edited) if (each.language, each.node) == ("en", "transport/opening_hours")
    )
    assert quickest.script == ("3", "4")
    assert quickest.seconds < english["transport/opening_hours"].seconds


def test_no_further_than_what_is_wanted(edition: Edition) -> None:
    some = times_to_answer(edition, ("transport",), ("transport/opening_hours",))
    assert {reach.node for reach in some} >= {"transport/opening_hours"}
    assert "transport/status" not in {reach.node for reach in some}
    assert times_to_answer(edition, ("water",)) == ()


def test_a_budget_of_a_task_that_no_caller_comes_to_is_refused(with_edits: WithEdits) -> None:
    files = with_edits([(MENU, "start: main", "tasks:\n  opening_hour: {within: 60}\nstart: main")])
    (problem,) = [each for each in check_files(files).problems if each.rule == "over-budget"]
    assert problem.level == "error"
    assert problem.hint == 'Did you mean "opening_hours"?'


def test_a_budget_is_no_part_of_what_callers_meet(with_edits: WithEdits) -> None:
    files = with_edits([(MENU, "start: main", "tasks:\n  opening_hours: {within: 100}\nstart: main")])
    with_budget, without = (edition_from_bundle(bundle(each)) for each in (files, with_edits([])))
    assert with_budget.nodes == without.nodes
