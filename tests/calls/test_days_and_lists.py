"""Calls that depend on the day, the caller and lists of rows: heard the same in the engine and over TwiML."""

import json
from pathlib import Path

import pytest
import yaml
from calls.conftest import HearAlike
from small_site import write_small_site

from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in

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
def calls(site: Path) -> dict[str, RehearsedCall]:
    return {call.name: call for call in rehearsals_in(site)}


@pytest.mark.usefixtures("checked_site")
@pytest.mark.parametrize("name", NAMES)
def test_both_callers_hear_what_is_written_and_the_same(
    name: str, calls: dict[str, RehearsedCall], practised: Practice, hear_alike: HearAlike
) -> None:
    hear_alike(practised, calls[name], f"CA{NAMES.index(name):032d}")
