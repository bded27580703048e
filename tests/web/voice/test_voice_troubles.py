"""When the system itself fails the carrier gets a document all the same, and the log tells nothing personal."""

import pytest
from structlog.testing import capture_logs

from ivr.carrier.last_resort import HANG_UP, LAST_RESORT
from ivr.web.voice import UNSIGNED

SECRETS = ("TOKEN-1", "+85291234567", "8765")


@pytest.mark.parametrize("path", ["/voice/answer", "/voice/turn?call=TOKEN-1", "/voice/fallback"])
def test_a_failure_inside_becomes_an_apology(path, carrier, switchboard, inbound):
    switchboard.trouble = RuntimeError("TOKEN-1 +85291234567 pressed 8765")
    with capture_logs() as logs:
        reply = carrier.post(path, inbound | {"Digits": "8765"})
    assert (reply.status_code, reply.mimetype, reply.data) == (200, "text/xml", LAST_RESORT)
    assert logs[0]["log_level"] == "error"
    assert logs[0]["error"] == "RuntimeError"
    assert logs[0]["call_sid"] == "CA" + "0" * 32
    assert not [secret for secret in SECRETS if secret in str(logs)]


@pytest.mark.parametrize("path", ["/voice/status", "/voice/recording"])
def test_a_notice_that_cannot_be_kept_is_answered_all_the_same(path, carrier, switchboard, inbound):
    switchboard.trouble = KeyError("x")
    assert carrier.post(path, inbound).status_code == 204


def test_an_officer_is_let_go_when_the_whisper_fails(carrier, switchboard, inbound):
    switchboard.trouble = KeyError("x")
    assert carrier.post("/voice/officer?call=T", inbound).data == HANG_UP


def test_an_answer_that_cannot_be_written_becomes_an_apology(carrier, switchboard, inbound):
    switchboard.answer = lambda sid, called, caller: None
    assert carrier.post("/voice/answer", inbound).data == LAST_RESORT


def test_every_route_needs_a_signature_unless_it_is_listed(app, carrier, switchboard):
    unsigned = set()
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<name>", "ab" * 32).replace("<path:filename>", "x")
        for method in rule.methods - {"OPTIONS"}:
            if carrier.send(method, path, None).status_code != 403:
                unsigned.add(rule.endpoint)
    assert unsigned == UNSIGNED | {"static"}
    assert switchboard.asked == []


def test_no_address_of_the_carrier_is_answered_with_a_redirect(app, carrier):
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<name>", "ab" * 32).replace("<path:filename>", "x")
        if not rule.endpoint.startswith("voice."):
            continue
        for variant in (path, path + "/", "/" + path, path.replace("/", "//"), path.upper(), "/./" + path):
            for method in ("GET", "POST", "HEAD", "PUT", "OPTIONS"):
                reply = carrier.send(method, "/", "x", raw=variant, environ={"PATH_INFO": variant})
                assert reply.status_code in (200, 403, 404, 405), (method, variant)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_not_allowed_even_when_signed(method, carrier, switchboard):
    reply = carrier.send(method, "/voice/answer", carrier.signature("/voice/answer"))
    assert reply.status_code == 405
    assert switchboard.asked == []


def test_a_slash_at_the_end_reaches_the_same_door(carrier, switchboard, inbound):
    assert carrier.post("/voice/answer/", inbound).status_code == 200
    assert switchboard.asked[0][0] == "answer"


def test_answers_are_never_kept_by_a_cache(carrier, inbound):
    assert carrier.post("/voice/answer", inbound).headers["Cache-Control"] == "no-store"
