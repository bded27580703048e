"""What the telephone makes of keys, words and silence at a Gather."""

from collections.abc import Callable
from typing import Any

import pytest

from ivr.errors import PhoneFault
from ivr.phone.state import CallState, Habits
from ivr.phone.telephone import Telephone

MENU = '<Gather action="/turn" numDigits="1" finishOnKey=""><Say>Press 1.</Say></Gather><Say>Nothing.</Say>'
NUMBER = '<Gather action="/turn"><Say>Your number.</Say></Gather><Say>Nothing.</Say>'
EIGHT = '<Gather action="/turn" numDigits="8" timeout="7"/><Say>Nothing.</Say>'
TELLS = '<Gather action="/turn" actionOnEmptyResult="true"/>'


@pytest.mark.parametrize(
    ("gather", "keys", "digits"),
    [
        (MENU, "1", "1"),
        (MENU, "#", "#"),
        (MENU, "*", "*"),
        (MENU, "12", "1"),
        (NUMBER, "123#", "123"),
        (NUMBER, "123", "123"),
        (NUMBER, "1*2#", "1*2"),
        (NUMBER, "#", None),
        (EIGHT, "12345678", "12345678"),
        (EIGHT, "123456789", "12345678"),
        (EIGHT, "123", "123"),
        (EIGHT, "123#", "123"),
        (TELLS, "#", ""),
    ],
)
def test_keys_reach_the_hotline_as_the_gather_takes_them(
    scene: Callable[..., Any], gather: str, keys: str, digits: str | None
) -> None:
    made = scene(gather, turn="<Say>Thank you.</Say>")
    made.telephone.ring()
    heard = made.telephone.press(keys)
    asked = made.hotline.to("/turn")
    assert [one.params.get("Digits") for one in asked] == ([] if digits is None else [digits])
    assert [one.text for one in heard] == (["Nothing."] if digits is None else ["Thank you."])


def test_silence_goes_on_with_the_next_verb(scene: Callable[..., Any]) -> None:
    made = scene(MENU)
    assert [one.text for one in made.telephone.ring()] == ["Press 1."]
    assert [one.text for one in made.telephone.stay_silent()] == ["Nothing."]
    assert made.telephone.waits == "ended"
    assert made.telephone.state.ended_by == "hotline"


@pytest.mark.parametrize(("omits", "params"), [(False, {"Digits": ""}), (True, {})])
def test_an_empty_result_is_told_in_either_way(scene: Callable[..., Any], omits: bool, params: dict[str, str]) -> None:
    made = scene(TELLS, Habits(omits_empty_digits=omits), turn="")
    made.telephone.ring()
    made.telephone.stay_silent()
    (asked,) = made.hotline.to("/turn")
    assert {name: value for name, value in asked.params.items() if name == "Digits"} == params


@pytest.mark.parametrize(("buffers", "second", "prompts"), [(False, [], 1), (True, ["2"], 0)])
def test_keys_typed_ahead_are_lost_or_kept(
    scene: Callable[..., Any], buffers: bool, second: list[str], prompts: int
) -> None:
    again = '<Say>Fees.</Say><Gather action="/more" numDigits="1"><Say>Press 2.</Say></Gather>'
    made = scene(MENU, Habits(buffers_keys=buffers), turn=again, more="<Say>Done.</Say>")
    made.telephone.ring()
    heard = [one.text for one in made.telephone.press("12")]
    assert [one.params["Digits"] for one in made.hotline.to("/turn")] == ["1"]
    assert [one.params["Digits"] for one in made.hotline.to("/more")] == second
    assert heard.count("Press 2.") == prompts
    assert heard[0] == "Fees."


def test_kept_keys_that_are_too_few_are_handed_over_after_the_timeout(scene: Callable[..., Any]) -> None:
    again = '<Gather action="/more" numDigits="8"><Say>Eight digits.</Say></Gather>'
    made = scene(MENU, Habits(buffers_keys=True), turn=again, more="<Say>Too short.</Say>")
    made.telephone.ring()
    assert [one.text for one in made.telephone.press("123")] == ["Too short."]
    assert made.hotline.to("/more")[0].params["Digits"] == "23"


def test_single_taps_add_up(scene: Callable[..., Any]) -> None:
    made = scene(EIGHT, turn="<Say>Thank you.</Say>")
    made.telephone.ring()
    for key in "1234567":
        assert made.telephone.tap(key) == ()
    assert made.telephone.state.typed == "1234567"
    assert [one.text for one in made.telephone.tap("8")] == ["Thank you."]


def test_words_are_heard_where_words_are_asked_for(scene: Callable[..., Any]) -> None:
    made = scene('<Gather input="dtmf speech" action="/turn"/>', turn="<Say>Fees.</Say>")
    made.telephone.ring()
    made.telephone.say_words("fees", 0.5)
    params = made.hotline.to("/turn")[0].params
    assert (params["SpeechResult"], params["Confidence"]) == ("fees", "0.5")
    assert "Digits" not in params


def test_confidence_may_be_missing(scene: Callable[..., Any]) -> None:
    made = scene('<Gather input="speech" action="/turn"/>', turn="")
    made.telephone.ring()
    made.telephone.say_words("收費", None)
    assert "Confidence" not in made.hotline.to("/turn")[0].params


def test_words_at_a_keypad_are_silence(scene: Callable[..., Any]) -> None:
    made = scene(MENU)
    made.telephone.ring()
    assert [one.text for one in made.telephone.say_words("fees")] == ["Nothing."]


def test_what_no_telephone_has_cannot_be_pressed(scene: Callable[..., Any]) -> None:
    made = scene(MENU)
    made.telephone.ring()
    with pytest.raises(PhoneFault, match="not keys"):
        made.telephone.press("１")


def test_a_gather_without_action_asks_its_own_document_again(scene: Callable[..., Any]) -> None:
    made = scene('<Gather numDigits="1"/>')
    made.telephone.ring()
    made.telephone.press("1")
    assert [one.params.get("Digits") for one in made.hotline.to("/voice/answer")] == [None, "1"]


def test_the_clock_runs_by_speech_pauses_recordings_and_patience(
    scene: Callable[..., Any], wav: tuple[int, str, bytes]
) -> None:
    prompts = '<Say>{}</Say><Pause length="3"/><Play>/a.wav</Play>'.format("x" * 14)
    made = scene(f'{prompts}<Gather timeout="9"/>', words={"a": "Welcome"}, **{"a.wav": wav})
    heard = made.telephone.ring()
    assert [(one.at_seconds, one.text) for one in heard] == [(0.0, "x" * 14), (4.0, "Welcome")]
    assert made.telephone.state.clock == 6.0
    made.telephone.stay_silent()
    assert made.telephone.state.clock == 15.0


def test_a_call_can_be_kept_as_json_and_taken_up_again(scene: Callable[..., Any]) -> None:
    made = scene(EIGHT, turn="<Say>Thank you.</Say>")
    made.telephone.ring()
    made.telephone.tap("1")
    kept = CallState.from_json(made.telephone.state.to_json())
    assert kept == made.telephone.state
    again = Telephone(made.line, kept)
    assert [one.text for one in again.press("2345678")] == ["Thank you."]
    assert made.hotline.to("/turn")[0].params["Digits"] == "12345678"


def test_nothing_can_be_done_after_the_end(scene: Callable[..., Any]) -> None:
    made = scene("<Hangup/>")
    made.telephone.ring()
    with pytest.raises(PhoneFault, match="over"):
        made.telephone.press("1")
