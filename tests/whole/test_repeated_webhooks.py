"""A carrier that sends everything again, or loses answers: the same bytes, and nothing happens twice."""

import os
import signal
from collections.abc import Callable
from functools import partial
from threading import Timer
from typing import Any

import pytest
from whole.calling import EVERYTHING, call, forget, to_the_tone
from whole.serving import NUMBERS, Server, until

from ivr.phone.faults import AnswerGone, AnswerLost, Doubled
from ivr.phone.requesting import Reply, Request, Wire
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone

NewServer = Callable[..., Server]
SID = "CA" + "5" * 32  # always the same one, because references are made from it
FAULTS: dict[str, Callable[[Wire], Wire]] = {
    "every webhook twice, one after another": Doubled,
    "every webhook six times at once": partial(Doubled, copies=6, at_once=True),
    "every answer lost once": AnswerLost,
    "every answer lost for good, and the fallback asked": AnswerGone,
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
    telephone, sent, heard = call(server, EVERYTHING, sid=SID, wrap=wrap, habits=Habits(falls_back=True))
    assert telephone.waits == "ended"
    return {"heard": heard, "answers": sent.answers, "record": server.record(SID)}


class FrozenOnce:
    """Stops all workers while one recording is reported, until its carrier has given up and asks the fallback."""

    def __init__(self, wire: Wire, server: Server) -> None:
        self.wire = wire
        self.server = server
        self.armed = False

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply; none within half a second while the workers stand still."""
        if self.armed and "/voice/turn" in request.url:
            self.armed = False
            self._signal(signal.SIGSTOP)
            return self.wire.send(request, 0.5)
        if "/voice/fallback" in request.url:
            Timer(0.5, self._signal, (signal.SIGCONT,)).start()
        return self.wire.send(request, seconds)

    def _signal(self, number: int) -> None:
        for worker in self.server.all_workers():
            os.kill(worker, number)


def test_what_waited_in_the_queue_until_its_carrier_gave_up_does_nothing_twice(new_server: NewServer) -> None:
    server = new_server().start()
    made: list[FrozenOnce] = []
    line = server.line(lambda wire: made.append(FrozenOnce(wire, server)) or made[0])
    for number in range(4):
        telephone = Telephone(line, new_call(NUMBERS["transport"], habits=Habits(falls_back=True)))
        telephone.ring()
        to_the_tone(telephone, "341")
        made[0].armed = True
        telephone.record(20)
        sid = telephone.state.call_sid
        until(lambda: server.spooled() == 0, "the spool is loaded")
        if not server.rows("SELECT * FROM cases WHERE call_sid = :sid", sid=sid):  # the fallback came first
            to_the_tone(telephone, "1")
            telephone.record(20)
        telephone.hang_up()
        until(lambda: server.spooled() == 0, "the spool is loaded")
        turns = server.rows("SELECT turn FROM journal WHERE call_sid = :sid AND turn > 0 ORDER BY turn", sid=sid)
        assert [row["turn"] for row in turns] == list(range(1, len(turns) + 1))
        assert len(server.rows("SELECT * FROM cases")) == number + 1
