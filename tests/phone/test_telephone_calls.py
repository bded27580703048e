"""Recordings, transfers, endings and faults, as the telephone carries them out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ivr.errors import PhoneFault
from ivr.phone.faults import AnswerLost, Doubled
from ivr.phone.origins import ORIGINS
from ivr.phone.state import Habits
from ivr.phone.telephone import Telephone

RECORD = '<Record action="/turn" maxLength="60" finishOnKey="#" recordingStatusCallback="/notice"/>'
DIAL = '<Dial action="/turn" timeout="20"><Number url="/officer">+85255501111</Number></Dial>'
WHISPER = '<Gather action="/accept" numDigits="1"><Say>Press 1 to accept.</Say></Gather><Hangup/>'


def test_a_recording_goes_to_its_address_and_is_announced(scene: Callable[..., Any]) -> None:
    made = scene(RECORD, turn="<Say>Thank you.</Say>")
    made.telephone.ring()
    assert made.telephone.waits == "recording"
    assert [one.text for one in made.telephone.record(20)] == ["Thank you."]
    told, notice = made.hotline.to("/turn")[0].params, made.hotline.to("/notice")[0].params
    assert (told["RecordingDuration"], told["Digits"], told["CallStatus"]) == ("20", "#", "in-progress")
    assert notice["RecordingUrl"] == told["RecordingUrl"]
    assert notice["RecordingStatus"] == "completed"
    assert not {"From", "To", "CallStatus"} & set(notice)


@pytest.mark.parametrize(
    ("seconds", "key", "duration", "digits"), [(5, "1", "5", ""), (5, "", "5", ""), (90, "#", "60", "")]
)
def test_a_recording_may_end_by_silence_or_length(
    scene: Callable[..., Any], seconds: int, key: str, duration: str, digits: str
) -> None:
    made = scene(RECORD, turn="")
    made.telephone.ring()
    made.telephone.record(seconds, key)
    params = made.hotline.to("/turn")[0].params
    assert (params["RecordingDuration"], params["Digits"]) == (duration, digits)


@pytest.mark.parametrize("reports", [True, False])
def test_hanging_up_ends_a_recording_in_either_way(scene: Callable[..., Any], reports: bool) -> None:
    made = scene(RECORD, Habits(reports_hang_up=reports), turn="<Say>Never heard.</Say>")
    made.telephone.ring()
    assert made.telephone.hang_up() == ()
    assert [one.params["Digits"] for one in made.hotline.to("/turn")] == ["hangup"] * reports
    assert len(made.hotline.to("/notice")) == 1
    assert made.hotline.asked[-1].address == "/voice/status"


@pytest.mark.parametrize(
    ("outcome", "status", "bridged", "duration"),
    [
        ("answers", "completed", "true", "31"),
        ("declines", "completed", "false", "6"),
        ("busy", "busy", "false", "0"),
        ("unanswered", "no-answer", "false", "0"),
        ("fails", "failed", "false", "0"),
    ],
)
def test_what_officers_do_is_told(
    scene: Callable[..., Any], outcome: Any, status: str, bridged: str, duration: str
) -> None:
    made = scene(DIAL, turn="<Say>After.</Say>", officer=WHISPER, accept="")
    made.telephone.ring()
    assert made.telephone.waits == "officers"
    heard = made.telephone.officers(outcome, 30)
    params = made.hotline.to("/turn")[0].params
    assert (params["DialCallStatus"], params["DialBridged"]) == (status, bridged)
    assert params["DialCallDuration"] == duration
    assert [one.text for one in heard if not one.officer] == ["After."]


def test_only_an_officer_hears_the_whisper_and_presses_1(scene: Callable[..., Any]) -> None:
    made = scene(DIAL, turn="", officer=WHISPER, accept="<Say>Connected.</Say>")
    made.telephone.ring()
    heard = made.telephone.officers("answers")
    assert [(one.text, one.officer) for one in heard] == [("Press 1 to accept.", True), ("Connected.", True)]
    whispered, accepted = made.hotline.to("/officer")[0].params, made.hotline.to("/accept")[0].params
    assert whispered["ParentCallSid"] == made.telephone.state.call_sid
    assert whispered["CallSid"] == made.hotline.to("/turn")[0].params["DialCallSid"]
    assert whispered["Direction"] == "outbound-dial"
    assert accepted["Digits"] == "1"


def test_a_declined_transfer_may_be_called_unanswered(scene: Callable[..., Any]) -> None:
    made = scene(DIAL, Habits(declined_status="no-answer"), turn="", officer=WHISPER)
    made.telephone.ring()
    made.telephone.officers("declines")
    assert made.hotline.to("/turn")[0].params["DialCallStatus"] == "no-answer"


def test_unanswered_officers_ring_for_their_seconds_and_five_more(scene: Callable[..., Any]) -> None:
    made = scene(DIAL, turn="")
    made.telephone.ring()
    made.telephone.stay_silent()
    assert made.telephone.state.clock == 25


def test_a_dial_without_action_goes_on_in_its_document(scene: Callable[..., Any]) -> None:
    made = scene("<Dial>+85255501111</Dial><Say>Nobody is free.</Say>")
    made.telephone.ring()
    assert [one.text for one in made.telephone.officers("busy")] == ["Nobody is free."]


def test_hanging_up_while_officers_ring_is_reported_as_cancelled(scene: Callable[..., Any]) -> None:
    made = scene(DIAL, turn="<Say>Never heard.</Say>")
    made.telephone.ring()
    assert made.telephone.hang_up() == ()
    params = made.hotline.to("/turn")[0].params
    assert (params["DialCallStatus"], params["CallStatus"]) == ("canceled", "completed")


def test_the_end_is_told_with_its_length(scene: Callable[..., Any]) -> None:
    made = scene('<Pause length="12"/><Hangup/>')
    made.telephone.ring()
    params = made.hotline.to("/voice/status")[0].params
    assert (params["CallStatus"], params["CallDuration"]) == ("completed", "12")


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_refused_call_never_completes(scene: Callable[..., Any], reason: str, status: str) -> None:
    made = scene(f'<Reject reason="{reason}"/>')
    made.telephone.ring()
    assert made.hotline.to("/voice/status")[0].params["CallStatus"] == status


def test_the_first_request_says_ringing_and_later_ones_in_progress(scene: Callable[..., Any]) -> None:
    made = scene("<Redirect>/turn</Redirect>", turn="<Gather/>")
    made.telephone.ring()
    assert [one.params["CallStatus"] for one in made.hotline.asked] == ["ringing", "in-progress"]


@pytest.mark.parametrize("name", ORIGINS)
def test_every_kind_of_caller_is_signed_and_told(scene: Callable[..., Any], name: str) -> None:
    made = scene('<Gather action="/turn?a=%E4%BD%A0&amp;b=~" numDigits="1"/>', turn="")
    state = replace(made.telephone.state, origin=ORIGINS[name]())
    telephone = Telephone(made.line, state)
    telephone.ring()
    telephone.press("1")
    assert all(one.signed for one in made.hotline.asked)
    first = made.hotline.asked[0].params
    assert first["From"] == first["Caller"] == state.origin.number


def test_a_get_carries_its_parameters_in_the_address_and_is_signed(scene: Callable[..., Any]) -> None:
    made = scene('<Gather action="/turn?call=x" method="GET" numDigits="1"/>', turn="")
    made.telephone.ring()
    made.telephone.press("1")
    (asked,) = made.hotline.to("/turn")
    assert (asked.method, asked.params["call"], asked.params["Digits"], asked.signed) == ("GET", "x", "1", True)


def test_a_redirected_post_loses_its_parameters(scene: Callable[..., Any]) -> None:
    moved = (303, "text/plain", b"", [("Location", "/moved")])
    made = scene('<Gather action="/turn" numDigits="1"/>', turn=moved, moved="<Say>Moved.</Say>")
    made.telephone.ring()
    assert [one.text for one in made.telephone.press("1")] == ["Moved."]
    (asked,) = made.hotline.to("/moved")
    assert (asked.method, asked.params, asked.signed) == ("GET", {}, True)


def test_a_redirect_that_keeps_the_method_keeps_the_form(scene: Callable[..., Any]) -> None:
    made = scene((307, "text/plain", b"", [("Location", "/moved")]), moved="<Gather/>")
    made.telephone.ring()
    assert made.hotline.to("/moved")[0].params["CallStatus"] == "ringing"
    assert made.telephone.state.url == "https://hotline.example/moved"


def test_redirects_without_end_are_a_fault(scene: Callable[..., Any]) -> None:
    made = scene((302, "text/plain", b"", [("Location", "/voice/answer")]))
    with pytest.raises(PhoneFault, match="more than 10"):
        made.telephone.ring()


def test_documents_without_end_are_a_fault(scene: Callable[..., Any]) -> None:
    made = scene("<Redirect>/voice/answer</Redirect>")
    with pytest.raises(PhoneFault, match="100 documents"):
        made.telephone.ring()


def test_cookies_come_back_for_the_rest_of_the_call(scene: Callable[..., Any]) -> None:
    body = b'<Response><Gather action="/turn" numDigits="1"/></Response>'
    made = scene((200, "text/xml", body, [("Set-Cookie", "a=1; Path=/")]), turn="")
    made.telephone.ring()
    made.telephone.press("1")
    assert made.hotline.to("/turn")[0].cookie == "a=1"


def test_retries_happen_only_where_they_are_asked_for(scene: Callable[..., Any]) -> None:
    down, up = (503, "text/plain", b""), "<Say>Up.</Say>"
    made = scene("<Redirect>/turn#rc=2&amp;rp=5xx</Redirect>", turn=[down, down, up])
    assert [one.text for one in made.telephone.ring()] == ["Up."]
    assert {one.address for one in made.hotline.to("/turn")} == {"/turn"}
    with pytest.raises(PhoneFault, match="status 503"):
        scene("<Redirect>/turn</Redirect>", turn=[down, up]).telephone.ring()


def test_an_unknown_override_is_a_fault(scene: Callable[..., Any]) -> None:
    with pytest.raises(PhoneFault, match="rc=9"):
        scene("<Redirect>/turn#rc=9</Redirect>").telephone.ring()


def test_the_fallback_brings_the_call_back_when_wanted(scene: Callable[..., Any]) -> None:
    answers = {"voice/fallback": "<Say>Sorry.</Say>", "turn": (500, "text/plain", b"")}
    made = scene("<Redirect>/turn</Redirect>", Habits(falls_back=True), **answers)
    assert [one.text for one in made.telephone.ring()] == ["Sorry."]
    params = made.hotline.to("/voice/fallback")[0].params
    assert (params["ErrorCode"], params["ErrorUrl"]) == ("11200", "https://hotline.example/turn")


def test_a_notice_that_is_not_taken_is_a_fault(scene: Callable[..., Any]) -> None:
    with pytest.raises(PhoneFault, match="15003"):
        scene("", **{"voice/status": (500, "text/plain", b"")}).telephone.ring()


def test_a_recording_that_cannot_be_played_is_a_fault(scene: Callable[..., Any]) -> None:
    with pytest.raises(PhoneFault, match="13420"):
        scene("<Play>/a.wav</Play>", **{"a.wav": (200, "text/html", b"no")}).telephone.ring()


@pytest.mark.parametrize("at_once", [False, True])
def test_doubled_webhooks_must_be_answered_alike(scene: Callable[..., Any], at_once: bool) -> None:
    made = scene("<Gather/>")
    line = replace(made.line, wire=Doubled(made.line.wire, 3, at_once))
    Telephone(line, made.telephone.state).ring()
    assert len(made.hotline.asked) == 3
    made = scene(["<Say>One.</Say>", "<Say>Two.</Say>"])
    line = replace(made.line, wire=Doubled(made.line.wire, 2, at_once))
    with pytest.raises(PhoneFault, match="two ways"):
        Telephone(line, made.telephone.state).ring()


def test_a_lost_answer_is_asked_for_again(scene: Callable[..., Any]) -> None:
    made = scene(["<Say>Lost.</Say>", "<Say>Heard.</Say>"])
    line = replace(made.line, wire=AnswerLost(made.line.wire))
    assert [one.text for one in Telephone(line, made.telephone.state).ring()] == ["Heard."]


def test_the_same_recording_has_the_same_name_however_often_it_is_told(scene: Callable[..., Any]) -> None:
    made = scene(RECORD, turn=RECORD.removesuffix("/>") + "/>")
    made.telephone.ring()
    made.telephone.record(2)
    made.telephone.record(3)
    sids = [one.params["RecordingSid"] for one in made.hotline.to("/turn")]
    assert len(set(sids)) == 2
    assert sids == [one.params["RecordingSid"] for one in made.hotline.to("/notice")]


def test_an_empty_recording_may_be_reported_to_nobody_and_the_document_goes_on(scene: Callable[..., Any]) -> None:
    document = '<Record action="/turn"/><Redirect>/after</Redirect>'
    skipping = scene(document, Habits(skips_empty_recordings=True), turn="<Say>Kept.</Say>", after="<Say>Empty.</Say>")
    skipping.telephone.ring()
    assert [one.text for one in skipping.telephone.stay_silent()] == ["Empty."]
    reporting = scene(document, turn="<Say>Kept.</Say>", after="<Say>Empty.</Say>")
    reporting.telephone.ring()
    assert [one.text for one in reporting.telephone.stay_silent()] == ["Kept."]
