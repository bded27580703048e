"""What no carrier should send, to a running hotline: never anything but 403 for a bad signature, else TwiML."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from whole.knocking import Knock, inbound
from whole.serving import Server

from ivr.phone.verbs import Hangup
from ivr.switchboard.tokens import CallTokens

DOORS = ("answer", "turn?call=x", "fallback", "status", "recording", "officer?call=x")


@pytest.fixture
def knock(server: Server) -> Knock:
    return Knock(server)


def _kept(server: Server, sid: str) -> int:
    return int(server.rows("SELECT count(*) AS n FROM journal WHERE call_sid = :sid", sid=sid)[0]["n"])


WRONG: dict[str, Callable[[bytes], bytes | None]] = {
    "none": lambda right: None,
    "empty": lambda right: b"",
    "wrong": lambda right: b"AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "truncated": lambda right: right[:-4],
    "not ASCII": lambda right: "簽名".encode(),
    "bytes that are no text": lambda right: b"\xff\xfe" + right,
    "very long": lambda right: right * 100,
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_signature_is_refused_and_leaves_nothing(how: str, door: str, server: Server, knock: Knock) -> None:
    params, path = inbound(), f"/voice/{door}"
    answer = knock.post(path, params, signature=WRONG[how](knock.signature(path, list(params.items()))))
    assert (answer.status_code, answer.content) == (403, b"Forbidden\n")
    assert _kept(server, params["CallSid"]) == 0


TAMPERED: dict[str, Callable[[list[tuple[str, str]]], list[tuple[str, str]]]] = {
    "a value": lambda pairs: [(name, value + "0" if name == "From" else value) for name, value in pairs],
    "one more": lambda pairs: [*pairs, ("Digits", "1")],
    "one less": lambda pairs: pairs[:-1],
    "a name's case": lambda pairs: [(name.lower(), value) for name, value in pairs],
    "nothing left": lambda pairs: [],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_body_is_refused_and_leaves_nothing(how: str, server: Server, knock: Knock) -> None:
    pairs = list(inbound().items())
    answer = knock.post("/voice/answer", TAMPERED[how](pairs), signature=knock.signature("/voice/answer", pairs))
    assert (answer.status_code, answer.content) == (403, b"Forbidden\n")
    assert _kept(server, dict(pairs)["CallSid"]) == 0


def test_a_number_that_no_hotline_has_is_told_and_let_go(server: Server, knock: Knock) -> None:
    for number in ("+85222209999", "", "sip:nobody@example.com", "9" * 4000, "１２３"):
        params = inbound(number)
        answer = knock.post("/voice/answer", params)
        assert "This number is not in service." in knock.says(answer)
        assert knock.verbs(answer)[-1] == Hangup()
        assert _kept(server, params["CallSid"]) == 0
    assert "a number was called that no hotline has" in server.log


def _token(path: str) -> str:
    return path.partition("call=")[2]


def test_a_token_that_was_forged_cut_or_sealed_with_another_key_gets_an_apology(server: Server, knock: Knock) -> None:
    params = inbound()
    right = _token(knock.next_turn(knock.post("/voice/answer", params)))
    secret = json.loads((server.state / "demo-secrets.json").read_text())["secret_key"]
    other = CallTokens(["another key, of more than thirty-two characters"]).seal(CallTokens([secret]).open(right))
    flipped = right[:40] + ("A" if right[40] != "A" else "B") + right[41:]
    for token in ("", "x", right[:-1], right[1:], flipped, other, right + "A", "%00", "%E5%AD%97", "A" * 6000):
        answer = knock.post(f"/voice/turn?call={token}", params)
        assert "something went wrong" in knock.says(answer), token
        assert knock.verbs(answer)[-1] == Hangup()
    assert _kept(server, params["CallSid"]) == 1


LOST: dict[str, dict[str, Any]] = {  # what a right token may hold once the menus have changed
    "a node that is not there": {"node": "transport/nowhere"},
    "a department that is not there": {"node": "nowhere/main"},
    "an edition that is not kept": {"edition": "0" * 64},
    "a hotline that is not there": {"hotline": "nowhere"},
    "a stage that the node does not know": {"stage": "nowhere", "node": "transport/application"},
}


@pytest.mark.parametrize("what", LOST)
def test_a_call_that_stands_nowhere_gets_words_and_a_way_on(what: str, server: Server, knock: Knock) -> None:
    params = inbound()
    menu = knock.next_turn(knock.post("/voice/answer", params))
    path = knock.next_turn(knock.post(menu, params | {"Digits": "3"}))
    tokens = CallTokens([json.loads((server.state / "demo-secrets.json").read_text())["secret_key"]])
    token = tokens.seal(replace(tokens.open(_token(path)), **LOST[what]))
    answer = knock.post(f"/voice/turn?call={token}", params | {"Digits": "1"})
    assert knock.says(answer)
    assert b"your call cannot go on" not in answer.content


def test_a_token_of_another_call_gets_an_apology(server: Server, knock: Knock) -> None:
    path = knock.next_turn(knock.post("/voice/answer", inbound()))
    stranger = inbound()
    answer = knock.post(path, stranger | {"Digits": "1"})
    assert "something went wrong" in knock.says(answer)
    assert _kept(server, stranger["CallSid"]) == 0


SILENCE, WRONG_KEY, TAKEN = "did not hear a key", "not one of the choices", "Please key in the eight digits"
MENU = "For licence fees, press two."
DIGITS = {
    None: SILENCE, "": SILENCE, "1": TAKEN, "8": WRONG_KEY, "A": WRONG_KEY, "１": WRONG_KEY, "١": WRONG_KEY,
    "²": WRONG_KEY, "1\n": WRONG_KEY, "1\x00": WRONG_KEY, "3321": WRONG_KEY, "1" * 5000: WRONG_KEY,
    "w": WRONG_KEY, "+1": WRONG_KEY, "1 ": WRONG_KEY, "-1": WRONG_KEY, "🙂": WRONG_KEY,
    "#": MENU, "*": MENU,
}  # fmt: skip


@pytest.mark.parametrize("digits", DIGITS, ids=lambda digits: repr(digits)[:12])
def test_any_digits_are_silence_a_wrong_key_or_a_choice(digits: str | None, server: Server) -> None:
    knock, params = Knock(server), inbound()
    path = knock.next_turn(knock.post("/voice/answer", params))
    menu = knock.next_turn(knock.post(path, params | {"Digits": "3"}))
    answer = knock.post(menu, params if digits is None else params | {"Digits": digits})
    assert DIGITS[digits] in knock.says(answer)


def test_digits_that_say_hangup_are_a_caller_who_left(server: Server) -> None:
    knock, params = Knock(server), inbound()
    path = knock.next_turn(knock.post("/voice/answer", params))
    menu = knock.next_turn(knock.post(path, params | {"Digits": "3"}))
    assert "<Hangup" in knock.post(menu, params | {"Digits": "hangup"}).text


CALLERS = [
    "anonymous",
    "+266696687",
    "",
    "sip:jo@example.com:5060;transport=udp",
    "client:x",
    "9" * 4096,
    "字\x00\x1b[31m",
]


@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: repr(caller)[:12])
def test_any_caller_is_answered_and_kept_cut_to_size(caller: str, server: Server, knock: Knock) -> None:
    params = inbound(caller=caller)
    menu = knock.next_turn(knock.post("/voice/answer", params))
    assert "Welcome to Transport Services" in knock.says(knock.post(menu, params | {"Digits": "3"}))
    (kept,) = server.rows("SELECT caller, turns FROM calls WHERE sid = :sid", sid=params["CallSid"])
    assert kept["turns"] == 2
    assert kept["caller"] == caller.replace("\x00", "").replace("\x1b", "")[:255]


STRANGE = [
    {"SpeechResult": "blue moon", "Confidence": ""}, {"SpeechResult": "\x00\ufffe" * 50},
    {"SpeechResult": "<Say>&" * 500},
    {"DialCallStatus": "exploded"}, {"RecordingUrl": "javascript:x", "RecordingDuration": "-9"},
    {"RecordingDuration": "9" * 400}, {"Digits": "8", "SpeechResult": "x", "DialCallStatus": ""},
]  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE, ids=lambda strange: str(strange)[:30])
def test_what_nobody_asked_for_is_answered_all_the_same(strange: dict[str, str], server: Server, knock: Knock) -> None:
    params = inbound()
    path = knock.next_turn(knock.post("/voice/answer", params))
    menu = knock.next_turn(knock.post(path, params | {"Digits": "3"}))
    assert MENU in knock.says(knock.post(menu, params | strange))


def test_too_much_is_refused_before_it_is_looked_at(knock: Knock) -> None:
    assert knock.post("/voice/answer", inbound(), body="a=" + "x" * 70_000).status_code == 413
    assert knock.post("/voice/answer", inbound(), body="&".join(["a=1"] * 1001)).status_code == 400


def test_a_replay_into_a_call_that_has_ended_hangs_up_and_changes_nothing(server: Server, knock: Knock) -> None:
    params = inbound()
    path = knock.next_turn(knock.post("/voice/answer", params))
    menu = knock.next_turn(knock.post(path, params | {"Digits": "3"}))
    knock.post(menu, params | {"Digits": "1"})
    ended = params | {"CallStatus": "completed", "CallDuration": "30"}
    assert knock.post("/voice/status", ended).status_code == 204
    before = server.record(params["CallSid"])
    for target, digits in ((menu, "1"), (menu, "2"), (path, "3"), (path, "1")):
        assert knock.hangs_up(knock.post(target, params | {"Digits": digits}))
    assert knock.hangs_up(knock.post("/voice/answer", params))
    assert server.record(params["CallSid"]) == before
