"""What the telephone accepts as an answer: the documents under good/ and bad/, one file a rule."""

import re
from pathlib import Path

import pytest

from ivr.errors import PhoneFault
from ivr.phone.checking import check_reply
from ivr.phone.requesting import Reply
from ivr.phone.twiml import read_document, read_whisper
from ivr.phone.verbs import Dial, Gather, Hangup, Number, Pause, Play, Record, Redirect, Reject, Say

HOME = "https://hotline.example"
URL = f"{HOME}/voice/answer?x=1"
HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted((HERE / "bad").glob("*.xml")), ids=lambda path: path.stem)
def test_a_bad_document_is_refused_for_its_fault(path: Path) -> None:
    body = path.read_bytes()
    expected = re.search(r"expected: (.*?) -->", body.decode())
    assert expected
    with pytest.raises(PhoneFault, match=re.escape(expected[1])):
        read_document(body.removesuffix(b"\n"), URL, HOME)


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.xml")), ids=lambda path: path.stem)
def test_a_good_document_is_read(path: Path) -> None:
    read_document(path.read_bytes(), URL, HOME)


def _good(name: str) -> tuple[object, ...]:
    return read_document((HERE / "good" / f"{name}.xml").read_bytes(), URL, HOME)


def test_defaults_are_filled_in_and_addresses_made_absolute() -> None:
    assert _good("menu_with_redirect") == (
        Gather(
            (Say("Press 1."),),
            action=URL,
            speech=True,
            hints=("fees", "licences"),
            language="yue-Hant-HK",
        ),
        Redirect(f"{HOME}/voice/turn?silence=1"),
    )


def test_every_setting_of_a_menu_arrives() -> None:
    prompts = (Say("Press 1."), Play(f"{HOME}/prompts/abc.wav"), Pause(1))
    action = f"{HOME}/voice/turn?call=a~b"
    assert _good("menu") == (
        Gather(prompts, action, timeout=6, speech_timeout=6, most=1, finish="", tells_silence=True),
    )


def test_text_is_what_the_xml_means() -> None:
    assert _good("three_languages")[2] == Say("Fish & chips", "en-GB", "Polly.Amy")


def test_a_transfer_knows_each_number_and_what_it_hears() -> None:
    numbers = (Number("+85255501111", f"{HOME}/voice/officer?call=x"), Number("+85255502222"))
    assert _good("transfer") == (Dial(numbers, f"{HOME}/voice/turn", timeout=20, caller_id="+85255500000"),)


def test_a_message_and_a_refusal_are_read() -> None:
    record = Record(f"{HOME}/voice/turn", finish="#", longest=120, notice=f"{HOME}/voice/recording")
    assert _good("message") == (Say("Speak."), record)
    assert _good("refusal") == (Reject("busy"),)


def test_an_officer_is_never_dialled_from_a_whisper() -> None:
    body = b"<Response><Dial>+85255501111</Dial></Response>"
    with pytest.raises(PhoneFault, match="not allowed within"):
        read_whisper(body, URL, HOME)
    assert read_whisper(b"<Response><Hangup/></Response>", URL, HOME) == (Hangup(),)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(500, "text/xml", b"<Response/>"), "status 500"),
        (Reply(403, "text/xml", b"<Response/>"), "status 403"),
        (Reply(200, "application/json", b"{}"), "application/json"),
        (Reply(200, "", b"<Response/>"), "no content type"),
        (Reply(200, "text/xml", b" " * 65_537), "65537 bytes"),
        (Reply(200, "text/xml", b""), "empty body"),
    ],
)
def test_a_reply_that_cannot_be_a_document_is_refused(reply: Reply, fault: str) -> None:
    with pytest.raises(PhoneFault, match=fault):
        check_reply(reply, URL)


@pytest.mark.parametrize("kind", ["text/xml", "application/xml; charset=utf-8", "TEXT/HTML"])
def test_the_carriers_content_types_are_accepted(kind: str) -> None:
    check_reply(Reply(200, kind, b"x" * 65_536), URL)
