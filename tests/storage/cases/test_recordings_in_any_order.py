"""No recording is lost, and none kept twice, whatever a carrier tells of it and in whatever order."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
import yaml
from small_hotline import World, edition_of
from sqlalchemy import select

from ivr.carrier.forms import heard_from, recording_from, seconds_from
from ivr.engine.events import CallBackChosen
from ivr.engine.heard import Keys
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.messages.tables import messages
from ivr.switchboard.answers import Answer
from ivr.switchboard.switchboard import Switchboard
from ivr.switchboard.tokens import CallTokens

TABLE = yaml.load((Path(__file__).parent / "recordings.yaml").read_text("utf-8"), yaml.BaseLoader)
NOTICE = {"RecordingSid": "RE1", "RecordingUrl": "https://carrier.example/RE1"}
NODES = """
main: {kind: menu, choices: {1: {label: {en: a message}, to: tell}, 2: {label: {en: a complaint}, to: complain}}}
tell: {kind: message}
complain: {kind: feedback, accepts: [complaint]}
"""
KINDS = {"1": messages, "2": cases}


class Shelf:
    """One edition."""

    def __init__(self) -> None:
        self.edition = edition_of(NODES)

    def current(self):
        return self.edition

    def by_hash(self, edition_hash: str):
        return self.edition


class Line:
    """A switchboard on a database, and the carrier's part of one call after another."""

    def __init__(self, database: Database) -> None:
        world = World()
        self.database = database
        tokens = CallTokens(["a" * 32])
        self.switchboard = Switchboard(
            Shelf(), DatabaseJournal(database), tokens, world, world, lambda edition: world, lambda: Answer((), "", {})
        )

    def record(self, sid: str, key: str) -> str:
        """A caller comes to the tone; the token of the turn that records."""
        answer = self.switchboard.answer(sid, "+85222200001", "+85255501234")
        return self.switchboard.turn(answer.token, sid, Keys(key)).token

    def tell(self, sid: str, token: str, what: str, form: dict[str, str]) -> None:
        """One request of the carrier."""
        if what == "action":
            self.switchboard.turn(token, sid, heard_from(form))
        elif what == "notice":
            status = form["RecordingStatus"]
            seconds = seconds_from(form, "RecordingDuration")
            self.switchboard.recording(sid, *recording_from(NOTICE | form), status, seconds)
        else:
            self.switchboard.status(sid, "+85222200001", "+85255501234", "completed", 60)

    def rows(self, table, sid: str) -> list[dict]:
        with self.database.caught_up() as connection:
            return [dict(row) for row in connection.execute(select(table).where(table.c.call_sid == sid)).mappings()]


@pytest.fixture
def line(database: Database) -> Line:
    return Line(database)


