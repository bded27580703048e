"""The way of a caller in short: keys and words, and nothing that was keyed at a question."""

import pytest

from ivr.engine.heard import Heard, Keys, Recorded, Ringing, Silence, TransferFinished, Words
from ivr.journal.paths import StepInShort, path_of


def steps(*heard: Heard | None, wrong: int = -1) -> list[StepInShort]:
    return [StepInShort(each, number == wrong) for number, each in enumerate(heard)]


@pytest.mark.parametrize(
    ("heard", "path"),
    [
        ([], ""),
        ([Ringing(), Keys("3"), Keys("*"), Keys("#"), Keys("0")], "3 › * › # › 0"),
        ([Keys("1"), Keys("12345674"), Keys("********")], "1 › … › …"),
        ([Silence(), Keys("2"), Recorded("RE1", "", 5)], "2"),
        ([Words(" opening\n hours ")], "“opening hours”"),
        ([Words("a" * 40)], "“" + "a" * 24 + "…”"),
        ([Keys("1")] * 20, " › ".join(["1"] * 12 + ["…"])),
        ([None, TransferFinished("busy")], ""),
    ],
)
def test_a_path_is_what_was_pressed_and_said(heard: list[Heard | None], path: str) -> None:
    assert path_of(steps(*heard)) == path


def test_what_was_refused_is_marked() -> None:
    assert path_of(steps(Keys("3"), Keys("7"), Keys("12345670"), wrong=1)) == "3 › 7✗ › …"
    assert path_of(steps(Words("ah"), wrong=0)) == "“ah”✗"
