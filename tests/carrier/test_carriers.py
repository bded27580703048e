"""What each carrier gets and sends: documents of its own verbs alone, its signature, its forms."""

import io
from urllib.parse import urlencode

import pytest

from ivr.carrier.addresses import addresses_under
from ivr.carrier.carriers import CARRIERS, SIGNALWIRE, SOMLENG, TWILIO, Carrier
from ivr.carrier.forms import call_sid_from, heard_from, number_from, recording_from
from ivr.carrier.last_resort import LAST_RESORT
from ivr.carrier.reply_call import ask_to_connect, dial_caller, say_alone
from ivr.carrier.signature import SignatureCheck
from ivr.carrier.twiml import render, render_whisper
from ivr.carrier.verbs import Verbs
from ivr.carrier.webhook import Webhook, read_webhook
from ivr.engine.edition import Language
from ivr.engine.heard import Keys, Recorded, Silence, TransferFinished, Words
from ivr.engine.instructions import Ask, HangUp, Hold, Instruction, Play, Record, Say, Transfer
from ivr.phone.imitations import IMITATIONS
from ivr.phone.twiml import read_document, read_whisper

HOST = "https://ivr.example.org"
TURN = f"{HOST}/voice/turn?call=TOKEN"
HASH = "ab" * 32
VOICES = {
    "yue": Language("yue", "1", "廣東話", "yue-HK", "Google.yue-HK-Standard-A", "yue-Hant-HK"),
    "en": Language("en", "2", "English", "en-GB", "Polly.Amy-Neural", "en-GB"),
}
EVERYWHERE = {code: language for code, language in VOICES.items() if code == "en"}
HELLO = Say("Hello", "en")
AMY = '<Say language="en-GB" voice="Polly.Amy-Neural">Hello</Say>'
GOLDEN: list[tuple[Carrier, Instruction, str]] = [
    (SIGNALWIRE, Say("你好", "yue"), '<Say language="yue-HK" voice="gcloud.yue-HK-Standard-A">你好</Say>'),
    (
        SIGNALWIRE,
        Ask((HELLO,), 1, "", 6, "en", ("fees",)),
        f'<Gather action="{TURN}" actionOnEmptyResult="true" finishOnKey="" hints="fees" input="dtmf speech" '
        f'language="en-GB" method="POST" numDigits="1" speechTimeout="2" timeout="6">{AMY}</Gather>',
    ),
    (
        SIGNALWIRE,
        Transfer(("+85221230001",), 20, HELLO),
        f'<Dial action="{TURN}" answerOnBridge="true" method="POST" timeout="20">'
        f'<Number method="POST" url="{HOST}/voice/officer?call=TOKEN">+85221230001</Number></Dial>',
    ),
    (
        SOMLENG,
        Ask((HELLO,), 1, "", 6, "en", ("fees",)),
        f'<Gather action="{TURN}" actionOnEmptyResult="true" finishOnKey="" method="POST" numDigits="1" '
        f'timeout="6">{AMY}</Gather>',
    ),
    (
        SOMLENG,
        Record(120, "#", 5),
        f'<Record action="{TURN}" finishOnKey="#" maxLength="120" method="POST" playBeep="true" '
        f'recordingStatusCallback="{HOST}/voice/recording" timeout="5" /><Redirect method="POST">{TURN}</Redirect>',
    ),
    (
        SOMLENG,
        Transfer(("+85221230001", "+85221230002"), 20, HELLO),
        f'<Dial action="{TURN}" method="POST" timeout="20"><Number>+85221230001</Number>'
        "<Number>+85221230002</Number></Dial>",
    ),
]
EVERY_INSTRUCTION = (
    *(HELLO, Play(HASH, "Hello", "en"), Ask((HELLO, Play(HASH, "x", "en")), None, "#", 8, "en", ("fees",))),
    *(Record(120, "#", 5), Transfer(("+85221230001", "+85221230002"), 20, HELLO), Hold(), HangUp()),
)
ACCOUNT = "b3877c40-da60-4998-90ad-b792e98472af"
CALLED = (("From", "+85255501234"), ("To", "+85222200101"))


