"""A call told in words: every event has a sentence, and none tells what must not be told."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from ivr.engine import events
from ivr.engine.events import (
    CallEnded,
    CallResumed,
    CaseOpened,
    EnquiryMade,
    Event,
    FieldKept,
    MessageLeft,
    TransferEnded,
    TransferStarted,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.heard import ANSWERED_BEFORE, NODE_FAILED
from ivr.engine.instructions import Ask, HangUp, Hold, Say, Transfer
from ivr.journal.entry import Entry
from ivr.journal.masking import without_numbers
from ivr.telling.events import tell, tell_events, tell_left_ringing, went_wrong
from ivr.telling.heard_and_said import tell_heard
from ivr.telling.replaying import replay_of
from ivr.translation import in_language

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://carrier.example/Recordings/RE1"
SILENT = {"CallStarted", "NodeReached"}


def entry(turn: int | None, heard: dict[str, Any], *happened: Event, said: tuple[Any, ...] = (), **more: Any) -> Entry:
    return Entry(
        "CA1", f"turn {turn}", turn, AT, "h", "+85291234567", "", "", "a/b", "en", heard, happened, said, **more
    )


def made(kind: type[Any]) -> Any:
    values = {"int": 1, "bool": True}
    return kind(**{each.name: values.get(getattr(each.type, "__name__", ""), "x") for each in fields(kind)})


@pytest.mark.parametrize("kind", events.Event.__args__, ids=lambda kind: kind.__name__)
def test_every_event_is_told(kind):
    assert bool(tell(made(kind))) == (kind.__name__ not in SILENT)


def test_the_words_are_those_of_the_reader():
    told = tell(EnquiryMade("a/b", "a/t", "found", 3))
    assert told == "looked in a/t: found, 3 rows"
    assert in_language(told, "zh_Hant_HK") == "查閱 a/t：找到，3 行"


def test_what_kind_of_case_was_opened_is_told_in_the_words_of_the_reader():
    told = tell(CaseOpened("a/b", "complaint", "7411293521", "RE1", URL, 45, ""))
    assert told == "case 7411293521 opened: complaint, call back not wanted"
    assert in_language(told, "zh_Hant_HK") == "開立個案 7411293521：投訴，回電：不需要"


def test_what_is_no_fault_of_the_carrier_is_not_told_of_it():
    asked = tell_heard(entry(2, {"heard": "Resumed", "code": ANSWERED_BEFORE}))
    assert asked == "the carrier asks again for an answer that cannot be given again"
    for code in (ANSWERED_BEFORE, NODE_FAILED):
        assert "carrier" not in tell(CallResumed("a/b", code))


def test_percent_signs_and_braces_of_callers_are_only_text():
    said = entry(2, {"heard": "Words", "text": "100%(text)s %s % {text} {}"})
    assert tell_heard(said) == "says “100%(text)s %s % {text} {}”"


def test_the_carriers_address_of_a_recording_is_told_to_nobody():
    heard = {"recording": "RE1", "url": URL, "status": "completed"}
    assert tell_heard(entry(None, heard, seconds=12)) == "the carrier reports a recording: completed, 12 s"


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        (WrongKeyPressed("a/b", "7", 1), True),
        (WordsHeard("a/b", "fees", ""), True),
        (WordsHeard("a/b", "fees", "a/fees"), False),
        (TransferEnded("a/b", "o", 1, "busy", 0), True),
        (TransferEnded("a/b", "o", 1, "answered", 60), False),
        (EnquiryMade("a/b", "t", "unavailable", 0), True),
    ],
)
def test_what_went_wrong_stands_out(event, wrong):
    assert went_wrong(event) is wrong


def test_numbers_are_masked_wherever_a_caller_gave_one():
    keyed = entry(3, {"heard": "Keys", "digits": "91234567"}, FieldKept("a/b", "call_back", "+85291234567"))
    left = entry(4, {"heard": "Recorded"}, MessageLeft("a/b", "RE1", URL, 5, "+85291234567"))
    mistyped = entry(5, {"heard": "Keys", "digits": "9123456"}, WrongKeyPressed("a/b", "9123456", 1))
    for each in (keyed, left, mistyped):
        shown = str(without_numbers(each))
        assert "4567" not in shown
        assert "123456" not in shown.replace("+852 9123", "")


def test_other_fields_stay_as_they_are():
    keyed = entry(3, {"heard": "Keys", "digits": "12345674"}, FieldKept("a/b", "application", "12345674"))
    assert without_numbers(keyed).heard["digits"] == "12345674"


ASKED = (Ask((Say("Key it.", "en"),), most=None, finish="#"),)


@pytest.mark.parametrize(
    ("heard", "said", "acts", "halt"),
    [
        ({"heard": "Keys", "digits": "1"}, (Ask(()),), ("tap:1",), ""),
        ({"heard": "Keys", "digits": "12"}, ASKED, ("tap:1", "tap:2", "tap:#"), ""),
        ({"heard": "Keys", "digits": "1"}, (Ask((), most=2),), ("tap:1", "wait"), ""),
        ({"heard": "Keys", "digits": "****"}, ASKED, (), "secret"),
        ({"heard": "Words", "text": "fees"}, (Ask(()),), ("say:fees",), ""),
        ({"heard": "Words", "text": "fees", "confidence": 0.8}, (Ask(()),), ("say:fees",), ""),
        ({"heard": "Words", "text": "fees", "confidence": 0.5}, (Ask(()),), ("mumble:fees",), ""),
        ({"heard": "Words", "text": "fees", "confidence": 0.1}, (Ask(()),), ("wait",), ""),
        ({"heard": "Silence"}, (Ask(()),), ("wait",), ""),
        ({"heard": "Silence"}, (Hold(),), (), ""),
        ({"heard": "Keys", "digits": "0"}, (Hold(),), (), "unclear"),
        ({"heard": "Recorded", "recording": "RE1", "url": URL, "seconds": 9}, (), ("record:9",), ""),
        ({"heard": "TransferFinished", "outcome": "failed"}, (), ("officer:fails",), ""),
        ({"heard": "Unclear"}, (Ask(()),), (), "unclear"),
        ({"heard": "Resumed", "code": "11200"}, (Ask(()),), (), "resumed"),
    ],
)
def test_what_was_done_can_be_done_again(heard, said, acts, halt):
    replay = replay_of((entry(1, {"heard": "Ringing"}, said=said), entry(2, heard, said=(HangUp(),))), None)
    assert (replay.acts, replay.halt) == (acts, halt)


def test_a_caller_who_left_while_it_rang_is_told_so_with_the_seconds():
    left = entry(
        4,
        {"heard": "TransferFinished", "outcome": "gave up", "seconds": 0, "hung_up": True},
        TransferEnded("a/b", "desk", 1, "gave up", 0),
        CallEnded("a/b", "caller hung up"),
    )
    assert tell_heard(left) == "hangs up while it rings"
    assert [line for line, _ in tell_events(left, took=9)] == [
        "desk: the caller hung up while it rang, after 9 s; nobody else was rung",
        "the call ends: caller hung up",
    ]


def test_it_is_told_too_where_only_the_end_was_reported():
    rang = entry(3, {"heard": "Keys", "digits": "0"}, TransferStarted("a/b", "desk", 1, 1))
    told = [("desk: the caller hung up while it rang, after 9 s; nobody else was rung", True)]
    assert list(tell_left_ringing(rang, took=9)) == told


def test_a_replay_hangs_up_where_the_caller_did_while_it_rang():
    heard = {"heard": "TransferFinished", "outcome": "gave up", "seconds": 0, "hung_up": True}
    rang = entry(1, {"heard": "Ringing"}, said=(Transfer(("+85222200011",), 20, Say("x", "en")),))
    assert replay_of([rang, entry(2, heard, said=(HangUp(),))], None).acts == ("hangup",)
