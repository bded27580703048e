"""`ivr nuisance`: added, listed and lifted, the number in no output; and shown with what is kept of a person."""

import json
from dataclasses import replace
from pathlib import Path

from ivr.app.practice import practice
from ivr.phone.rehearsal import read_rehearsals
from ivr.practice.rehearsals import rehearse_in_the_engine

SITE = Path(__file__).parents[2]
NUMBER = "9123 0998"


def test_it_is_added_listed_and_lifted(served):
    told = served("nuisance", "add", NUMBER, "--days", "7", "--reason", "shouts", "--department", "water").output
    assert told.startswith("Officers take no calls from +852 9123 •••• until ")
    (row,) = json.loads(served("nuisance", "list", "--format", "json").output)
    assert (row["from"], row["department"], row["reason"], row["holds"]) == ("+852 9123 ••••", "water", "shouts", True)
    assert "again" in served("nuisance", "lift", str(row["number"])).output
    assert served("nuisance", "list").output == "Officers take calls from everybody.\n"
    (past,) = json.loads(served("nuisance", "list", "--past", "--format", "json").output)
    assert (past["holds"], past["number"]) == (False, row["number"])


def test_what_is_no_number_or_no_department_is_wrong_usage(served):
    wrong = (("12", "water"), (NUMBER, "trams"))
    for number, department in wrong:
        command = ("nuisance", "add", number, "--days", "7", "--reason", "x", "--department", department)
        assert served(*command).exit_code == 2
    assert served("nuisance", "list").output == "Officers take calls from everybody.\n"


def test_it_is_told_with_what_is_kept_of_a_number(served, tmp_path):
    served("nuisance", "add", NUMBER, "--days", "7", "--reason", "shouts")
    assert "shouts" in served("person", "show", NUMBER).output
    served("person", "export", NUMBER, "--output", str(tmp_path / "theirs.zip"))
    assert (tmp_path / "theirs.zip").exists()


def test_what_such_a_caller_hears_can_be_rung_and_rehearsed(ivr, tmp_path):
    recorded = tmp_path / "calls.yaml"
    said = ("call", "transport", "--press", "3,0,record:9,3,3", "--at", "2026-11-23 10:00", "--limited")
    told = ivr(*said, "--record", str(recorded), "--name", "limited").output
    assert "officers take no calls from this number" in told
    assert "leave your name" in told, "the office is open, and a message is taken"
    (call,) = read_rehearsals(recorded)
    assert call.limited
    with practice(SITE) as hotline:
        assert rehearse_in_the_engine(hotline, call).difference == ""
        assert rehearse_in_the_engine(hotline, replace(call, limited=False)).difference != ""
