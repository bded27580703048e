"""Callers who fail, where nodes have tries and texts of their own: heard the same in the engine and over TwiML."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from small_site import write_small_site

from ivr.app.practice import practice
from ivr.authoring import check_files, read_folder
from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in, rehearse_in_the_engine, rehearse_on_the_line

TOLD = yaml.load(Path(__file__).with_name("failing_callers.yaml").read_text("utf-8"), yaml.BaseLoader)
NAMES = [call["call"] for call in TOLD["calls"]]


def write_site(folder: Path) -> Path:
    site = write_small_site(folder)
    works = site / "menus" / "works"
    menu = yaml.load((works / "menu.yaml").read_text("utf-8"), yaml.BaseLoader)
    menu["nodes"] = TOLD["nodes"]
    menu["tables"] = {
        "claims": {"file": "claims.csv", "columns": {"claim": "digits", "state": "text"}},
        "accounts": {"file": "accounts.csv", "columns": {"account": "digits", "code": "digits", "owed": "money"}},
    }
    (works / "menu.yaml").write_text(json.dumps(menu), "utf-8")
    (works / "claims.csv").write_text("claim,state\n123456,open\n", "utf-8")
    (works / "accounts.csv").write_text("account,code,owed\n007,4321,12\n", "utf-8")
    (works / "calls.yaml").write_text(json.dumps(TOLD["calls"]), "utf-8")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def hotline(site: Path) -> Iterator[Practice]:
    with practice(site) as opened:
        yield opened


@pytest.fixture(scope="module")
def calls(site: Path) -> dict[str, RehearsedCall]:
    return {call.name: call for call in rehearsals_in(site)}


def test_every_path_of_it_is_proved_to_help_its_caller(site: Path) -> None:
    checked = check_files(read_folder(site))
    assert [problem for problem in checked.problems if problem.level == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_both_callers_hear_what_is_written_and_the_same(
    name: str, calls: dict[str, RehearsedCall], hotline: Practice
) -> None:
    engine = rehearse_in_the_engine(hotline, calls[name])
    webhooks = rehearse_on_the_line(hotline, calls[name], hotline.line(), hotline.words())
    assert (engine.difference, webhooks.difference) == ("", "")
    assert webhooks.heard == engine.heard
    assert webhooks.transcript == engine.transcript
