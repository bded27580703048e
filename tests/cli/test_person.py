"""`ivr person`: all that is kept of one person is shown, handed out and erased, and each deed is on record."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from ivr.app.application import bare_app
from ivr.app.telephone import line_into
from ivr.cli.opening import opened
from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.filing import RowToFile
from ivr.errors import CorrectionRefused, RecordMissing
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.every_table import TABLES
from ivr.storage.outbox.outbox import Dispatch, put_in
from ivr.storage.people.audit import AuditFilters, list_audit

HERS, HIS = "+85255501234", "+85255509876"
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def ring(number: str, *keys: str) -> str:
    """Ring transport from a number, press keys and hang up; the call's name."""
    installation = opened()
    telephone = Telephone(
        line_into(bare_app(installation).wsgi_app, installation.settings),
        new_call("+85222200102", hong_kong(number)),
    )
    telephone.ring()
    for key in keys:
        if key.startswith("record"):
            telephone.record(20)
        else:
            telephone.press(key)
    telephone.hang_up()
    return telephone.state.call_sid


@pytest.fixture
def calls(served) -> dict[str, str]:
    """Hers, in which a complaint was left, a row was entered and a text promised, and his."""
    made = {"hers": ring(HERS, "3", "4", "1", "record", "3", "1"), "his": ring(HIS, "3", "1")}
    installation = opened()
    table = TableShape("leisure/courts", {"card": "digits"}, frozenset({"card"}), filed=FiledShape())
    row = RowToFile(table.name, "0000000001", {"card": "4711"}, frozenset({"card"}))
    with installation.database.writing() as connection:
        installation.filed.file(connection, table, row, made["hers"], 1, MONDAY)
    for whose, number in (("hers", HERS), ("his", HIS)):
        text_message = Dispatch(whose, "sms", number, "an answer", {"text": "Bring it."}, MONDAY, MONDAY, made[whose])
        put_in(installation.database, text_message)
    return made


def kept_anywhere(word: str) -> set[str]:
    """The tables in whose rows a word stands."""
    with opened().database.reading() as connection:
        return {
            table.name
            for table in TABLES
            if any(word in str(tuple(row)) for row in connection.execute(select(table)).all())
        }


def test_what_is_kept_of_a_number_is_listed_and_nothing_of_others(served, calls):
    (row,) = json.loads(served("person", "show", "5550 1234", "--format", "json").output)
    assert (row["call"], row["entries"], row["stays"][:20]) == (calls["hers"], "0000000001", "a case of it is open")
    assert row["cases"]
    assert row["sent"] == 1


def test_what_is_kept_of_a_case_is_found_by_its_reference(served, calls):
    (row,) = json.loads(served("person", "show", HERS, "--format", "json").output)
    (found,) = json.loads(served("person", "show", row["cases"], "--format", "json").output)
    assert found["call"] == calls["hers"]


def test_the_export_holds_every_step_what_is_private_and_the_recording(served, calls, tmp_path):
    file = tmp_path / "hers.zip"
    assert served("person", "export", HERS, "--output", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        (call,) = json.loads(archive.read("kept.json"))["calls"]
        sounds = [name for name in archive.namelist() if name.startswith("recordings/")]
    assert call["call"]["caller"] == HERS
    assert call["filed"][0]["cells"] == {"card": "4711"}
    assert [(each["destination"], each["content"]) for each in call["sent"]] == [(HERS, {"text": "Bring it."})]
    assert "Welcome" in json.dumps(call["entries"])
    assert len(sounds) == 1


def test_nothing_is_left_of_who_is_erased_and_nothing_of_others_is_touched(served, calls):
    assert served("person", "erase", HERS, "--yes", "--open-too").exit_code == 0
    assert kept_anywhere(HERS) == set()
    assert kept_anywhere(calls["hers"]) == {"purged"}
    assert {"calls", "outbox"} <= kept_anywhere(HIS)
    assert json.loads(served("person", "show", HERS, "--format", "json").output) == []


def test_what_was_erased_does_not_come_back_with_a_late_notice(served, calls):
    assert served("person", "erase", HERS, "--yes", "--open-too").exit_code == 0
    installation = opened()
    with installation.database.caught_up() as connection:
        before = connection.scalar(text("SELECT count(*) FROM journal"))
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    late = {"CallSid": calls["hers"], "CallStatus": "completed", "From": HERS, "To": "+85222200102"}
    assert line.ask("POST", f"{line.url}/voice/status", [*late.items()]).reply.status == 204
    with installation.database.caught_up() as connection:
        assert connection.scalar(text("SELECT count(*) FROM journal")) == before


def test_an_open_case_stands_against_it_until_somebody_says_otherwise(served, calls):
    done = served("person", "erase", HERS, "--yes")
    assert done.exit_code == 1
    assert "a case of it is open" in done.output
    assert "calls" in kept_anywhere(HERS)


def test_a_dry_run_changes_nothing(served, calls):
    assert "1 call of" in served("person", "erase", HERS, "--dry-run", "--open-too").output
    assert "calls" in kept_anywhere(HERS)


def test_each_deed_is_in_the_audit_without_the_number(served, calls, tmp_path):
    served("person", "show", HERS, "--author", "wong@example.org")
    served("person", "export", HERS, "--output", str(tmp_path / "a.zip"), "--author", "wong@example.org")
    served("person", "erase", HERS, "--yes", "--open-too", "--author", "wong@example.org")
    lines = [each for each in list_audit(opened().database) if each.who == "wong@example.org"]
    assert [each.action.split()[0] for each in lines] == ["erased", "exported", "saw"]
    assert "audit" not in kept_anywhere(HERS)


@pytest.mark.parametrize("who", ["wong", "12", "9999999999999999999999"])
def test_who_is_nobody_is_told_so(served, who):
    told = served("person", "show", who)
    assert "neither a telephone number nor the reference of a case" in str(told.exception)


def test_what_is_wrong_is_corrected_with_its_reason_and_handed_out_with_what_stood_there(served, calls, tmp_path):
    (row,) = json.loads(served("person", "show", "5550 1234", "--format", "json").output)
    said = ("person", "correct", row["cases"], "call_back=2822 0111", "--why", "by letter", "--author", "mei")
    assert served(*said).output == f"Corrected call_back of {row['cases']}.\n"
    assert isinstance(served(*said).exception, CorrectionRefused), "nothing is different now"
    found = list_audit(opened().database, AuditFilters(action="corrected what is kept of a person"))
    assert [(line.who, line.subject, line.details["fields"]) for line in found] == [("mei", row["cases"], "call_back")]
    file = tmp_path / "hers.zip"
    served("person", "export", "5550 1234", "--output", str(file))
    with zipfile.ZipFile(file) as archive:
        (kept,) = json.loads(archive.read("kept.json"))["calls"]
    (correction,) = kept["corrections"]
    assert (correction["before"], correction["after"]) == (HERS, "+85228220111")
    assert kept["cases"][0]["call_back"] == "+85228220111"


@pytest.mark.parametrize("which", ["9999999999", "CA1/1", "CA1/x", ""])
def test_what_is_not_on_record_cannot_be_corrected(served, which):
    answer = served("person", "correct", which, "call_back=2822 0111", "--why", "by letter")
    assert isinstance(answer.exception, RecordMissing)
