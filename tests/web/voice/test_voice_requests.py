"""The request shapes of carriers, each at its door, by POST and by GET."""

import pytest

from ivr.carrier.last_resort import GO_ON, HANG_UP, LAST_RESORT
from ivr.engine.heard import Keys, Recorded, Silence, TransferFinished, Words
from ivr.engine.instructions import HangUp, Say

SID = "CA" + "0" * 32
TO, FROM = "+85221230000", "+85291234567"
TURN = "/voice/turn?call=TOKEN-1_x"
HONG_KONG = {f"{who}{what}": "" for who in ("From", "To", "Caller", "Called") for what in ("City", "State", "Zip")}
UNITED_STATES = {
    "From": "+14155550100",
    "FromCity": "SAN FRANCISCO",
    "FromState": "CA",
    "FromZip": "94105",
    "FromCountry": "US",
    "StirVerstat": "TN-Validation-Passed-A",
    "CallerName": "DOE JOHN",
    "CallToken": '{"parentCallInfoToken":"ey.J"}',
}
CALLERS = {
    "Hong Kong": (HONG_KONG | {"FromCountry": "HK"}, FROM),
    "full United States": (UNITED_STATES, "+14155550100"),
    "anonymous": ({"From": "anonymous", "Caller": "anonymous"}, "anonymous"),
    "the old anonymous": ({"From": "+266696687"}, "+266696687"),
    "empty": ({"From": ""}, ""),
    "SIP": ({"From": "sip:a@example.org;x=1", "SipCallId": "1@h", "SipHeader_X-A": "b"}, "sip:a@example.org;x=1"),
    "client": ({"From": "client:desk"}, "client:desk"),
    "forwarded": ({"ForwardedFrom": "+85221239999", "CalledVia": "+85221239999"}, FROM),
    "unknown parameters": ({"NewIn2030": "ü &=+", "字": "值", "Blank": " "}, FROM),
    "4 kB of caller": ({"From": "9" * 4096}, "9" * 255),
}


@pytest.mark.parametrize("shape", CALLERS)
@pytest.mark.parametrize("way", ["post", "get"])
def test_any_caller_is_answered(shape, way, carrier, switchboard, inbound):
    more, caller = CALLERS[shape]
    reply = getattr(carrier, way)("/voice/answer", inbound | more)
    assert (reply.status_code, reply.mimetype) == (200, "text/xml")
    assert b'<Gather action="/voice/turn?call=NEXT"' in reply.data
    assert switchboard.asked == [("answer", SID, TO, caller)]


HEARD = [
    ({"Digits": "1", "FinishedOnKey": "", "msg": "Gather End"}, Keys("1")),
    ({"Digits": ""}, Silence()),
    ({}, Silence()),
    ({"SpeechResult": "水費 & 電費", "Confidence": "0.8"}, Words("水費 & 電費", 0.8)),
    ({"DialCallStatus": "busy", "DialCallSid": "CA9", "DialCallDuration": ""}, TransferFinished("busy", 0)),
    (
        {"RecordingUrl": "https://c.example/RE1", "RecordingDuration": "9", "Digits": "hangup"},
        Recorded("RE1", "https://c.example/RE1", 9, hung_up=True),
    ),
]


@pytest.mark.parametrize(("more", "heard"), HEARD)
@pytest.mark.parametrize("way", ["post", "get"])
def test_a_turn_brings_the_token_and_what_was_heard(more, heard, way, carrier, switchboard, inbound):
    reply = getattr(carrier, way)(TURN, inbound | more)
    assert reply.status_code == 200
    assert reply.data.endswith(b"Goodbye</Say><Hangup /></Response>")
    assert switchboard.asked == [("turn", "TOKEN-1_x", SID, heard, FROM)]


def test_of_a_repeated_parameter_the_first_counts_and_all_are_signed(carrier, switchboard, inbound):
    reply = carrier.post(TURN, [*inbound.items(), ("Digits", "1"), ("Digits", "2"), ("Digits", "2")])
    assert reply.status_code == 200
    assert switchboard.asked[0][3] == Keys("1")


def test_a_token_in_the_form_is_not_the_token_of_the_address(carrier, switchboard, inbound):
    carrier.post("/voice/turn", inbound | {"call": "FORGED"})
    assert switchboard.asked[0][1] == ""


def test_parameters_in_the_address_of_a_post_are_not_the_form(carrier, switchboard, inbound):
    carrier.post(TURN + "&Digits=9&CallSid=CAother", inbound)
    assert switchboard.asked == [("turn", "TOKEN-1_x", SID, Silence(), FROM)]


