"""What is not from the carrier is refused, whatever it claims; and what is too large before anything is looked at."""

import gzip
import io
import json

import pytest
from structlog.testing import capture_logs

TURN = "/voice/turn?call=TOKEN"
OFFICERS = ["/voice/officer?call=TOKEN", "/voice/reply?call=TOKEN&step=pressed"]
NOTICES = ["/voice/status", "/voice/recording", "/voice/text"]
PATHS = ["/voice/answer", TURN, "/voice/fallback", *NOTICES, *OFFICERS]


def _is_refused(reply, switchboard) -> bool:
    return (reply.status_code, reply.data, switchboard.asked) == (403, b"Forbidden\n", [])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("signature", [None, "", "wrong", "q" * 28, "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", "ÿþ"])
def test_every_door_refuses_a_missing_or_wrong_signature(path, signature, carrier, switchboard, inbound):
    with capture_logs() as logs:
        assert _is_refused(carrier.post(path, inbound, signature=signature), switchboard)
    assert logs[0]["path"] == path.partition("?")[0]
    assert "TOKEN" not in str(logs)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_door_refuses_an_unsigned_get(path, method, carrier, switchboard):
    reply = carrier.send(method, path, None)
    assert reply.status_code == 403
    assert switchboard.asked == []


def test_a_signed_get_does_nothing_as_a_head_or_a_post(carrier, switchboard):
    target = TURN + "&CallSid=CA1&Digits=1"
    signature = carrier.signature(target)
    assert carrier.send("HEAD", target, signature).status_code == 403
    assert _is_refused(carrier.send("POST", target, signature), switchboard)
    assert carrier.send("GET", target, signature).status_code == 200


def test_a_signed_post_does_nothing_as_a_get(carrier, switchboard, inbound):
    signature = carrier.signature(TURN, list(inbound.items()))
    assert _is_refused(carrier.send("GET", TURN, signature), switchboard)


TAMPERED = {
    "a value": lambda pairs: [*pairs[:-1], ("To", "+85299999999")],
    "a parameter more": lambda pairs: [*pairs, ("Digits", "1")],
    "a parameter less": lambda pairs: pairs[:-1],
    "a second value": lambda pairs: [*pairs, ("To", "+85299999999")],
    "the case of a name": lambda pairs: [(name.upper(), value) for name, value in pairs],
    "a space": lambda pairs: [(name, value + " ") for name, value in pairs],
}


@pytest.mark.parametrize("change", TAMPERED)
def test_a_tampered_form_is_refused(change, carrier, switchboard, inbound):
    pairs = list(inbound.items())
    reply = carrier.post("/voice/answer", TAMPERED[change](pairs), signature=carrier.signature("/voice/answer", pairs))
    assert _is_refused(reply, switchboard)


def test_only_the_order_of_parameters_may_change(carrier, switchboard, inbound):
    pairs = list(inbound.items())
    signature = carrier.signature("/voice/answer", pairs)
    assert carrier.post("/voice/answer", pairs[::-1], signature=signature).status_code == 200


@pytest.mark.parametrize(
    "target", ["/voice/turn?call=OTHER", "/voice/turn", TURN + "&x=1", TURN + "&", "/voice/answer"]
)
def test_a_signature_of_another_address_is_refused(target, carrier, switchboard, inbound):
    signature = carrier.signature(TURN, list(inbound.items()))
    assert _is_refused(carrier.post(target, inbound, signature=signature), switchboard)


