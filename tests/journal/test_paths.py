"""The way of a caller in short: keys and words, and nothing that was keyed at a question."""

from typing import Any

import pytest

from ivr.journal.paths import StepInShort, path_of


def steps(*heard: dict[str, Any], wrong: int = -1) -> list[StepInShort]:
    return [StepInShort(each, number == wrong) for number, each in enumerate(heard)]


def keys(digits: str) -> dict[str, Any]:
    return {"heard": "Keys", "digits": digits}


@pytest.mark.parametrize(
    ("heard", "path"),
    [
        ([], ""),
        ([{"heard": "Ringing"}, keys("3"), keys("*"), keys("#"), keys("0")], "3 › * › # › 0"),
        ([keys("1"), keys("12345674"), keys("********")], "1 › … › …"),
        ([{"heard": "Silence"}, keys("2"), {"heard": "Recorded", "seconds": 5}], "2"),
        ([{"heard": "Words", "text": " opening\n hours "}], "“opening hours”"),
        ([{"heard": "Words", "text": "a" * 40}], "“" + "a" * 24 + "…”"),
        ([keys("1")] * 20, " › ".join(["1"] * 12 + ["…"])),
        ([{"notice": "lost"}, {"heard": "TransferFinished", "outcome": "busy"}], ""),
    ],
)
def test_a_path_is_what_was_pressed_and_said(heard: list[dict[str, Any]], path: str) -> None:
    assert path_of(steps(*heard)) == path


def test_what_was_refused_is_marked() -> None:
    assert path_of(steps(keys("3"), keys("7"), keys("12345670"), wrong=1)) == "3 › 7✗ › …"
    assert path_of(steps({"heard": "Words", "text": "ah"}, wrong=0)) == "“ah”✗"