def combinations() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each action with each notice, in every order."""
    for action, told in TABLE["actions"].items():
        for notice, said in TABLE["notices"].items():
            parts = [name for name, each in (("action", told), ("notice", said)) if each]
            for order in permutations((*parts, "status")):
                yield action, notice, order


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("action", TABLE["actions"])
def test_a_recording_is_kept_once_however_it_comes(line, action, key):
    wrong = []
    for at, (told, notice, order) in enumerate(each for each in combinations() if each[0] == action):
        sid, forms = f"CA{at}", {"action": TABLE["actions"][told], "notice": TABLE["notices"][notice]}
        token = line.record(sid, key)
        for what in order:
            line.tell(sid, token, what, forms.get(what, {}).get("form", {}))
        rows = line.rows(KINDS[key], sid)
        real = any(each.get("real") for each in forms.values())
        if not rows_are_right(rows, real, named=bool(forms["notice"].get("real")) or "only" not in told):
            wrong.append((told, notice, order, rows))
    assert not wrong


def rows_are_right(rows: list[dict], real: bool, named: bool) -> bool:
    """One row of a real recording, under its name as soon as anybody told it, and with the call-back; else none."""
    if not real:
        return rows == []
    return len(rows) == 1 and rows[0]["call_back"] == "+85255501234" and (rows[0]["recording"] == "RE1") == named


def test_a_message_that_only_a_notice_brought_counts_as_one_after_rebuilding_too(line):
    line.tell("CA1", line.record("CA1", "1"), "notice", {"RecordingStatus": "completed", "RecordingDuration": "5"})
    line.tell("CA1", "", "status", {})
    kept = line.rows(messages, "CA1")
    assert [(each["recording"], each["seconds"], each["url"]) for each in kept] == [("RE1", 5, NOTICE["RecordingUrl"])]
    rebuild_projections(line.database)
    again = line.rows(messages, "CA1")
    assert [each | {"id": 0} for each in again] == [each | {"id": 0} for each in kept]
    with line.database.caught_up() as connection:
        assert connection.execute(select(calls.c.outcome, calls.c.ending)).all() == [("message", "caller hung up")]


def test_of_two_tries_of_which_the_turns_brought_nothing_both_recordings_are_kept(line):
    token = line.record("CA1", "1")
    again = line.switchboard.turn(token, "CA1", heard_from({"Digits": "#"}))
    line.switchboard.turn(again.token, "CA1", heard_from({"Digits": "#"}))
    for name in ("RE1", "RE2"):
        line.switchboard.recording("CA1", name, f"https://carrier.example/{name}", "completed", 4)
    line.tell("CA1", "", "status", {})
    assert {each["recording"] for each in line.rows(messages, "CA1")} == {"RE1", "RE2"}


def test_a_notice_sent_twice_keeps_one_message(line):
    line.record("CA1", "1")
    line.tell("CA1", "", "status", {})
    for _ in range(2):
        line.tell("CA1", "", "notice", {"RecordingStatus": "completed", "RecordingDuration": "5"})
    assert len(line.rows(messages, "CA1")) == 1


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("early", [True, False])
def test_what_is_recorded_again_takes_the_place_of_what_was_left(line: Line, key: str, early: bool):
    token = line.record("CA1", key)
    forms = {
        name: {"RecordingSid": name, "RecordingUrl": f"https://carrier.example/{name}", "RecordingDuration": seconds}
        for name, seconds in (("RE1", "7"), ("RE2", "5"))
    }
    answer = line.switchboard.turn(token, "CA1", heard_from(forms["RE1"] | {"Digits": "#"}))
    answer = line.switchboard.turn(answer.token, "CA1", Keys("2"))
    if early:
        line.tell("CA1", "", "notice", forms["RE2"] | {"RecordingStatus": "completed"})
    line.switchboard.turn(answer.token, "CA1", heard_from(forms["RE2"] | {"Digits": "hangup"}))
    line.tell("CA1", "", "notice", forms["RE1"] | {"RecordingStatus": "completed"})
    line.tell("CA1", "", "notice", forms["RE2"] | {"RecordingStatus": "completed"})
    line.tell("CA1", "", "status", {})
    (row,) = line.rows(KINDS[key], "CA1")
    assert (row["recording"], row["url"], row["seconds"]) == ("RE2", "https://carrier.example/RE2", 5)
    assert row["recording_status"] == "completed"
    rebuild_projections(line.database)
    (again,) = line.rows(KINDS[key], "CA1")
    assert again | {"id": row["id"]} == row


@pytest.mark.parametrize("key", KINDS)
def test_the_last_recording_is_kept_in_whatever_order_turns_and_notices_come_out_of_a_spool(
    line: Line, database: Database, key: str
):
    token, wrong = line.record("CA0", key), []
    names = ("RE1", "RE2", "RE3")
    for at, recording in enumerate(names):
        url = f"https://carrier.example/{recording}"
        form = {"RecordingSid": recording, "RecordingUrl": url, "RecordingDuration": str(5 + at), "Digits": "#"}
        token = line.switchboard.turn(token, "CA0", heard_from(form)).token
        token = line.switchboard.turn(token, "CA0", Keys("2")).token
    line.switchboard.recording("CA0", "RE2", "https://carrier.example/RE2", "completed", 6)
    journal = DatabaseJournal(database)
    first, *entries = sorted(journal.of_call("CA0"), key=lambda entry: (entry.turn or 99, entry.entry))
    spoken = [each for each in entries if each.heard.get("recording")]
    others = [first, *(each for each in entries if each not in spoken)]
    for at, order in enumerate(permutations(spoken), start=1):
        for entry in (*others, *order):
            journal.load(replace(entry, call_sid=f"CA{at}"))
        rows = line.rows(KINDS[key], f"CA{at}")
        if [(row["recording"], row["url"], row["seconds"]) for row in rows] != [
            ("RE3", "https://carrier.example/RE3", 7)
        ]:
            wrong.append(([each.entry for each in order], rows))
    assert len(spoken) == 4
    assert not wrong


def test_a_recording_without_a_name_never_takes_the_one_that_it_replaced(line: Line):
    token = line.record("CA1", "1")
    named = {"RecordingSid": "RE1", "RecordingUrl": "https://carrier.example/RE1", "RecordingDuration": "7"}
    answer = line.switchboard.turn(token, "CA1", heard_from(named | {"Digits": "#"}))
    answer = line.switchboard.turn(answer.token, "CA1", Keys("2"))
    line.switchboard.turn(answer.token, "CA1", heard_from({"RecordingDuration": "5", "Digits": "hangup"}))
    for name, seconds in (("RE1", 7), ("RE2", 5)):
        line.switchboard.recording("CA1", name, f"https://carrier.example/{name}", "completed", seconds)
    assert [(row["recording"], row["seconds"]) for row in line.rows(messages, "CA1")] == [("RE2", 5)]


@pytest.mark.parametrize("key", KINDS)
def test_the_number_chosen_last_is_kept_in_whatever_order_turns_come_out_of_a_spool(
    line: Line, database: Database, key: str
):
    form = NOTICE | {"RecordingDuration": "5", "Digits": "#"}
    token = line.switchboard.turn(line.record("CA0", key), "CA0", heard_from(form)).token
    for keys in ("3", "2", "28246112", "2", "28246111", "1"):
        token = line.switchboard.turn(token, "CA0", Keys(keys)).token
    (kept,) = line.rows(KINDS[key], "CA0")
    assert kept["call_back"] == "+85228246111"
    journal, wrong = DatabaseJournal(database), []
    first, *entries = sorted(journal.of_call("CA0"), key=lambda entry: entry.turn or 99)
    telling = [each for each in entries if any(isinstance(event, CallBackChosen) for event in each.events)]
    telling += [each for each in entries if each.heard.get("recording")]
    others = [first, *(each for each in entries if each not in telling)]
    for at, order in enumerate(permutations(telling), start=1):
        for entry in (*others, *order):
            journal.load(replace(entry, call_sid=f"CA{at}"))
        rows = line.rows(KINDS[key], f"CA{at}")
        if [row["call_back"] for row in rows] != ["+85228246111"]:
            wrong.append(([each.entry for each in order], rows))
    assert len(telling) == 4
    assert not wrong


def test_a_number_that_was_chosen_outlives_what_is_recorded_and_rebuilt(line: Line):
    form = NOTICE | {"RecordingDuration": "5", "Digits": "#"}
    token = line.switchboard.turn(line.record("CA1", "1"), "CA1", heard_from(form)).token
    for keys in ("3", "3"):
        token = line.switchboard.turn(token, "CA1", Keys(keys)).token
    (row,) = line.rows(messages, "CA1")
    assert row["call_back"] == ""
    rebuild_projections(line.database)
    (again,) = line.rows(messages, "CA1")
    assert again | {"id": row["id"]} == row
