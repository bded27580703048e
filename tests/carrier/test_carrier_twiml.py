"""Each instruction as the document it becomes; and documents of any text, checked as a carrier would."""

import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from ivr.carrier.fitting import hints_of
from ivr.carrier.last_resort import GO_ON, HANG_UP, LAST_RESORT
from ivr.carrier.twiml import render, render_whisper
from ivr.engine.instructions import Ask, HangUp, Hold, Play, Record, Say, Transfer

HASH = "ab" * 32
HELLO = Say("Hello", "en")
AMY = '<Say language="en-GB" voice="Polly.Amy">Hello</Say>'
TURN = 'action="/voice/turn?call=TOKEN"'
SAYS_NO = 'actionOnEmptyResult="true"'

GOLDEN = [
    (HELLO, AMY),
    (Say("你好", "yue"), '<Say language="yue-HK" voice="Google.yue-HK-Standard-A">你好</Say>'),
    (Say('<b> & "q"', "en"), '<Say language="en-GB" voice="Polly.Amy">&lt;b&gt; &amp; "q"</Say>'),
    (Say("Hello", "fr"), '<Say language="yue-HK" voice="Google.yue-HK-Standard-A">Hello</Say>'),
    (Say("\x00\ufffe", "en"), ""),
    (Play(HASH, "Hello", "en"), f"<Play>https://ivr.example.org/prompts/{HASH}.wav</Play>"),
    (
        Ask((HELLO,), 1, "", 6, "en"),
        f'<Gather {TURN} {SAYS_NO} finishOnKey="" input="dtmf" method="POST" numDigits="1" timeout="6">{AMY}</Gather>',
    ),
    (
        Ask((HELLO, Play(HASH, "x", "en")), None, "#", 8, "en"),
        f'<Gather {TURN} {SAYS_NO} finishOnKey="#" input="dtmf" method="POST" timeout="8">{AMY}'
        f"<Play>https://ivr.example.org/prompts/{HASH}.wav</Play></Gather>",
    ),
    (
        Ask((HELLO,), 1, "", 6, "en", ("driving licences", "fees, and more")),
        f'<Gather {TURN} {SAYS_NO} finishOnKey="" hints="driving licences,fees and more" input="dtmf speech" '
        f'language="en-GB" method="POST" numDigits="1" speechTimeout="2" timeout="6">{AMY}</Gather>',
    ),
    (
        Ask((HELLO,), 1, "", 6, "en", ("fees",), 4),
        f'<Gather {TURN} {SAYS_NO} finishOnKey="" hints="fees" input="dtmf speech" '
        f'language="en-GB" method="POST" numDigits="1" speechTimeout="4" timeout="6">{AMY}</Gather>',
    ),
    (
        Ask((HELLO,), 1, "", 6, "yue", ("車牌",)),
        f'<Gather {TURN} {SAYS_NO} finishOnKey="" input="dtmf" method="POST" numDigits="1" timeout="6">{AMY}</Gather>',
    ),
    (
        Record(120, "#", 5),
        f'<Record {TURN} finishOnKey="#" maxLength="120" method="POST" playBeep="true" '
        'recordingStatusCallback="/voice/recording" recordingStatusCallbackEvent="completed absent" timeout="5" '
        'trim="trim-silence" />'
        '<Redirect method="POST">/voice/turn?call=TOKEN</Redirect>',
    ),
    (
        Transfer(("+85221230001", "+85221230002"), 20, HELLO),
        f'<Dial {TURN} answerOnBridge="true" method="POST" timeout="20">'
        '<Number method="POST" url="/voice/officer?call=TOKEN">+85221230001</Number>'
        '<Number method="POST" url="/voice/officer?call=TOKEN">+85221230002</Number></Dial>',
    ),
    (HangUp(), "<Hangup />"),
    (Hold(), f'<Gather {TURN} {SAYS_NO} finishOnKey="" input="dtmf" method="POST" numDigits="1" timeout="1" />'),
]


@pytest.mark.parametrize(("instruction", "xml"), GOLDEN)
def test_each_instruction_becomes_its_verb(instruction, xml, voices, public_url):
    document = render((instruction,), voices, "TOKEN", public_url).decode()
    inside = f"<Response>{xml}</Response>" if xml else "<Response />"
    assert document == f'<?xml version="1.0" encoding="UTF-8"?>{inside}'


@pytest.mark.parametrize("instruction", [each for each, xml in GOLDEN if xml])
def test_each_verb_is_one_that_the_carrier_accepts(instruction, voices, public_url, accepts):
    assert accepts(render((instruction,), voices, "TOKEN", public_url))


def test_what_is_said_to_whoever_waits_is_cut_short_by_any_key(voices, public_url, accepts):
    document = render((HELLO, HELLO, Hold()), voices, "TOKEN", public_url)
    accepts(document)
    (gather,) = ET.fromstring(document)  # noqa: S314 - our own document
    assert [each.tag for each in gather] == ["Say", "Say"]


def test_a_token_is_escaped_and_stands_in_every_address(voices, public_url):
    document = render((Transfer(("+85221230001",), 20, HELLO),), voices, 'a"<&b', public_url).decode()
    assert document.count("?call=a%22%3C%26b") == 2


def test_the_same_instructions_with_another_token_differ_only_there(voices, public_url):
    ask = Ask((HELLO,), 1)
    first, second = (render((ask,), voices, token, public_url) for token in ("ONE", "TWO"))
    assert first.replace(b"ONE", b"TWO") == second
    assert first != second