@pytest.mark.parametrize(("carrier", "instruction", "xml"), GOLDEN)
def test_an_instruction_becomes_what_the_carrier_knows(carrier: Carrier, instruction: Instruction, xml: str) -> None:
    document = render((instruction,), VOICES, "TOKEN", HOST, carrier).decode()
    assert document == f'<?xml version="1.0" encoding="UTF-8"?><Response>{xml}</Response>'


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=list(CARRIERS))
@pytest.mark.parametrize("instruction", EVERY_INSTRUCTION, ids=lambda instruction: type(instruction).__name__)
def test_every_instruction_becomes_verbs_that_the_carrier_has(carrier: Carrier, instruction: Instruction) -> None:
    document = render((instruction,), EVERYWHERE, "TOKEN", HOST, carrier)
    assert read_document(document, f"{HOST}/voice/turn", HOST, IMITATIONS[carrier.name])


@pytest.mark.parametrize("carrier", [TWILIO, SIGNALWIRE], ids=lambda carrier: carrier.name)
def test_an_officer_is_asked_where_the_carrier_lets_one_be_asked(carrier: Carrier) -> None:
    document = render_whisper((HELLO,), VOICES, "TOKEN", HOST, carrier)
    assert read_whisper(document, f"{HOST}/voice/officer", HOST, IMITATIONS[carrier.name])


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=list(CARRIERS))
def test_an_officer_is_joined_with_a_caller_by_verbs_that_the_carrier_has(carrier: Carrier) -> None:
    verbs = Verbs(tuple(EVERYWHERE.values()), addresses_under(HOST, carrier), carrier)
    dialled = dial_caller("+85255501234", "+85222200101", verbs, "TOKEN")
    for document in (
        *(ask_to_connect([HELLO], verbs, "TOKEN"), dialled),
        *(say_alone([HELLO], verbs), say_alone([HELLO], verbs, over=True)),
    ):
        assert read_document(document, f"{HOST}/voice/reply", HOST, IMITATIONS[carrier.name])
    assert (b"&amp;step=greeted" in dialled) == carrier.can.whispers


@pytest.mark.parametrize("name", CARRIERS)
def test_the_last_words_are_spoken_by_every_carrier(name: str) -> None:
    assert len(read_document(LAST_RESORT, f"{HOST}/voice/turn", HOST, IMITATIONS[name])) == 4


@pytest.mark.parametrize("carrier", [SIGNALWIRE, SOMLENG], ids=lambda carrier: carrier.name)
def test_nothing_follows_the_address_that_a_carrier_would_sign_along(carrier: Carrier) -> None:
    """Somleng signs an address with its fragment; that of Twilio has one, which it keeps for itself."""
    assert addresses_under(HOST, carrier).answer == f"{HOST}/voice/answer"
    assert "#" in addresses_under(HOST, TWILIO).answer


def request(carrier_header: str, signature: str, target: str, pairs: list[tuple[str, str]]) -> dict[str, object]:
    """A POST of a form as a server hands it on."""
    body = urlencode(pairs).encode()
    return {
        "REQUEST_METHOD": "POST", "RAW_URI": target, "QUERY_STRING": target.partition("?")[2],
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body), carrier_header: signature,
    }  # fmt: skip


def of_signalwire(*more: tuple[str, str]) -> list[tuple[str, str]]:
    sid = "4d4b9f32-7c2d-4d9a-9f0c-0b8f2f6a1c11"
    always = [("CallSid", sid), ("AccountSid", ACCOUNT), *CALLED, ("CallStatus", "in-progress")]
    return [*always, ("ApiVersion", "2010-04-01"), ("Direction", "inbound"), *more]


