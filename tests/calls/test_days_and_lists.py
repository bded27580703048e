"""Calls that depend on the day, the caller and lists of rows: heard the same in the engine and over TwiML."""

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

TOLD = yaml.load(Path(__file__).with_name("days_and_lists.yaml").read_text("utf-8"), yaml.BaseLoader)
NAMES = [call["call"] for call in TOLD["calls"]]


def write_site(folder: Path) -> Path:
    site = write_small_site(folder)
    works = site / "menus" / "works"
    menu = yaml.load((works / "menu.yaml").read_text("utf-8"), yaml.BaseLoader)
    flows = yaml.load((site / "flows.yaml").read_text("utf-8"), yaml.BaseLoader)
    flows["calendars"] = flows.get("calendars", {}) | {"office": {"monday-friday": "09:00-17:00"}}
    (site / "flows.yaml").write_text(json.dumps(flows), "utf-8")
    menu |= {part: TOLD[part] for part in ("days", "tables", "nodes")}
    (works / "menu.yaml").write_text(json.dumps(menu), "utf-8")
    for table, rows in TOLD["rows"].items():
        (works / f"{table}.csv").write_text(rows, "utf-8")
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
