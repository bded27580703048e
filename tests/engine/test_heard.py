"""What was heard, as the journal keeps it and back: also what earlier versions kept."""

import json
from typing import Any, get_args

import pytest

from ivr.engine.heard import (
    Heard,
    Keys,
    Recorded,
    Resumed,
    Ringing,
    Silence,
    TransferFinished,
    Unclear,
    Words,
    heard_from_json,
    heard_to_json,
)

EACH: tuple[Heard, ...] = (
    Ringing(),
    Keys("12#"),
    Words("fees", 0.5),
    Silence(),
    Unclear(),
    Recorded("RE1", "https://carrier.example/RE1", 12, hung_up=True, key="#"),
    TransferFinished("busy", 3, sure=False),
    Resumed("11200"),
)


def test_all_that_can_be_heard_comes_back_from_json() -> None:
    assert {type(heard) for heard in EACH} == set(get_args(Heard))
    for heard in EACH:
        back = heard_from_json(json.loads(json.dumps(heard_to_json(heard))))
        assert back == heard
        assert vars(back) == vars(heard)


@pytest.mark.parametrize(
    ("kept", "heard"),
    [
        ({"heard": "Words", "text": "fees"}, Words("fees")),
        ({"heard": "Recorded", "recording": "RE1", "url": "", "seconds": 9}, Recorded("RE1", "", 9)),
        ({"heard": "TransferFinished", "outcome": "answered"}, TransferFinished("answered")),
        ({"heard": "Keys", "digits": "****", "number": True}, Keys("****")),
        ({"recording": "RE1", "status": "completed"}, None),
        ({"heard": "Recorded", "seconds": 9}, None),
        ({"heard": "Hummed"}, None),
        ({}, None),
    ],
)
def test_what_earlier_versions_kept_is_still_understood(kept: dict[str, Any], heard: Heard | None) -> None:
    assert heard_from_json(kept) == heard
