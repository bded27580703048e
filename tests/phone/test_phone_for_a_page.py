"""The telephone as a page uses it: plain JSON in and out."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ivr.errors import PhoneFault
from ivr.phone.page import PageTelephones

MENU = '<Gather action="/turn" input="dtmf speech" numDigits="2"><Say language="en-GB">Press.</Say></Gather>'


def _telephones(made: Any) -> PageTelephones:
    return PageTelephones(made.line)


def test_a_call_goes_on_from_what_was_given_back(scene: Callable[..., Any]) -> None:
    made = scene(MENU, turn="<Say>Fees.</Say>")
    told = _telephones(made).ring("+85255500000", "hong kong")
    assert told["heard"] == [{"at": 0.0, "text": "Press.", "language": "en-GB", "url": "", "officer": False}]
    assert told["waits"] == {"for": "keys", "seconds": 5, "speech": True, "typed": ""}
    told = _telephones(made).act(json.loads(json.dumps(told["state"])), "tap:1")
    assert (told["waits"]["typed"], told["heard"]) == ("1", [])
    told = _telephones(made).act(told["state"], "tap:2")
    assert (told["waits"], told["ended_by"], told["fault"]) == ({"for": "ended"}, "hotline", "")


@pytest.mark.parametrize(
    ("document", "waits"),
    [
        ("<Record/>", {"for": "recording", "seconds": 3600}),
        ("<Dial>+85255501111</Dial>", {"for": "officers", "numbers": ["+85255501111"]}),
    ],
)
def test_the_page_learns_what_the_call_waits_for(
    scene: Callable[..., Any], document: str, waits: dict[str, Any]
) -> None:
    assert _telephones(scene(document)).ring("+85255500000", "anonymous")["waits"] == waits


def test_a_fault_of_the_hotline_is_told(scene: Callable[..., Any]) -> None:
    told = _telephones(scene((500, "text/plain", b""))).ring("+85255500000", "hong kong")
    assert "status 500" in told["fault"]
    assert told["waits"] == {"for": "ended"}


def test_an_act_that_means_nothing_is_refused(scene: Callable[..., Any]) -> None:
    telephones = _telephones(scene(MENU))
    told = telephones.ring("+85255500000", "hong kong")
    with pytest.raises(PhoneFault):
        telephones.act(told["state"], "explode")