@pytest.mark.parametrize("way", ["post", "get"])
def test_a_status_is_noted_without_an_answer(way, carrier, switchboard, inbound):
    told = inbound | {"CallStatus": "completed", "CallDuration": "75", "SequenceNumber": "3"}
    reply = getattr(carrier, way)("/voice/status", told)
    assert (reply.status_code, reply.data) == (204, b"")
    assert switchboard.asked == [("status", SID, TO, FROM, "completed", 75)]


def test_a_recording_is_noted_without_the_standard_parameters(carrier, switchboard):
    told = {
        "AccountSid": "AC1",
        "CallSid": SID,
        "RecordingSid": "RE7",
        "RecordingUrl": "https://c.example/RE7",
        "RecordingStatus": "completed",
        "RecordingDuration": "12",
    }
    assert carrier.post("/voice/recording", told).status_code == 204
    assert carrier.post("/voice/recording", told | {"RecordingStatus": "absent", "RecordingDuration": ""}).data == b""
    assert switchboard.asked == [
        ("recording", SID, "RE7", "https://c.example/RE7", "completed", 12),
        ("recording", SID, "RE7", "https://c.example/RE7", "absent", None),
    ]


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://ivr.example.org/voice/turn?call=TOKEN-1_x", "TOKEN-1_x"),
        ("https://ivr.example.org/voice/turn?x=%zz&call=A%20B", "A B"),
        ("https://ivr.example.org/voice/answer", ""),
        ("https://[", ""),
        ("", ""),
        ("&" * 3000, ""),
        ("https://ivr.example.org/voice/turn?" + "&" * 3000, ""),
    ],
)
def test_the_fallback_resumes_the_call_of_the_address_that_failed(url, token, carrier, switchboard, inbound):
    reply = carrier.post("/voice/fallback", inbound | {"ErrorCode": "11200", "ErrorUrl": url})
    assert reply.status_code == 200
    assert b"Sorry" in reply.data
    assert switchboard.asked == [("resume", token, SID, TO, FROM, "11200", False)]


@pytest.mark.parametrize("code", ["11750", "11770", "12100", "12300", "13201", "14207"])
def test_the_fallback_tells_an_answer_that_was_of_no_use_from_one_that_never_came(code, carrier, switchboard, inbound):
    for each in (code, "11200", "11205", "", "forged", "١٢١٠٠"):
        carrier.post("/voice/fallback", inbound | {"ErrorCode": each, "ErrorUrl": "/voice/turn?call=T"})
    assert [asked[-1] for asked in switchboard.asked] == [True, False, False, False, False, False]


def test_when_an_officers_document_failed_the_officer_is_let_go(carrier, switchboard, inbound):
    failed = "https://ivr.example.org/voice/officer?call=T"
    reply = carrier.post("/voice/fallback", inbound | {"ErrorCode": "11200", "ErrorUrl": failed})
    assert reply.data == HANG_UP
    assert switchboard.asked == []


def test_an_officer_hears_the_whisper_and_accepts_with_1(carrier, switchboard, inbound):
    asked = carrier.post("/voice/officer?call=T", inbound)
    assert b'action="/voice/officer?call=T&amp;asked=1"' in asked.data
    assert b"A caller about fees" in asked.data
    accepted = carrier.post("/voice/officer?call=T&asked=1", inbound | {"Digits": "1"})
    assert accepted.data == GO_ON
    assert switchboard.asked == [("whisper", "T"), ("accept", "T")]


def test_where_no_key_is_wanted_whoever_picks_up_has_the_call(carrier, switchboard, inbound):
    switchboard.whispers = (Say("A caller about fees.", "en"),)
    told = carrier.post("/voice/officer?call=T", inbound).data
    assert b"A caller about fees." in told
    assert b"Gather" not in told
    assert b"Hangup" not in told


@pytest.mark.parametrize("keys", [{"Digits": "2"}, {"Digits": ""}, {"Digits": "11"}, {}])
def test_an_officer_who_does_not_press_1_is_let_go(keys, carrier, inbound):
    assert carrier.post("/voice/officer?call=T&asked=1", inbound | keys).data == HANG_UP


@pytest.mark.parametrize("whispers", [(), (HangUp(),)])
def test_an_officer_is_let_go_when_there_is_no_such_call(whispers, carrier, switchboard, inbound):
    switchboard.whispers = whispers
    assert carrier.post("/voice/officer?call=T", inbound).data == HANG_UP


@pytest.mark.parametrize("sid", ["", "CA 1", "x" * 65, "CA/..", "字"])
@pytest.mark.parametrize("path", ["/voice/answer", "/voice/turn?call=T", "/voice/fallback"])
def test_a_request_that_names_no_call_gets_an_apology(sid, path, carrier, switchboard, inbound):
    reply = carrier.post(path, inbound | {"CallSid": sid})
    assert (reply.status_code, reply.data) == (200, LAST_RESORT)
    assert switchboard.asked == []
