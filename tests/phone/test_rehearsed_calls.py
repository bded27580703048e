"""Rehearsed calls: how they are written, what is wrong with a file, and how a difference is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivr.errors import SiteRefused
from ivr.phone.rehearsal import RehearsedCall, ScriptStep, read_rehearsals
from ivr.phone.rehearsing import OnTheLine, rehearse

WRITTEN = """\
- call: a licence on Christmas Day
  hotline: transport
  at: 2026-12-25 10:00
  from: "+85255501234"
  fails: database
  officers: [busy, answers]
  steps:
    - hears: Welcome
    - press: 0012#
    - hears: [licences, fees]
    - hears not: officer
    - wait
    - say: fees
    - record: 20
    - hangs up
  ends: caller hangs up
- call: wrong key
  hotline: transport
  officers: busy
  steps: []
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file of calls."""

    def write(text: str) -> Path:
        path = tmp_path / "calls.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_everything_in_a_file_is_text_as_it_was_typed(written: Callable[[str], Path]) -> None:
    path = written(WRITTEN)
    first, second = read_rehearsals(path)
    assert first == RehearsedCall(
        name="a licence on Christmas Day",
        hotline="transport",
        at="2026-12-25 10:00",
        caller="+85255501234",
        fails="database",
        officers=("busy", "answers"),
        ends="caller hangs up",
        where=f"{path}:1:3",
        steps=(
            ScriptStep("hears", ("Welcome",)),
            ScriptStep("press", ("0012#",)),
            ScriptStep("hears", ("licences", "fees")),
            ScriptStep("hears not", ("officer",)),
            ScriptStep("wait"),
            ScriptStep("say", ("fees",)),
            ScriptStep("record", ("20",)),
            ScriptStep("hangs up"),
        ),
    )
    assert (second.officers, second.steps, second.ends) == (("busy",), (), "")


def test_an_empty_file_holds_no_calls(written: Callable[[str], Path]) -> None:
    assert read_rehearsals(written("# nothing yet\n")) == ()


CALL = "- call: a\n  hotline: b\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("call: a", ":1:1: error: this file is a list of calls."),
        ("- call: a\n  steps: []", ':1:3: error: a call needs "hotline".'),
        (CALL + "  step: []", ':3:3: error: "step" is not a setting of a call.'),
        (CALL + "  call: c\n  steps: []", ':3:3: error: "call" is already on line 1.'),
        (CALL + "  steps:\n    - pres: 1", 'Did you mean "press"?'),
        (CALL + "  steps:\n    - press: #", "Text that begins with # needs quotes."),
        (CALL + "  steps:\n    - press: one", ':4:14: error: "one" is no row of keys.'),
        (CALL + "  steps:\n    - press: 1\n      hears: x", ":4:7: error: a step is one thing."),
        (CALL + "  steps:\n    - press: [1, 2]", "no row of keys"),
        (CALL + "  steps:\n    - record: soon", "whole seconds"),
        (CALL + "  steps:\n    - hears: {en: x}", ":4:7: error: "),
        (CALL + "  steps:\n    - waits", ":4:7: error: "),
        (CALL + "  steps: []\n  officers: asleep", '"asleep" cannot stand here.'),
        (CALL + "  steps: []\n  fails: everything", '"everything" cannot stand here.'),
        (CALL + "  steps: []\n  ends: badly", '"badly" cannot stand here.'),
        (CALL + "  steps: []\n" + CALL + "  steps: []", 'a call before this one is named "a" too.'),
        ("- call: 'a", "calls.yaml"),
    ],
)
def test_a_mistake_is_told_with_its_place(written: Callable[[str], Path], text: str, told: str) -> None:
    with pytest.raises(SiteRefused) as refused:
        read_rehearsals(written(text))
    assert told in str(refused.value)


MENU = '<Gather action="/turn" numDigits="1" timeout="5"><Say>Welcome.  Press 1.</Say></Gather>'
DIAL = '<Dial action="/after"><Number>+85255501111</Number></Dial>'


def _call(*steps: tuple[str, Any], **more: Any) -> RehearsedCall:
    made = tuple(ScriptStep(kind, (values,) if isinstance(values, str) else values) for kind, values in steps)
    return RehearsedCall("a call", "transport", made, "calls.yaml:1:3", **more)


@pytest.mark.parametrize(
    ("steps", "more"),
    [
        ([("hears", ("Welcome", "Press 1")), ("press", "1"), ("hears", "Fees")], {"ends": "hotline hangs up"}),
        ([("hears", "Welcome"), ("hears", "Press 1."), ("hangs up", ())], {"ends": "caller hangs up"}),
        ([("hears not", "Fees"), ("wait", ()), ("hears not", "Welcome")], {"ends": "hotline hangs up"}),
        ([("press", "1"), ("hears", "Fees and licences")], {}),
        ([], {}),
    ],
)
def test_a_call_that_goes_as_rehearsed_shows_no_difference(
    scene: Callable[..., Any], steps: Any, more: dict[str, str]
) -> None:
    made = scene(MENU, turn="<Say>Fees</Say><Say>and licences.</Say>")
    result = rehearse(_call(*steps, **more), OnTheLine(made.telephone))
    assert result.difference == ""
    assert made.telephone.waits == "ended"


@pytest.mark.parametrize(
    ("steps", "more", "told"),
    [
        ([("hears", "Goodbye")], {}, "step 1: expected to hear “Goodbye”; heard instead “Welcome. Press 1.”"),
        ([("hears", ("Press", "Welcome"))], {}, "step 1: expected to hear “Welcome”; heard instead “1.”"),
        ([("press", "1"), ("hears", "Welcome")], {}, "step 2: expected to hear “Welcome”; heard instead “Fees.”"),
        ([("hears not", "Press")], {}, "step 1: expected not to hear “Press”"),
        ([("press", "1"), ("press", "2")], {}, "step 2: the call had already ended before “press 2”"),
        ([("record", "5")], {}, "step 1: the call waits for keys now"),
        ([], {"ends": "hotline hangs up"}, "at the end: expected that the hotline hangs up; but the call goes on"),
        ([("hangs up", ())], {"ends": "hotline hangs up"}, "expected that the hotline hangs up; but the caller"),
    ],
)
def test_the_first_difference_is_told(scene: Callable[..., Any], steps: Any, more: dict[str, str], told: str) -> None:
    result = rehearse(_call(*steps, **more), OnTheLine(scene(MENU, turn="<Say>Fees.</Say>").telephone))
    assert result.difference.startswith("calls.yaml:1:3: call 'a call', ")
    assert told in result.difference
    assert result.transcript[-1].startswith("✗ ")


def test_a_fault_of_the_hotline_is_a_difference(scene: Callable[..., Any]) -> None:
    result = rehearse(_call(("hears", "Hi")), OnTheLine(scene((500, "text/plain", b"")).telephone))
    assert "when it rings" in result.difference
    assert "status 500" in result.difference


def test_officers_do_what_the_call_says_attempt_by_attempt(scene: Callable[..., Any]) -> None:
    made = scene(DIAL, after=[DIAL, DIAL, "<Say>Goodbye.</Say>"])
    result = rehearse(_call(("hears", "Goodbye"), officers=("busy", "answers")), OnTheLine(made.telephone))
    assert result.difference == ""
    told = [one.params["DialCallStatus"] for one in made.hotline.to("/after")]
    assert told == ["busy", "completed", "completed"]
    assert result.heard == ["Goodbye."]
    assert result.transcript[-2:] == ["▸ the officer: answers", "  Goodbye."]


@pytest.mark.parametrize(
    ("steps", "more"), [([("hears", "Goodbye")], {}), ([], {"ends": "hotline hangs up"})], ids=["hears", "ends"]
)
def test_a_call_that_says_nothing_of_its_officers_is_told_to(
    scene: Callable[..., Any], steps: Any, more: dict[str, str]
) -> None:
    result = rehearse(_call(*steps, **more), OnTheLine(scene(DIAL, after="<Say>Goodbye.</Say>").telephone))
    assert "An officer's telephone rings here: add the setting `officers: [unanswered]`" in result.difference


def test_something_may_break_from_a_step_on_and_work_again(scene: Callable[..., Any]) -> None:
    made = scene(MENU, turn=[DIAL, MENU, DIAL], after=[MENU, "<Say>Goodbye.</Say>"])
    away: list[bool] = []
    steps = [
        ("press", "1"),
        ("fails", "database"),
        ("press", "9"),
        ("fails", "officers"),
        ("press", "2"),
        ("hears", "Goodbye"),
    ]
    result = rehearse(_call(*steps, officers=("answers",)), OnTheLine(made.telephone), away.append)
    assert (result.difference, away) == ("", [True, False])
    assert [one.params["DialCallStatus"] for one in made.hotline.to("/after")] == ["completed", "no-answer"]
    assert "▸ fails database" in result.transcript


def test_what_breaks_is_one_of_three_things(written: Callable[[str], Path]) -> None:
    read = read_rehearsals(written(CALL + "  steps: [fails: database, fails: officers, fails: nothing]"))
    assert [step.value for step in read[0].steps] == ["database", "officers", "nothing"]
    with pytest.raises(SiteRefused, match="everything"):
        read_rehearsals(written(CALL + "  steps:\n    - fails: everything"))