PROXIES = {
    "none": {},
    "forged host": {"Host": "evil.example"},
    "forwarded host": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
    "chained": {"X-Forwarded-Host": "a.example, evil.example", "X-Forwarded-For": "1.2.3.4, 5.6.7.8"},
    "empty": {"X-Forwarded-Host": "", "X-Forwarded-Proto": ""},
    "port": {"X-Forwarded-Port": "8443", "X-Forwarded-Proto": "https"},
    "prefix": {"X-Forwarded-Prefix": "/evil", "X-Forwarded-Path": "/evil", "X-Script-Name": "/evil"},
    "original": {
        "X-Original-URL": "/voice/status",
        "X-Rewrite-URL": "/voice/status",
        "X-Original-Host": "evil.example",
    },
    "standard": {"Forwarded": "host=evil.example;proto=http"},
    "other algorithm": {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"},
    "other method": {"X-HTTP-Method-Override": "GET"},
}


@pytest.mark.parametrize("proxy", PROXIES)
def test_no_header_changes_what_a_signature_is_checked_against(proxy, carrier, switchboard, inbound):
    reply = carrier.post(TURN, inbound, headers=PROXIES[proxy])
    assert reply.status_code == 200
    assert b"evil" not in reply.data + str(reply.headers).encode()
    assert switchboard.asked[0][:2] == ("turn", "TOKEN")


@pytest.mark.parametrize("proxy", PROXIES)
@pytest.mark.parametrize("root", ["http://ivr.example.org", "https://evil.example", "https://ivr.example.org/evil"])
def test_no_header_makes_a_signature_over_another_address_right(proxy, root, carrier, switchboard, inbound):
    carrier.root = root
    assert _is_refused(carrier.post(TURN, inbound, headers=PROXIES[proxy]), switchboard)


def test_a_signature_with_another_accounts_token_is_refused(carrier, switchboard, inbound):
    carrier.token = "54321"
    assert _is_refused(carrier.post(TURN, inbound), switchboard)


def test_an_absolute_request_target_is_checked_by_its_path(carrier, switchboard, inbound):
    reply = carrier.post(TURN, inbound, raw="http://evil.example" + TURN)
    assert reply.status_code == 200
    assert b"evil" not in reply.data


@pytest.mark.parametrize(
    "raw", ["//evil.example/voice/turn", "/voice%2Fturn?call=TOKEN", "/x/../voice/turn", "/..;/voice/turn"]
)
def test_another_spelling_of_a_path_needs_its_own_signature(raw, carrier, switchboard, inbound):
    assert _is_refused(carrier.post(TURN, inbound, raw=raw), switchboard)


def test_a_body_over_64_kilobytes_is_refused_unread(carrier, switchboard, inbound):
    unread = {"CONTENT_LENGTH": "20000000", "wsgi.input": Unreadable()}
    reply = carrier.post(TURN, inbound, environ=unread)
    assert (reply.status_code, reply.data, switchboard.asked) == (413, b"Too large\n", [])


class Unreadable(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(("size", "status"), [(65_000, 403), (70_000, 413)])
def test_a_chunked_body_is_read_no_further_than_64_kilobytes(size, status, carrier, switchboard):
    reply = carrier.send(
        "POST",
        TURN,
        "x",
        input_stream=io.BytesIO(b"a=" + b"x" * size),
        content_type="application/x-www-form-urlencoded",
        environ={"wsgi.input_terminated": True},
    )
    assert reply.status_code == status
    assert switchboard.asked == []


@pytest.mark.parametrize("length", ["-1", "x", "9" * 30, "1e3"])
def test_a_length_that_makes_no_sense_is_refused(length, carrier, switchboard, inbound):
    reply = carrier.post(TURN, inbound, headers={}, environ={"CONTENT_LENGTH": length})
    assert reply.status_code in (400, 413)
    assert switchboard.asked == []


def test_a_body_cut_off_is_refused(carrier, switchboard, inbound):
    reply = carrier.post(TURN, inbound, environ={"CONTENT_LENGTH": "5000"})
    assert reply.status_code == 400
    assert switchboard.asked == []


@pytest.mark.parametrize("where", ["body", "query"])
def test_more_than_a_thousand_parameters_are_refused(where, carrier, switchboard, inbound):
    many = "&".join(["a=1"] * 1001)
    reply = carrier.post(TURN, inbound, body=many) if where == "body" else carrier.send("GET", TURN + "&" + many, "x")
    assert (reply.status_code, reply.data) == (400, b"Bad request\n")
    assert switchboard.asked == []


def test_other_content_types_are_not_forms(carrier, switchboard, inbound):
    for kind, body in (
        ("application/json", json.dumps(inbound).encode()),
        ("text/plain", b"CallSid=CA1"),
        ("", b"CallSid=CA1"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="CallSid"\r\n\r\nCA1\r\n--x--',
        ),
    ):
        assert _is_refused(carrier.post(TURN, inbound, content_type=kind, body=body), switchboard)


def test_a_compressed_body_is_not_unpacked(carrier, switchboard, inbound):
    body = gzip.compress(b"a=" + b"0" * 60_000_000)
    assert len(body) < 65_536
    reply = carrier.post(TURN, inbound, body=body, headers={"Content-Encoding": "gzip"})
    assert _is_refused(reply, switchboard)


def test_broken_escapes_and_bytes_are_read_and_refused(carrier, switchboard, inbound):
    for body in (b"%", b"%zz=%f", b"\xff\xfe=\x00", "字=值".encode(), b"=&=&="):
        assert _is_refused(carrier.post(TURN, inbound, body=body), switchboard)
