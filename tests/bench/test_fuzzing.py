"""A little fuzzing at every run, what once failed again and again, and a judge that sees what is wrong."""

from collections.abc import Iterator

import pytest
from hypothesis import seed

from bench.fuzzing.judging import faults
from bench.fuzzing.target import Sent, Target, target
from bench.fuzzing.trying import Trial, as_property
from ivr.phone.requesting import Reply

TWIML, HTML, JSON = "text/xml; charset=utf-8", "text/html; charset=utf-8", "application/json"
ANSWERED = Sent("POST", "/voice/answer", "CallSid=CA1&To=%2B85222200101", carrier=True)
HUNG_UP = b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup /></Response>'


@pytest.fixture(scope="module")
def under() -> Iterator[Target]:
    with target() as made:
        yield made


@pytest.fixture
def trial(under: Target) -> Trial:
    return Trial(under)


ONCE_BAD: tuple[tuple[Sent, ...], ...] = (
    (Sent("POST", "/phone/calls", "[" * 100_000, (("Content-Type", "application/json"),), desk=True),),
    (Sent("HEAD", "/healthz"),),
    (Sent("POST", "/desk/sign-in", "a&" * 200_000),),
    (Sent("POST", "/desk/sign-in", "next=%2Fdesk%2F%0D%0AX%3A1&csrf_token={csrf}", desk=True),),
)
"""Requests that were answered badly in some earlier version, or might have been."""


@pytest.mark.parametrize("example", ONCE_BAD, ids=lambda example: example[-1].target)
def test_what_once_was_answered_badly_is_answered_well(example: tuple[Sent, ...], trial: Trial) -> None:
    trial.run(example)
    assert trial.replies.total() == len(example)


def test_whatever_is_sent_the_reply_is_well_formed(trial: Trial) -> None:
    seed(20261128)(as_property(trial, 60))()
    assert trial.replies.total() > 60
    assert trial.replies[200] > 20, f"the pages and doors were reached: {trial}"


def test_the_sender_reaches_turns_of_a_call_and_forms_of_the_desk(trial: Trial) -> None:
    trial.run([ANSWERED, Sent("POST", "/voice/turn?call={token}", "CallSid=CA1&Digits=3", carrier=True)])
    assert "turn 2" in [entry.entry for entry in trial.target.installation.journal.of_call("CA1")]
    trial.run([Sent("POST", "/desk/language", "csrf_token={csrf}&language=zh_Hant_HK&next=/desk/", desk=True)])
    assert trial.replies[302] + trial.replies[303] == 1


BAD = {
    "no carrier takes it": (ANSWERED, Reply(200, TWIML, b"<Response><Say></Response>")),
    "status 500": (Sent("GET", "/"), Reply(500, HTML, b"<p>sorry")),
    "status 503": (Sent("GET", "/healthz"), Reply(503, JSON, b"{}")),
    "an unsigned request was answered 200": (Sent("POST", "/voice/answer"), Reply(200, TWIML, HUNG_UP)),
    "a notice was answered 200": (Sent("POST", "/voice/status", carrier=True), Reply(200, TWIML, HUNG_UP)),
    "discloses 'Traceback": (Sent("GET", "/"), Reply(404, HTML, b"Traceback (most recent call last)")),
    "is no UTF-8": (Sent("GET", "/"), Reply(200, HTML, b"\xff")),
    "is no JSON": (Sent("GET", "/readyz"), Reply(200, JSON, b"{")),
    "leads to": (Sent("GET", "/"), Reply(302, HTML, b"", "//evil.example/")),
    "has no content type": (Sent("GET", "/"), Reply(200, "", b"x")),
}


@pytest.mark.parametrize("what", BAD)
def test_the_judge_sees_what_is_wrong(what: str, under: Target) -> None:
    sent, reply = BAD[what]
    under.begin()
    under.send(Sent("GET", "/healthz"))
    assert [one for one in faults(sent, reply, under) if one.startswith(what)]


def test_the_judge_lets_a_good_reply_pass(under: Target) -> None:
    under.begin()
    under.send(Sent("GET", "/healthz"))
    assert not list(faults(ANSWERED, Reply(200, TWIML, HUNG_UP), under))
    assert not list(faults(Sent("GET", "/readyz"), Reply(503, JSON, b"{}"), under))


def test_an_error_that_was_caught_and_apologised_for_is_a_fault_all_the_same(under: Target) -> None:
    under.said.write('{"event": "a call could not go on", "level": "error"}\n')
    assert any("a call could not go on" in one for one in faults(ANSWERED, Reply(200, TWIML, HUNG_UP), under))
    under.send(Sent("GET", "/healthz"))
    assert not under.crashes()
