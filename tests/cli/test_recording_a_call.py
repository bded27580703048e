"""`ivr call --record` writes a rehearsed call that runs as it was recorded."""

import shutil
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2]
SCRIPTS = {
    "an officer is busy, another does not answer": "3,0,officer:busy,officer:unanswered,record:9,3,3",
    "a complaint: with a colon # and a hash": "3,4,1,record:20,3,1,#,hangup",
    "nothing pressed": "wait,wait,wait,wait,wait,officer:answers",
    "spoken": "3,say:fees,hangup",
}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A copy of the sample site without rehearsed calls."""
    copy = tmp_path / "site"
    shutil.copytree(SITE / "menus", copy / "menus", ignore=shutil.ignore_patterns("calls.yaml"))
    shutil.copytree(SITE / "prompts", copy / "prompts")
    shutil.copy(SITE / "flows.yaml", copy)
    return copy


def test_recorded_calls_run_as_they_were_recorded(ivr, site, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(site))
    calls = site / "menus" / "transport" / "calls.yaml"
    for name, script in SCRIPTS.items():
        words = ("--press", script, "--at", "2026-11-24 10:00", "--record", str(calls), "--name", name)
        assert ivr("call", "transport", *words).exit_code == 0
    result = ivr("test", "transport")
    assert "4 rehearsed calls: 4 as written, 0 different." in result.output, result.output


def test_a_call_is_added_behind_those_already_there(ivr, site, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(site))
    calls = site / "menus" / "water" / "calls.yaml"
    calls.write_text("# kept by the accounts section\n- call: first\n  hotline: water\n  steps:\n    - hangs up:\n")
    ivr("call", "water", "--press", "1,hangup", "--record", str(calls), "--name", "second", "--from", "anonymous")
    text = calls.read_text("utf-8")
    assert text.startswith("# kept by the accounts section\n- call: first\n")
    assert "\n\n- call: second\n  hotline: water\n  from: anonymous\n" in text
    assert "2 as written" in ivr("test", "water").output


LIKE = """\
- call: asks at night
  hotline: leisure
  at: 2026-11-23 23:30
  locked: {card: 44002178}
  steps: []
"""


def test_a_call_begins_like_a_rehearsed_one(ivr, site, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(site))
    (site / "menus" / "leisure" / "calls.yaml").write_text(LIKE, "utf-8")
    rung = ivr("call", "leisure", "--like", "asks at night", "--press", "3,6,44002178,3906,hangup")
    assert "It is locked until midnight" in rung.output, rung.output
    assert "We are closed now" in rung.output
    by_day = ivr("call", "leisure", "--like", "asks at night", "--at", "2026-11-23 10:00", "--press", "3,0,hangup")
    assert "Putting you through" in by_day.output, by_day.output


def test_a_rehearsed_call_that_there_is_not_is_told(ivr, site, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(site))
    (site / "menus" / "leisure" / "calls.yaml").write_text(LIKE, "utf-8")
    told = ivr("call", "leisure", "--like", "ask at night", "--press", "3")
    assert told.exit_code == 2
    assert 'no rehearsed call is named "ask at night". Did you mean "asks at night"?' in " ".join(told.output.split())
