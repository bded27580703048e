"""Scripts, and the call as the terminal prints it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from ivr.errors import PhoneFault
from ivr.phone.acts import TelephoneAct, parse_script
from ivr.phone.telephone import MOST_TRANSFERS
from ivr.phone.terminal import clock_time, play_script, talk

MENU = '<Gather action="/turn" numDigits="1"><Say language="en-GB" voice="Polly.Amy">Press 1.</Say></Gather>'


def test_a_script_is_read_act_by_act() -> None:
    assert parse_script("1,wait,123#,say:fees,mumble:fees, record:20 ,officer:busy,hangup") == (
        TelephoneAct("press", "1"),
        TelephoneAct("wait"),
        TelephoneAct("press", "123#"),
        TelephoneAct("say", "fees"),
        TelephoneAct("mumble", "fees"),
        TelephoneAct("record", "20"),
        TelephoneAct("officer", "busy"),
        TelephoneAct("hangup"),
    )


@pytest.mark.parametrize(
    "wrong", ["x", "press:1", "officer:asleep", "record:soon", "say:", "mumble", "1a", "１", "wait:3"]
)
def test_what_means_nothing_in_a_script_is_said(wrong: str) -> None:
    with pytest.raises(PhoneFault, match="nothing a caller does"):
        parse_script(f"1,{wrong}")


def test_keys_may_be_named_as_menus_name_them() -> None:
    assert parse_script("star,hash") == (TelephoneAct("press", "*"), TelephoneAct("press", "#"))


def test_minutes_and_seconds_are_written_as_people_read_them() -> None:
    assert [clock_time(seconds) for seconds in (0, 5.9, 65, 3600)] == ["0:00", "0:05", "1:05", "60:00"]


@pytest.fixture
def paper() -> tuple[Console, io.StringIO]:
    """A console that is no terminal, and what is printed on it."""
    written = io.StringIO()
    return Console(file=written, width=200), written


def test_a_scripted_call_is_printed(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    made = scene(MENU, turn="<Say>[Fees] are free.</Say><Hangup/>")
    play_script(made.telephone, parse_script("1,2"), console)
    assert written.getvalue().splitlines() == [
        " 0:00  Press 1. [en-GB]",
        " 0:00  ▸ you press 1",
        " 0:01  [Fees] are free. [en-US]",
        " 0:02  ▸ you press 2, but the call is over",
        " 0:02  ■ the hotline hung up",
    ]


def test_a_script_that_ends_hangs_up(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    made = scene(MENU)
    play_script(made.telephone, (), console)
    assert written.getvalue().splitlines()[-2:] == [" 0:00  ▸ you hang up", " 0:00  ■ you hung up"]
    assert len(made.hotline.to("/voice/status")) == 1


def test_someone_can_act_in_the_terminal(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    made = scene(MENU, turn=MENU)
    typed = iter(["?", "what", "record:3", "1", "h"])
    talk(made.telephone, console, lambda _: next(typed))
    printed = written.getvalue()
    assert "Enter alone" in printed
    assert "'what' is nothing a caller does" in printed
    assert "which nothing waits for" in printed
    assert printed.count("Press 1.") == 2
    assert made.telephone.state.ended_by == "caller"


def test_enter_alone_is_silence_and_the_end_of_input_hangs_up(scene: Callable[..., Any], paper: Any) -> None:
    console, _ = paper
    typed = iter([""])

    def read(_: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    made = scene(MENU + "<Redirect>/voice/answer</Redirect>")
    talk(made.telephone, console, read)
    assert len(made.hotline.to("/voice/answer")) == 2
    assert made.telephone.state.ended_by == "caller"


DIAL = '<Dial action="/after"><Number>+85255501111</Number></Dial>'


def test_a_script_that_ends_while_officers_ring_says_what_is_missing(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    made = scene(DIAL, after="<Say>Nobody could answer.</Say>")
    play_script(made.telephone, parse_script("1"), console)
    printed = written.getvalue()
    assert "you press 1, which nothing waits for: an officer's telephone rings; write officer: with one of" in printed
    assert "the script ends while an officer's telephone rings; go on with officer: and one of answers," in printed
    assert "Nobody could answer." not in printed


def test_officers_who_all_do_the_same_need_nothing_written(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    made = scene(DIAL, after=[DIAL, "<Say>Nobody could answer.</Say>"])
    notes = play_script(made.telephone, (), console, officers="unanswered")
    assert written.getvalue().count("▸ the officer: unanswered") == 2
    assert "Nobody could answer." in written.getvalue()
    assert [act.value for act, _ in notes.taken if act] == ["unanswered", "unanswered"]


def test_officers_who_ring_for_ever_are_given_up(scene: Callable[..., Any], paper: Any) -> None:
    console, written = paper
    play_script(scene(DIAL, after=DIAL).telephone, (), console, officers="busy")
    assert written.getvalue().count("▸ the officer: busy") == MOST_TRANSFERS
    assert "▸ you hang up" in written.getvalue()