def test_a_text_cannot_bring_a_token_into_what_is_spoken(voices, public_url):
    document = render((Say("before \ufdd0 after", "en"), Ask((), 1)), voices, "TOKEN", public_url)
    assert document.count(b"TOKEN") == 1


def test_a_path_in_the_public_url_comes_before_every_address(voices):
    document = render((Ask((Play(HASH, "x", "en"),), 1), Record(5)), voices, "T", "https://h.example/ivr/").decode()
    assert 'action="/ivr/voice/turn?call=T"' in document
    assert 'recordingStatusCallback="/ivr/voice/recording"' in document
    assert f"<Play>https://h.example/ivr/prompts/{HASH}.wav</Play>" in document


def test_ringing_stays_within_what_the_carrier_allows(voices, public_url):
    numbers = tuple(f"+8522123{count:04}" for count in range(14))
    document = render((Transfer(numbers, 1, HELLO),), voices, "T", public_url).decode()
    assert 'timeout="5"' in document
    assert document.count("<Number") == 10


def test_an_officer_is_asked_to_press_1_and_otherwise_let_go(voices, public_url, accepts_whisper):
    document = render_whisper((HELLO,), voices, "TOKEN", public_url)
    assert accepts_whisper(document)
    assert document.decode().endswith(
        '<Response><Gather action="/voice/officer?call=TOKEN&amp;asked=1" finishOnKey="" input="dtmf" method="POST" '
        f'numDigits="1" timeout="10">{AMY}</Gather><Hangup /></Response>'
    )


@pytest.mark.parametrize("document", [LAST_RESORT, HANG_UP])
def test_the_constants_are_documents_the_carrier_accepts(document, accepts):
    assert accepts(document)


def test_the_last_resort_speaks_three_languages_and_hangs_up():
    root = ET.fromstring(LAST_RESORT)  # noqa: S314 - our own constant
    assert [each.get("language") for each in root] == ["yue-CN", "cmn-CN", "en-GB", None]
    assert root[-1].tag == "Hangup"
    assert ET.fromstring(GO_ON).tag == "Response"  # noqa: S314 - our own constant


def _spoken(document: bytes) -> list[str]:
    return [say.text or "" for say in ET.fromstring(document).iter("Say")]  # noqa: S314 - our own document


@pytest.mark.parametrize(("sentence", "language"), [("政府服務，請按一字。", "yue"), ("For fees, press 1. ", "en")])
def test_a_long_text_is_said_in_pieces_that_end_with_sentences(sentence, language, voices, public_url, accepts):
    document = render((Say(sentence * 400, language),), voices, "T", public_url)
    assert accepts(document)
    says = _spoken(document)
    assert len(says) > 1
    assert all(say.endswith(sentence.strip()[-1]) for say in says)
    assert "".join(says).replace(" ", "") == (sentence * 400).replace(" ", "")


@pytest.mark.parametrize("text", ["字" * 2000, "x" * 9000, "😀" * 900, "&" * 5000, "a b" * 4000])
def test_a_text_without_sentences_is_cut_all_the_same(text, voices, public_url, accepts):
    document = render((Say(text, "en"),), voices, "T", public_url)
    assert accepts(document)
    assert "".join(_spoken(document)).replace(" ", "") == text.replace(" ", "")


def test_a_document_never_exceeds_64_kilobytes_and_keys_still_work(voices, public_url, accepts):
    huge = Ask((Say("&" * 200_000, "en"), Say("字" * 90_000, "yue")), 1, "", 5, "en", ("字" * 300,) * 900)
    with capture_logs() as logs:
        document = render((Say("<" * 60_000, "en"), huge), voices, "T" * 1500, public_url)
    assert accepts(document)
    assert b"<Gather" in document
    assert logs[0]["log_level"] == "error"
    assert "&&" not in str(logs)


def test_ten_officers_with_the_longest_token_fit(voices, public_url, accepts):
    transfer = Transfer(tuple(f"+8522123{count:04}" for count in range(10)), 20, HELLO)
    assert accepts(render((Say("字" * 90_000, "yue"), transfer), voices, "T" * 1500, public_url))


def test_hints_are_cut_to_what_the_carrier_takes():
    hints = hints_of(["one", " two\n", "one", "", "\x00", "a" * 150, *(f"word {count}" for count in range(900))])
    words = hints.split(",")
    assert words[:3] == ["one", "two", "a" * 100]
    assert len(words) == 500
    assert len(hints_of(["字" * 100 + str(count) for count in range(500)]).encode()) <= 8_000


anything = st.text(st.characters(), max_size=200)
spoken = st.builds(Say, anything, st.sampled_from(["yue", "cmn", "en", "?"]))
prompts = st.one_of(spoken, st.just(Play(HASH, "x", "en")))
asks = st.builds(Ask, st.lists(prompts, max_size=4).map(tuple), hints=st.lists(anything, max_size=3).map(tuple))
closings = st.one_of(
    asks, st.just(Record(60)), st.just(HangUp()), st.just(Hold()), st.just(Transfer(("+85221230001",), 20, HELLO))
)


@given(says=st.lists(prompts, max_size=4), closing=closings, token=anything)
def test_whatever_is_said_the_carrier_accepts_the_document(says, closing, token, voices, public_url, accepts):
    token = quote(token.encode("utf-8", "ignore"), safe="")
    assert accepts(render((*says, closing), voices, token, public_url))
