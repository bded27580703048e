"""A carrier that sends everything again, or loses answers: the same bytes, and nothing happens twice."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from whole.calling import EVERYTHING, call, forget
from whole.serving import Server

from ivr.phone.faults import AnswerLost, Doubled
from ivr.phone.requesting import Wire

SID = "CA" + "5" * 32  # always the same one, because references are made from it
FAULTS: dict[str, Callable[[Wire], Wire]] = {
    "every webhook twice, one after another": Doubled,
    "every webhook six times at once": partial(Doubled, copies=6, at_once=True),
    "every answer lost once": AnswerLost,
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Server:
    """A running hotline on each kind of database."""
    found: Server = request.getfixturevalue({"sqlite": "server", "postgresql": "postgres_hotline"}[request.param])
    return found


@pytest.fixture(scope="module")
def undisturbed(either: Server) -> dict[str, Any]:
    """The call as it goes when nothing is wrong."""
    return _made(either, None)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_answers_and_the_same_tables(fault: str, either: Server, undisturbed: dict[str, Any]) -> None:
    disturbed = _made(either, FAULTS[fault])
    assert disturbed["heard"] == undisturbed["heard"]
    assert disturbed["answers"] == undisturbed["answers"]
    assert disturbed["record"] == undisturbed["record"]


def test_the_undisturbed_call_is_what_it_should_be(undisturbed: dict[str, Any]) -> None:
    told = undisturbed["record"]
    (whole,), (case,), (message,) = told["calls"], told["cases"], told["messages"]
    assert (whole["turns"], whole["last_turn"], whole["outcome"]) == (19, 19, "case")
    assert (case["kind"], case["department"], case["seconds"]) == ("complaint", "transport", 45)
    assert (case["recording_status"], message["recording_status"], message["seconds"]) == ("completed", "completed", 15)
    assert any("has been approved" in text for text in undisturbed["heard"])
    assert sum("Your reference is" in text for text in undisturbed["heard"]) == 2


def _made(server: Server, wrap: Callable[[Wire], Wire] | None) -> dict[str, Any]:
    forget(server, SID)
    telephone, sent, heard = call(server, EVERYTHING, sid=SID, wrap=wrap)
    assert telephone.waits == "ended"
    return {"heard": heard, "answers": sent.answers, "record": server.record(SID)}
