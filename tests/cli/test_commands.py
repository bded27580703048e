"""Every command: that it has help with an example, and what it prints and exits with."""

import csv
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
import time_machine
from sqlalchemy import text

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.app.telephone import line_into
from ivr.cli import commands
from ivr.cli.opening import opened
from ivr.engine.events import RatingAnswered, RatingOffered
from ivr.errors import IvrError, RecordMissing, TableRefused
from ivr.journal.entry import Entry
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.cases.listing import find_cases
from ivr.storage.cases.work import CaseWork

SITE = Path(__file__).parents[2]


def all_commands(group: click.Group = commands, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        inner = all_commands(command, (*path, name)) if isinstance(command, click.Group) else []
        found += inner or [(*path, name)]
    return found


@pytest.mark.parametrize("path", all_commands(), ids=" ".join)
def test_a_command_explains_itself(ivr, path):
    result = ivr(*path, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.fixture
def a_complaint(served) -> str:
    """A call that left a complaint, made over the webhooks; its sid."""
    installation = open_installation(load_settings())
    phone = Telephone(
        line_into(bare_app(installation).wsgi_app, installation.settings), new_call("+85222200101", hong_kong())
    )
    phone.ring()
    for keys in ("3", "4", "1"):
        phone.press(keys)
    phone.record(20)
    phone.hang_up()
    installation.database.close()
    return phone.state.call_sid


def test_check_says_what_it_read(ivr):
    result = ivr("check", str(Path(__file__).parents[2]))
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("Checked 4 hotlines, 4 departments")


def test_check_exits_1_for_a_folder_without_a_site(ivr, tmp_path):
    result = ivr("check", str(tmp_path))
    assert result.exit_code == 1
    assert "flows.yaml" in result.output


@pytest.mark.parametrize(("form", "begins"), [("json", "["), ("github", "::error file=")])
def test_check_speaks_to_programs(ivr, tmp_path, form, begins):
    (tmp_path / "flows.yaml").write_text("version: 1\nsite: no\n")
    result = ivr("check", str(tmp_path), "--format", form)
    assert result.exit_code == 1
    assert result.output.startswith(begins)


def test_explain_tells_the_story_of_a_rule(ivr):
    assert "destination" in ivr("explain", "unknown-destination").output


def test_a_wrong_word_is_wrong_usage(ivr):
    assert ivr("calls", "list", "--outcome", "lovely").exit_code == 2


def test_publishing_twice_changes_nothing(served):
    result = served("publish")
    assert "Already served: edition" in result.output
    assert served("editions").output.count("tests") == 1


def test_rows_that_changed_are_told_although_the_edition_is_the_same(served, tmp_path, monkeypatch):
    site = tmp_path / "site"
    shutil.copytree(SITE / "menus", site / "menus")
    shutil.copytree(SITE / "prompts", site / "prompts")
    shutil.copy(SITE / "flows.yaml", site)
    table = site / "menus" / "transport" / "applications.csv"
    table.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    monkeypatch.setenv("IVR_SITE", str(site))
    result = served("publish")
    assert "Already served: edition" in result.output
    assert "Rows loaded anew, and callers are answered from them now: transport/applications." in result.output


def test_comparing_before_anything_was_published_says_what_to_do(ivr):
    for words in (("diff", "current", "."), ("editions", "show", "current")):
        result = ivr(*words)
        assert "nothing was published yet; run `ivr publish`" in str(result.exception)
        assert "Usage" not in result.output


def test_a_site_with_problems_is_not_published(served, tmp_path, monkeypatch):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "flows.yaml").write_text("version: 1\n")
    monkeypatch.setenv("IVR_SITE", str(tmp_path / "bad"))
    result = served("publish")
    assert result.exit_code == 1
    assert "Nothing was published." in result.output


def test_rolling_back_goes_to_an_edition_that_was(served):
    edition = json.loads(served("editions", "--format", "json").output)[0]["edition"]
    assert f"Callers now meet edition {edition}" in served("rollback", edition[:8]).output
    assert served("rollback", "zzz").exit_code == 2


def test_a_call_is_listed_and_told_step_by_step(served, a_complaint):
    listed = served("calls", "list").output
    assert a_complaint[:12] in listed
    assert "+852 5550 ••••" in listed
    told = served("calls", "show", a_complaint).output
    for part in ("the call comes in", "presses 4", "feedback = complaint", "records 20 s", "caller hung up"):
        assert part in told
    assert "“What would you like to tell us?”" in told
    assert "85255501234" not in told
    assert served("calls", "show", "last").output == told
    assert served("calls", "show", a_complaint[:8]).output == told


def test_numbers_are_shown_when_asked_for(served, a_complaint):
    assert "+85255501234" in served("calls", "show", "last", "--numbers").output
    assert "+85255501234" in served("cases", "list", "--numbers").output


def test_steps_come_as_json_without_numbers(served, a_complaint):
    told = served("calls", "show", "last", "--format", "json").output
    assert json.loads(told)["call"]["outcome"] == "case"
    assert "85255501234" not in told


def test_calls_are_filtered(served, a_complaint):
    assert a_complaint[:12] in served("calls", "list", "--hotline", "transport", "--outcome", "case").output
    assert "No calls are on record." in served("calls", "list", "--hotline", "water").output
    assert "No calls are on record." in served("calls", "list", "--until", "2020-01-01").output


def test_calls_are_exported(served, a_complaint, tmp_path):
    result = served("calls", "export", "--output", str(tmp_path / "calls.csv"))
    assert "1 calls written" in result.output
    (row,) = csv.DictReader((tmp_path / "calls.csv").read_text("utf-8-sig").splitlines())
    assert (row["call"], row["outcome"]) == (a_complaint, "case")


def test_a_case_is_found_by_its_reference_however_it_is_typed(served, a_complaint):
    (case,) = json.loads(served("cases", "list", "--format", "json").output)
    reference = case["reference"]
    told = served("cases", "show", f"{reference[:3]} {reference[3:]}").output
    assert "complaint" in told
    assert f"ivr calls show {a_complaint}" in told
    assert "https://" not in served("cases", "show", reference, "--format", "json").output


def test_cases_are_listed_as_the_desk_lists_them(served, a_complaint):
    (listed,) = json.loads(served("cases", "list", "--format", "json").output)
    reference, department = listed["reference"], listed["department"]
    for chosen in (("--owner", "-"), ("--kind", "complaint"), ("--state", "all"), ("--department", department)):
        assert reference in served("cases", "list", *chosen).output, chosen
    assert "No open cases are on record." in served("cases", "list", "--overdue").output
    assert "No open cases are on record." in served("cases", "list", "--owner", "mei").output
    close(reference)
    assert "No open cases are on record." in served("cases", "list").output
    assert reference in served("cases", "list", "--state", "closed").output
    assert "mei closed: done" in served("cases", "show", reference).output


@pytest.mark.parametrize(
    ("words", "error"), [(("calls", "show", "CA0"), RecordMissing), (("cases", "show", "1"), RecordMissing)]
)
def test_what_is_not_on_record_is_said_so(served, words, error):
    result = served(*words)
    assert isinstance(result.exception, error)
    assert isinstance(result.exception, IvrError)


def test_messages_are_listed(served):
    assert "No waiting messages are on record." in served("messages", "list").output
    assert "No messages are on record." in served("messages", "list", "--state", "all").output


def test_a_table_is_imported_listed_and_written_out(served, tmp_path):
    assert "transport/applications: 30 rows" in served("tables", "import", "transport/applications").output
    assert "transport/applications" in served("tables", "list").output
    out = served("tables", "export", "transport/applications", "--output", str(tmp_path / "out.csv"))
    assert out.exit_code == 0
    assert "12345674" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert isinstance(served("tables", "import", "transport/nothing").exception, TableRefused)


def test_hours_say_why_an_office_is_closed(ivr):
    result = ivr("hours", "show", "--at", "2026-12-25 10:00")
    assert "Christmas Day" in result.output


def test_holidays_are_listed(ivr):
    assert "2027-02-06" in ivr("holidays", "list", "--year", "2027").output


def test_settings_hide_secrets(ivr):
    output = ivr("settings").output
    assert "IVR_SECRET_KEY" in output
    assert "••••" in output


def test_the_database_says_where_it_is(served):
    assert "up to date" in served("db", "check").output
    assert served("db", "current").exit_code == 0


def test_the_spool_says_what_waits(served):
    assert "0 entries loaded, 0 still wait." in served("spool", "load").output


def test_a_hotline_is_rung_without_a_server(ivr):
    result = ivr("call", "transport", "--press", "3,0,hangup", "--at", "2026-12-25 10:00")
    assert "Christmas Day" in result.output
    assert "you hung up" in result.output


def test_a_pretended_failure_is_heard(ivr):
    script = "3,1,12345674,1,01011980,hangup"
    assert "cannot be looked up" in ivr("call", "transport", "--press", script, "--fail", "database").output


def test_an_unknown_hotline_names_those_there_are(ivr):
    result = ivr("call", "nowhere", "--press", "1")
    assert result.exit_code == 2
    assert "transport" in result.output


def test_pretending_needs_the_site_and_not_a_server(ivr):
    assert ivr("call", "transport", "--url", "http://127.0.0.1:1", "--fail", "database").exit_code == 2


def test_rehearsed_calls_are_run(ivr):
    result = ivr("test", "city")
    assert result.exit_code == 0
    assert "12 as written, 0 different" in result.output


def test_cases_are_exported(served, a_complaint, tmp_path):
    result = served("cases", "export", "--output", str(tmp_path / "cases.csv"))
    assert "1 cases written" in result.output
    (row,) = csv.DictReader((tmp_path / "cases.csv").read_text("utf-8-sig").splitlines())
    assert (row["kind"], row["call"]) == ("complaint", a_complaint)


def test_a_database_that_was_never_made_says_how_to_make_it(ivr):
    assert "ivr db upgrade" in str(ivr("db", "check").exception)


def test_a_call_ends_once_in_its_timeline(served, a_complaint):
    told = served("calls", "show", "last").output
    assert told.count("the carrier reports the end: completed") == 1
    assert "the call ends" not in told


def test_what_is_old_is_counted_then_deleted_and_audited(served, a_complaint, monkeypatch):
    assert "Nothing is purged: set IVR_KEEP_RECORDINGS" in served("purge").output
    monkeypatch.setenv("IVR_KEEP_CALLS", "30")
    assert json.loads(served("purge", "--dry-run", "--format", "json").output)[1]["would be deleted"] == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        told = json.loads(served("purge", "--dry-run", "--format", "json").output)
        assert [each["would be deleted"] for each in told] == [0, 0]  # its case is open
        reference = json.loads(served("cases", "list", "--format", "json").output)[0]["reference"]
        close(reference)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=62)):
        told = json.loads(served("purge", "--dry-run", "--format", "json").output)
        assert [each["would be deleted"] for each in told] == [1, 1]
        assert a_complaint[:12] in served("calls", "list").output
        told = json.loads(served("purge", "--format", "json").output)
        assert [(each["what"], each["deleted"]) for each in told] == [("recordings", 1), ("calls", 1)]
        assert "No calls are on record." in served("calls", "list").output
    with opened().database.caught_up() as connection:
        assert connection.execute(text("SELECT action, subject FROM audit")).all() == [("purged", "by rule")]


def close(reference):
    """Close the case of a reference."""
    installation = opened()
    (case,) = find_cases(installation.database, reference)
    CaseWork(installation.database).close(case.key, case.version, "mei", "done")


def test_ratings_are_listed_and_exported(served, tmp_path):
    assert "No ratings are on record." in served("ratings", "list").output
    offered, answered = RatingOffered("transport/opinion"), RatingAnswered("transport/opinion", "content", "4", 1)
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    place = ("transport", "", "", "", "transport/opinion", "en")
    opened().journal.load(Entry("CA00", "turn 1", 1, at, *place, {}, (offered, answered)))
    (row,) = json.loads(served("ratings", "list", "--format", "json", "--department", "transport").output)
    assert (row["state"], row["answers"], row["at"]) == ("partial", "content: 4", "transport/opinion")
    assert json.loads(served("ratings", "list", "--format", "json", "--department", "water").output) == []
    written = tmp_path / "ratings.csv"
    assert "1 ratings written" in served("ratings", "export", "--output", str(written)).output
    assert "content: 4" in written.read_text("utf-8-sig")
