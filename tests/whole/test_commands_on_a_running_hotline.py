"""What the README promises: a scripted call over HTTP in each language, and its record read back from the terminal."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from whole.serving import Server

from ivr.cli import commands

Ivr = Callable[..., str]
WORDS = {  # by language: its key, and what is heard of a status found and not found, an officer, a message, a case
    "yue": ("1", "已經批准", "搵唔到符合呢個編號", "接駁職員", "留言已經收到", "參考編號係"),
    "cmn": ("2", "已经批准", "找不到与该编号", "转接工作人员", "留言已", "参考编号"),
    "en": ("3", "has been approved", "We cannot find", "Putting you through", "has been kept", "Your reference is"),
}
CALLS = (  # in the order of the words
    "1,12345674,1,01011980,hangup",
    "1,12345674,1,02011980,hangup",
    "0,officer:answers",
    "0,officer:busy,officer:unanswered,record:8,3,3",
    "4,1,record:12,3,3",
)


@pytest.fixture
def ivr(server: Server) -> Ivr:
    """Runs the command with the settings of the running hotline, and gives what it prints on a wide terminal."""

    def run(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "ivr", *arguments],
            env=server.environ | {"COLUMNS": "200"},
            cwd=server.state,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        return " ".join(done.stdout.split())

    return run


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("place", range(len(CALLS)))
def test_a_scripted_call_hears_what_it_came_for(place: int, language: str, server: Server) -> None:
    key, *words = WORDS[language]
    command = ["call", "transport", "--url", server.url, "--press", f"{key},{CALLS[place]}"]
    done = CliRunner().invoke(commands, command, env=server.environ | {"COLUMNS": "200"}, catch_exceptions=False)
    assert done.exit_code == 0
    assert words[place] in " ".join(done.stdout.split())


def test_a_call_is_read_back_step_by_step_and_its_case_is_listed(server: Server, ivr: Ivr) -> None:
    ivr("call", "water", "--url", server.url, "--press", "3,4,1,record:31,3,1,0,officer:busy,officer:answers")
    shown = ivr("calls", "show", "last")
    for step in (
        "For English, press three.",
        "What would you like to tell us?",
        "Your reference is",
        "Putting you through",
    ):
        assert step in shown
    assert "busy" in shown
    assert "answered" in shown
    told = json.loads(ivr("calls", "show", "last", "--format", "json"))
    assert told
    (case, *_) = json.loads(ivr("cases", "list", "--format", "json"))
    assert (case["kind"], case["department"], case["seconds"]) == ("complaint", "water", 31)
    assert case["reference"] in shown
    assert case["reference"] in ivr("cases", "list")


def test_a_secret_is_neither_on_record_nor_in_the_log(server: Server, ivr: Ivr) -> None:
    ivr("call", "transport", "--url", server.url, "--press", "3,1,00100230,1,30091975,hangup")
    found = server.rows("SELECT * FROM journal WHERE hotline = 'transport'")
    assert any("00100230" in str(row) for row in found)
    assert [row for row in found if "30091975" in str(row) or "1975-09-30" in str(row)] == []
    assert "30091975" not in server.log
    assert "1975-09-30" not in server.log
    assert "30091975" not in ivr("calls", "show", "last", "--numbers")
