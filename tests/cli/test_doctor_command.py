"""`ivr doctor` and `ivr watch`: they tell, exit 1 where something is wrong, and fall over nothing."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Ivr = Callable[..., Result]


def test_a_new_folder_is_told_to_be_upgraded_and_published(ivr: Ivr) -> None:
    told = ivr("doctor")
    assert told.exit_code == 1
    assert "→ ivr db upgrade" in told.output
    assert "→ ivr publish" in told.output


def test_programs_are_told_the_same_and_people_in_their_language(ivr: Ivr) -> None:
    rows = {row["check"]: row for row in json.loads(ivr("doctor", "--format", "json", "--lang", "zh-HK").output)}
    assert {"check", "state", "what", "why", "do"} == set(rows["database"])
    assert (rows["database"]["state"], rows["database"]["what"]) == ("wrong", "資料庫")


def test_settings_that_are_refused_are_told_and_not_fallen_over(ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    told = ivr("doctor")
    assert (told.exit_code, told.output.startswith("wrong: Settings. PORT must be a port number")) == (1, True)
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setenv("IVR_STATE", "/proc/nowhere")
    monkeypatch.setenv("IVR_TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("IVR_TWILIO_AUTH_TOKEN", "t" * 32)
    monkeypatch.setenv("IVR_SECRET_KEY", "a key of 32 letters or more for a trial")
    assert "wrong: Files and who may read them. " in ivr("doctor").output


def test_where_no_scheduler_ran_there_are_no_tasks(ivr: Ivr) -> None:
    assert ivr("doctor", "--tasks").output == "No scheduler has run here.\n"


def test_a_line_of_no_such_name_is_not_rung(served: Ivr) -> None:
    told = served("watch", "parks")
    assert told.exit_code == 2
    assert "No hotline is called parks. There are: city, transport" in told.output


def test_from_elsewhere_a_token_and_a_number_do(ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_TWILIO_AUTH_TOKEN", "t" * 32)
    told = ivr("watch", "+85222200101", "--url", "http://127.0.0.1:1")
    assert told.exit_code == 1
    assert "nothing listens there" in told.output
    assert ivr("watch", "--url", "http://127.0.0.1:1").exit_code == 2
    monkeypatch.delenv("IVR_TWILIO_AUTH_TOKEN")
    assert "IVR_TWILIO_AUTH_TOKEN is missing" in str(ivr("watch", "+85222200101", "--url", "http://x").exception)
