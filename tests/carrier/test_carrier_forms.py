"""What forms say, in the shapes that carriers really send, and in any other."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ivr.carrier.forms import call_sid_from, heard_from, number_from, recording_from, seconds_from
from ivr.carrier.webhook import read_form
from ivr.engine.heard import Keys, Recorded, Silence, TransferFinished, Unclear, Words

RECORDING = "https://api.example/2010-04-01/Accounts/AC1/Recordings/RE55"

SHAPES = [
    ({}, Silence()),
    ({"Digits": ""}, Silence()),
    ({"FinishedOnKey": "#"}, Silence()),
    ({"Digits": "", "FinishedOnKey": "#", "msg": "Gather End"}, Silence()),
    ({"SpeechResult": "", "Confidence": "0.0"}, Silence()),
    ({"Digits": "1"}, Keys("1")),
    ({"Digits": "3321"}, Keys("3321")),
    ({"Digits": "#"}, Keys("#")),
    ({"Digits": "*"}, Keys("*")),
    ({"Digits": "0" * 5000}, Keys("0" * 64)),
    ({"Digits": "A"}, Unclear()),
    ({"Digits": "１２３"}, Unclear()),
    ({"Digits": "١٢٣"}, Unclear()),
    ({"Digits": "²"}, Unclear()),
    ({"Digits": "1\n"}, Unclear()),
    ({"Digits": " 1"}, Unclear()),
    ({"Digits": "1", "SpeechResult": "fees", "Confidence": "0.9"}, Keys("1")),
    ({"SpeechResult": "fees", "Confidence": "0.83"}, Words("fees", 0.83)),
    ({"SpeechResult": "fees"}, Words("fees", None)),
    ({"SpeechResult": "fees", "Confidence": "nan"}, Words("fees", None)),
    ({"SpeechResult": "fees", "Confidence": "0.0"}, Words("fees", None)),
    ({"SpeechResult": "fees", "Confidence": ""}, Words("fees", None)),
    ({"SpeechResult": "fees", "Confidence": "-0.1"}, Words("fees", None)),
    ({"SpeechResult": "fees", "Confidence": "7"}, Words("fees", None)),
    ({"SpeechResult": "\x00\ufffe\ud800\u202efees\x1b"}, Words("fees", None)),
    ({"SpeechResult": "字" * 9000}, Words("字" * 2000, None)),
    ({"DialCallStatus": "completed", "DialCallDuration": "61"}, TransferFinished("answered", 61)),
    (
        {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": ""},
        TransferFinished("answered", 0),
    ),
    ({"DialCallStatus": "completed", "DialBridged": "false"}, TransferFinished("unanswered", 0)),
    ({"DialCallStatus": "answered"}, TransferFinished("answered", 0)),
    ({"DialCallStatus": "busy"}, TransferFinished("busy", 0)),
    ({"DialCallStatus": "no-answer", "DialCallDuration": "x"}, TransferFinished("unanswered", 0)),
    ({"DialCallStatus": "failed"}, TransferFinished("failed", 0)),
    ({"DialCallStatus": "canceled"}, TransferFinished("gave up", 0, hung_up=True)),
    ({"DialCallStatus": ""}, TransferFinished("failed", 0)),
    ({"DialCallStatus": "new-in-2030"}, TransferFinished("failed", 0)),
    (
        {"RecordingUrl": RECORDING, "RecordingDuration": "12", "Digits": "#"},
        Recorded("RE55", RECORDING, 12, key="#"),
    ),
    (
        {"RecordingSid": "RE7", "RecordingUrl": RECORDING, "RecordingDuration": "", "Digits": "hangup"},
        Recorded("RE7", RECORDING, None, hung_up=True),
    ),
    ({"RecordingDuration": "0"}, Recorded("", "", 0)),
    ({"RecordingDuration": "7", "Digits": "#"}, Recorded("", "", 7, key="#")),
    ({"RecordingSid": "RE7", "RecordingDuration": "-1"}, Recorded("RE7", "", None)),
    ({"RecordingSid": "RE7", "RecordingDuration": "4.2"}, Recorded("RE7", "", 5)),
    ({"RecordingSid": "RE7", "RecordingDuration": "0.0"}, Recorded("RE7", "", 0)),
    (
        {"RecordingSid": "RE7", "RecordingDuration": "9", "CallStatus": "completed"},
        Recorded("RE7", "", 9, hung_up=True),
    ),
    ({"Digits": "hangup"}, Recorded("", "", None, hung_up=True)),
]


DIALS = yaml.safe_load((Path(__file__).parent / "dials.yaml").read_text("utf-8"))


def dials() -> Iterator[tuple[dict[str, str], TransferFinished]]:
    """Each row of the table with each CallStatus it may come with."""
    for status, bridged, there, gone in DIALS["rows"]:
        for call_status in DIALS["still there"]:
            yield dial_form(status, bridged, call_status), TransferFinished(there, 7)
        for call_status in DIALS["gone"]:
            yield dial_form(status, bridged, call_status), TransferFinished(gone, 7, hung_up=True)
    for status, bridged in DIALS["taken back"]:
        for call_status in (*DIALS["still there"], *DIALS["gone"]):
            yield dial_form(status, bridged, call_status), TransferFinished("gave up", 7, hung_up=True)


def dial_form(status: str, bridged: str, call_status: str) -> dict[str, str]:
    """The parameters; "-" stands for one that is not sent."""
    form = {"DialCallStatus": status, "DialBridged": bridged, "CallStatus": call_status, "DialCallDuration": "7"}
    return {name: value for name, value in form.items() if value != "-"}


@pytest.mark.parametrize(("form", "heard"), list(dials()))
def test_what_came_of_ringing_officers_and_whether_the_caller_is_gone(form, heard):
    assert heard_from(form) == heard


@pytest.mark.parametrize(("form", "heard"), SHAPES)
def test_each_shape_is_heard_as_what_it_is(form, heard):
    assert heard_from(form) == heard


known = st.sampled_from(
    ["Digits", "SpeechResult", "Confidence", "DialCallStatus", "DialBridged", "DialCallDuration", "RecordingUrl"]
)


@given(st.dictionaries(known | st.text(max_size=5), st.text(st.characters())))
def test_nothing_a_form_holds_raises(form):
    heard_from(form)
    call_sid_from(form)
    number_from(form, "From")
    seconds_from(form, "CallDuration")
    recording_from(form)


@pytest.mark.parametrize(
    ("given_number", "kept"),
    [
        ("+85291234567", "+85291234567"),
        ("anonymous", "anonymous"),
        ("+266696687", "+266696687"),
        ("", ""),
        ("sip:someone@example.org", "sip:someone@example.org"),
        ("client:desk", "client:desk"),
        ("9" * 4096, "9" * 255),
        ("+852\x00\n9123", "+852\n9123"),
    ],
)
def test_a_number_is_kept_as_given_cut_to_size(given_number, kept):
    assert number_from({"From": given_number}, "From") == kept


def test_a_number_that_is_missing_is_empty():
    assert number_from({}, "From") == ""


@pytest.mark.parametrize("sid", ["", "CA 1", "CA/../x", "CA1\n", "字", "C" * 65])
def test_a_call_needs_a_name_that_can_be_one(sid):
    assert call_sid_from({"CallSid": sid}) == ""
    assert call_sid_from({"CallSid": "CA" + "0" * 32}) == "CA" + "0" * 32


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("75", 75), ("", None), ("-1", None), ("１", None)])
def test_seconds_are_whole_numbers(text, seconds):
    assert seconds_from({"CallDuration": text}, "CallDuration") == seconds


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.text("a+ %&=é字\n\x00"))))
def test_a_form_is_read_as_the_standard_library_reads_it(pairs):
    text = urlencode(pairs)
    assert read_form(text) == pairs
    assert read_form(text) == parse_qsl(text, keep_blank_values=True)


@given(st.text("ab=&%2F+;é字"))
def test_any_text_is_read_as_the_standard_library_reads_it(text):
    assert read_form(text) == parse_qsl(text, keep_blank_values=True)


def test_a_form_of_more_than_a_thousand_fields_is_refused():
    assert len(read_form("&".join(["a=1"] * 1000))) == 1000
    with pytest.raises(ValueError, match="at most 1000"):
        read_form("&".join(["a=1"] * 1001))