def of_somleng(*more: tuple[str, str], status: str = "in-progress") -> list[tuple[str, str]]:
    sid = "15f55641-7728-4cab-8e2e-8077c4b3c6b4"
    both = [("Caller", "+85255501234"), ("Called", "+85222200101"), *CALLED, ("CallSid", sid), ("Direction", "inbound")]
    return [*both, ("AccountSid", ACCOUNT), ("ApiVersion", "2010-04-01"), ("CallStatus", status), *more]


SPOKEN = (("SpeechResult", "車牌 fees"), ("Confidence", "0.93"), ("Digits", "1"), ("DialCallDuration", "0"))
DIALLED = (
    ("DialCallStatus", "completed"),
    ("DialCallSid", "481f77b9-a95b-4c6a-bbb1-23afcc42c959"),
    ("DialCallDuration", "23"),
)
ENDED = [
    ("CallSid", "15f55641-7728-4cab-8e2e-8077c4b3c6b4"), ("AccountSid", ACCOUNT), *CALLED, ("CallStatus", "no-answer"),
    ("ApiVersion", "2010-04-01"), ("Direction", "inbound"), ("CallDuration", ""), ("SipResponseCode", "480"),
    ("CallbackSource", "call-progress-events"), ("Timestamp", "Mon, 30 Nov 2026 02:00:00 +0000"),
    ("SequenceNumber", "0"),
]  # fmt: skip
# The signatures were made with `openssl dgst -sha1 -hmac KEY -binary | openssl base64`, of the address and the fields
# in the order of their names, as SignalWire's WebhookValidator and Somleng's TwiMLEndpoint make them.
AT_A_TURN = "/voice/turn?call=TOKEN"
ITS_OWN, AS_TWILIO = "HTTP_X_SIGNALWIRE_SIGNATURE", "HTTP_X_TWILIO_SIGNATURE"
SHORT = [("Digits", "1"), ("AccountSid", ACCOUNT)]
SIGNED = [
    (SIGNALWIRE, ITS_OWN, AT_A_TURN, of_signalwire(*SPOKEN), "kh3Epyq0WiF1yjLJQtLMLO4+VZ4="),
    (SIGNALWIRE, AS_TWILIO, AT_A_TURN, of_signalwire(*SPOKEN), "kh3Epyq0WiF1yjLJQtLMLO4+VZ4="),
    (SIGNALWIRE, ITS_OWN, AT_A_TURN, SHORT, "pACH0iCzKACMQQpt6E4AyJr0HCU="),  # with the port: https://…:443
    (SOMLENG, AS_TWILIO, AT_A_TURN, of_somleng(*DIALLED), "4ZyXEKUqPZMIax9iBI637cOWY2E="),
    (SOMLENG, AS_TWILIO, "/voice/status", ENDED, "LTll/zKct6v0qnCamApLAAjeWfs="),
]
KEYS = {"signalwire": "PSK_of_a_project", "somleng": "a-somleng-token"}


def holds(key: str, webhook: Webhook) -> bool:
    check = SignatureCheck(HOST, [key])
    return check.holds(webhook.method, webhook.raw_uri, webhook.pairs, webhook.signature)


@pytest.mark.parametrize(("carrier", "header", "target", "pairs", "signature"), SIGNED)
def test_a_signature_made_elsewhere_holds(
    carrier: Carrier, header: str, target: str, pairs: list[tuple[str, str]], signature: str
) -> None:
    webhook = read_webhook(request(header, signature, target, pairs), carrier)
    assert holds(KEYS[carrier.name], webhook)
    assert not holds("another-key", webhook)
    changed = read_webhook(request(header, signature, target, [*pairs, ("Digits", "2")]), carrier)
    assert not holds(KEYS[carrier.name], changed)


