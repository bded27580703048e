"""The shapes in which real carriers ask, replayed against a running hotline: whole calls, by POST and by GET."""

import pytest
from whole.knocking import Knock, inbound
from whole.serving import Server

from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import ORIGINS
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone

STATUS_FOUND = "3,1,12345674,1,01011980"
HABITS = {
    "keys typed ahead are kept": Habits(buffers_keys=True),
    "silence comes without Digits": Habits(omits_empty_digits=True),
    "a hang-up is not reported": Habits(reports_hang_up=False),
    "a failed document brings the fallback": Habits(falls_back=True),
    "an empty recording is not reported": Habits(skips_empty_recordings=True),
}


def _heard(telephone: Telephone, script: str) -> str:
    heard = list(telephone.ring())
    for act in parse_script(script):
        heard += perform(telephone, act)
    return " ".join(one.text for one in heard)


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_caller_of_any_origin_finds_a_status(origin: str, server: Server) -> None:
    telephone = server.telephone("transport", ORIGINS[origin]())
    assert "has been approved" in _heard(telephone, STATUS_FOUND + ",hangup")
    (kept,) = server.rows("SELECT caller, turns FROM calls WHERE sid = :sid", sid=telephone.state.call_sid)
    assert kept == {"caller": ORIGINS[origin]().number, "turns": 6}


@pytest.mark.parametrize("habit", HABITS)
def test_a_call_goes_on_whatever_the_carriers_habits(habit: str, server: Server) -> None:
    telephone = Telephone(server.line(), new_call("+85222200101", habits=HABITS[habit]))
    heard = _heard(telephone, "wait,3,wait,1,12345674,1,wait,01011980,0,officer:declines,officer:fails,record:3,3,1")
    assert "I did not hear a key" in heard
    assert "has been approved" in heard
    assert "message has been kept" in heard
    assert telephone.waits == "ended"


def test_keys_typed_ahead_reach_their_questions_where_the_carrier_keeps_them(server: Server) -> None:
    telephone = Telephone(server.line(), new_call("+85222200101", habits=Habits(buffers_keys=True)))
    assert "has been approved" in _heard(telephone, "3112345674101011980")


def test_keys_typed_ahead_do_no_harm_where_the_carrier_drops_them(server: Server) -> None:
    assert "Welcome to Transport Services" in _heard(server.telephone("transport"), "3112345674101011980")


def test_webhooks_by_get_are_answered_like_those_by_post(server: Server) -> None:
    knock, params = Knock(server), list(inbound().items())
    path = knock.next_turn(knock.get("/voice/answer", params))
    for digits in ("3", "1", "12345674", "1"):
        path = knock.next_turn(knock.get(path, [*params, ("Digits", digits)]))
    assert "has been approved" in knock.says(knock.get(path, [*params, ("Digits", "01011980")]))
    assert knock.get("/voice/status", [*params, ("CallStatus", "completed")]).status_code == 204


def test_unknown_repeated_and_empty_parameters_do_no_harm(server: Server) -> None:
    knock, params = Knock(server), list(inbound().items())
    more = [
        ("New", "你好 %2F+&="),
        ("New", "a"),
        ("New", "a"),
        ("Blank", ""),
        ("", "nameless"),
        ("X" * 500, "x" * 5000),
    ]
    menu = knock.next_turn(knock.post("/voice/answer", params + more))
    assert "Welcome" in knock.says(knock.post(menu, [*params, *more, ("Digits", "3"), ("Digits", "1")]))


def test_headers_that_only_a_proxy_or_an_attacker_sets_change_nothing(server: Server) -> None:
    knock, forged = (
        Knock(server),
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Host": "evil.example"},
    )
    answer = knock.post("/voice/answer", inbound(), headers=forged)
    assert knock.next_turn(answer).startswith("/voice/turn?call=")
    assert b"evil" not in answer.content


@pytest.mark.parametrize(
    "path", ["/voice/answer/", "//voice/answer", "/voice//answer", "/VOICE/ANSWER", "/voice/turn/"]
)
def test_no_spelling_of_an_address_is_answered_with_a_redirect(path: str, server: Server) -> None:
    assert Knock(server).post(path, inbound()).status_code in (200, 403, 404)


@pytest.mark.parametrize("outcomes", [("canceled",), ("",), ("COMPLETED",), ("no-answer", "busy")])
def test_any_word_for_what_came_of_ringing_officers_leads_on(outcomes: tuple[str, ...], server: Server) -> None:
    telephone = server.telephone("transport")
    _heard(telephone, "3,0")
    knock, params = Knock(server), inbound(CallSid=telephone.state.call_sid)
    (dial,) = [verb for verb in (telephone.here,) if verb is not None]
    path = dial.action.removeprefix(server.url)
    for outcome in outcomes:
        assert knock.verbs(knock.post(path, params | {"DialCallStatus": outcome, "DialCallDuration": ""}))
