"""The storm is seeded and holds; and its checker finds each thing that a record can lack or have twice."""

import os
from dataclasses import replace
from typing import Any

import pytest

from bench.storm.__main__ import details, table
from bench.storm.aims import AIMS, KEPT, references
from bench.storm.callers import CarriersLine, Memory
from bench.storm.checking import Findings, Record, look
from bench.storm.hotline import FAKETIME
from bench.storm.storming import Storm, storm_over
from bench.storm.weather import plan
from ivr.engine.call import Call
from ivr.phone.requesting import Reply, Request
from ivr.switchboard.tokens import CallTokens

SID, KEY = "CA" + "0" * 32, "a key of more than thirty-two characters"
COMPLAINT = next(aim for aim in AIMS if aim.name == "a complaint")
CALL = Call(SID, "transport", "e", "+85259000000", COMPLAINT.number, 0, turn=2)
MEMORY = Memory(
    SID,
    CALL.caller,
    COMPLAINT,
    heard="Your reference is four one five, two two zero. Your message has been kept.",
    tokens={CallTokens([KEY]).seal(CALL)},
    end="reached",
)


def rows() -> Record:
    """The record of that one call, nothing wrong with it."""
    turn = {"heard": "{}", "events": "[]", "instructions": "[]", "edition": "e", "ends": False}
    journal: list[dict[str, Any]] = [turn | {"entry": f"turn {number}", "turn": number} for number in (1, 2)]
    journal.append(turn | {"entry": "status completed", "turn": None, "ends": True})
    call = {"sid": SID, "turns": 2, "ended_at": "2026-11-23", "ending": "caller hung up", "seconds": 60}
    return Record({SID: call}, {SID: journal}, {SID: [{"reference": "415220"}]}, {SID: []})


def found(record: Record, memory: Memory = MEMORY, log: str = "") -> Findings:
    """What the checker says of it; of a case and a message only the case was left."""
    return look([replace(memory, heard=memory.heard.partition(" Your message")[0])], record, CallTokens([KEY]), log)


class Hotline:
    """Answers everything."""

    def send(self, request: Request, seconds: float) -> Reply:
        """An empty answer."""
        return Reply(200, "text/xml", b"<Response/>")


def test_a_caller_waits_for_answers_and_not_for_notices() -> None:
    line = CarriersLine("http://hotline", "token", "AC0", Hotline())
    line.ask("POST", "http://hotline/voice/turn", (("CallStatus", "in-progress"),))
    line.ask("POST", "http://hotline/voice/recording", (("RecordingStatus", "completed"),))
    line.ask("POST", "http://hotline/voice/status", (("CallStatus", "completed"),))
    assert len(line.waits) == 1


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert not found(rows())


def test_a_call_that_is_not_on_record_is_lost() -> None:
    assert found(Record({}, {}, {}, {})).lost == [f"{SID} is not on record"]


def test_a_call_that_the_hotline_never_heard_of_is_not_lost() -> None:
    assert not found(Record({}, {}, {}, {}), replace(MEMORY, tokens=set()))


def test_a_turn_that_was_answered_and_is_not_on_record_is_lost() -> None:
    record = rows()
    del record.journal[SID][1]
    record.calls[SID]["turns"] = 1
    assert found(record).lost == [f"{SID}: turn 2 was answered and is not on record"]


def test_a_list_of_calls_that_miscounts_turns_is_named() -> None:
    record = rows()
    record.calls[SID]["turns"] = 3
    assert found(record).lost == [f"{SID}: the list of calls counts 3 turns of 2"]


def test_a_reference_without_its_case_is_lost() -> None:
    record = rows()
    record.cases[SID] = [{"reference": "415221"}]
    assert found(record).lost == [f"{SID}: reference 415220 was read out and there is no such case"]


@pytest.mark.parametrize("words", KEPT)
def test_a_promise_that_a_message_is_kept_needs_the_message(words: str) -> None:
    promised = replace(MEMORY, heard=words)
    assert look([promised], rows(), CallTokens([KEY]), "").lost == [
        f"{SID}: a message was promised to be kept and is not there"
    ]