def test_the_header_of_another_carrier_is_no_signature() -> None:
    _, header, target, pairs, signature = SIGNED[0]
    assert read_webhook(request(header, signature, target, pairs), TWILIO).signature == ""
    assert read_webhook(request(header, signature, target, pairs), SOMLENG).signature == ""
    both = request("HTTP_X_TWILIO_SIGNATURE", signature, target, pairs) | {"HTTP_X_SIGNALWIRE_SIGNATURE": "forged"}
    assert not holds(KEYS["signalwire"], read_webhook(both, SIGNALWIRE))


RECORDING_AT = (
    f"https://example.signalwire.com/api/laml/2010-04-01/Accounts/{ACCOUNT}/Recordings/"
    "19e436af-5688-4307-b03b-bdb2b42b8142"
)
AT_SOMLENG = (
    f"https://api.example.gov.hk/2010-04-01/Accounts/{ACCOUNT}/Calls/0e5dca40-1545-4aa1-9120-fac43c09bc90"
    "/Recordings/39cbca96-2634-4c0a-a6c5-2e7c611d200e"
)
HEARD = [
    (SIGNALWIRE, of_signalwire(("Digits", "1")), Keys("1")),
    (SIGNALWIRE, of_signalwire(("SpeechResult", "fees"), ("Confidence", "0.93")), Words("fees", 0.93)),
    (SIGNALWIRE, of_signalwire(("Digits", "")), Silence()),
    (SIGNALWIRE, of_signalwire(("DialCallStatus", "no-answer")), TransferFinished("unanswered")),
    (
        SIGNALWIRE,
        of_signalwire(("RecordingUrl", RECORDING_AT), ("RecordingDuration", "12"), ("Digits", "#")),
        Recorded("19e436af-5688-4307-b03b-bdb2b42b8142", RECORDING_AT, 12, key="#"),
    ),
    (SOMLENG, of_somleng(("Digits", "1")), Keys("1")),
    (SOMLENG, of_somleng(("Digits", "*")), Keys("*")),
    (SOMLENG, of_somleng(), Silence()),
    (SOMLENG, of_somleng(*DIALLED), TransferFinished("answered", 23)),
    (SOMLENG, of_somleng(("DialCallStatus", "busy")), TransferFinished("busy")),
    (SOMLENG, of_somleng(("DialCallStatus", "failed")), TransferFinished("failed")),
    (
        SOMLENG,
        of_somleng(("RecordingUrl", AT_SOMLENG), ("RecordingDuration", "5")),
        Recorded("39cbca96-2634-4c0a-a6c5-2e7c611d200e", AT_SOMLENG, 5),
    ),
]


@pytest.mark.parametrize(("carrier", "pairs", "heard"), HEARD)
def test_what_each_carrier_sends_is_heard(carrier: Carrier, pairs: list[tuple[str, str]], heard: object) -> None:
    form = read_webhook(request("HTTP_X_TWILIO_SIGNATURE", "", "/voice/turn?call=TOKEN", pairs), carrier).form
    assert heard_from(form) == heard
    assert call_sid_from(form) == dict(pairs)["CallSid"]
    assert number_from(form, "From") == "+85255501234"


@pytest.mark.parametrize(("carrier", "sure"), [(TWILIO, False), (SIGNALWIRE, False), (SOMLENG, True)])
def test_whether_an_officer_has_the_caller_is_known_where_none_is_asked(carrier: Carrier, sure: bool) -> None:
    pairs = of_somleng(*DIALLED)
    heard = heard_from(read_webhook(request("HTTP_X_TWILIO_SIGNATURE", "", "/voice/turn", pairs), carrier).form)
    assert isinstance(heard, TransferFinished)
    assert heard.sure is sure


def test_a_recording_is_named_by_its_notice_as_by_its_turn() -> None:
    notice = {"CallSid": "x", "RecordingSid": "39cbca96-2634-4c0a-a6c5-2e7c611d200e", "RecordingUrl": AT_SOMLENG}
    assert recording_from(notice) == recording_from({"RecordingUrl": AT_SOMLENG})