def test_a_case_and_a_message_of_one_complaint_are_doubled() -> None:
    record = rows()
    record.messages[SID].append({})
    assert len(found(record).doubled) == 1


def test_an_entry_that_is_there_twice_is_doubled() -> None:
    record = rows()
    record.journal[SID].append(record.journal[SID][0])
    assert found(record).doubled == [f"{SID}: turn 1 is there 2 times"]


def test_a_call_without_an_end_or_with_two_is_named() -> None:
    without, twice = rows(), rows()
    del without.journal[SID][2]
    twice.journal[SID].append(twice.journal[SID][2] | {"entry": "status failed"})
    assert len(found(without).unended) == 1
    assert "2 ends: status completed, status failed" in found(twice).unended[0]


def test_a_call_of_negative_length_is_named() -> None:
    record = rows()
    record.calls[SID]["seconds"] = -3600
    assert len(found(record).unended) == 1


def test_a_call_answered_from_two_editions_is_named() -> None:
    record = rows()
    record.journal[SID] += [record.journal[SID][1] | {"entry": "turn 3", "turn": 3, "edition": "f"}]
    record.calls[SID]["turns"] = 3
    assert len(found(record).mixed) == 1


def test_a_secret_in_the_journal_or_the_log_and_a_number_in_the_log_are_named() -> None:
    record = rows()
    record.journal[SID][1]["heard"] = '{"heard":"Keys","digits":"01011980"}'
    assert found(record, log='{"why": "0417", "caller": "+85259000000"}').unmasked == [
        f"{SID}: 01011980 stands in turn 2",
        "0417 stands in the log",
        "+85259000000 stands in the log",
    ]


def test_a_reference_is_understood_in_every_language() -> None:
    spoken = "Your reference is four one five, two two zero. 參考編號係四一五，二二零。您的参考编号是四幺五，二二零。"
    assert references(spoken) == {"415220"}


def test_a_caller_answers_what_was_asked_last_and_waits_where_nothing_fits() -> None:
    assert COMPLAINT.act("For English, press three. For a complaint, press one.") == "1"
    assert COMPLAINT.act("For a complaint, press one. For English, press three.") == "3"
    assert COMPLAINT.act("Once upon a time.") == "wait"


def test_the_same_seed_makes_the_same_storm_in_which_everything_happens() -> None:
    names = ("worker killed", "worker hung", "disk full", "database cut", "database locked")
    gusts = plan(7, names, 60)
    assert gusts == plan(7, names, 60) != plan(8, names, 60)
    assert {name for gust in gusts for name in gust.faults} == set(names)
    assert sum(gust.seconds + gust.rest for gust in gusts) >= 60
    together = [gust.faults for seed in range(50) for gust in plan(seed, names, 60) if len(gust.faults) == 2]
    assert together
    assert all(one.split()[0] != other.split()[0] for one, other in together)


PROCESSES = ("worker killed", "worker hung", "gunicorn killed", "server killed", "server reloaded", "server restarted")
DATABASES = {
    "sqlite": ("database cut", "database locked"),
    "postgresql": ("database cut", "database restarted", "database frozen", "database locked"),
}


@pytest.mark.parametrize("kind", DATABASES)
def test_in_a_small_storm_nobody_is_lost_and_nothing_is_doubled(kind: str) -> None:
    names = {*PROCESSES, *DATABASES[kind], "edition published"}
    if FAKETIME or os.environ.get("IVR_REQUIRE_FAKETIME") == "1":
        names.add("clock stepped")
    storm = Storm(12, callers=6, seed=20261128, only=tuple(sorted(names)), gusts=(0.4, 1.2), pace=0.2, patience=15)
    outcome = storm_over(kind, storm)
    told = details(outcome)
    assert set(outcome.happened) == names, told
    assert not outcome.findings, told
    assert not outcome.dead, told
    assert outcome.spooled == 0, told
    assert len(outcome.made) >= 6, told
    assert f"| {kind} | {len(outcome.made)} | 0 | 0 | 0 |" in table({kind: outcome})
