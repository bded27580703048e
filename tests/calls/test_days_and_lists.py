"""Calls on which days, rows and what is known decide, and slow tables: the same in the engine and over TwiML."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from calls.conftest import HearAlike
from small_site import write_small_site

from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in

TOLD = {
    name: yaml.load(Path(__file__).with_name(f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    for name in ("days_and_lists", "slow_tables", "deciding")
}
CALLS = [(name, number) for name, told in TOLD.items() for number in range(len(told["calls"]))]


def write_site(folder: Path, told: Mapping[str, Any]) -> Path:
    site = write_small_site(folder)
    works = site / "menus" / "works"
    menu = yaml.load((works / "menu.yaml").read_text("utf-8"), yaml.BaseLoader)
    flows = yaml.load((site / "flows.yaml").read_text("utf-8"), yaml.BaseLoader)
    flows["calendars"] = flows.get("calendars", {}) | {"office": {"monday-friday": "09:00-17:00"}}
    (site / "flows.yaml").write_text(json.dumps(flows), "utf-8")
    menu |= {part: told[part] for part in ("days", "tables", "nodes")}
    (works / "menu.yaml").write_text(json.dumps(menu), "utf-8")
    for table, rows in told["rows"].items():
        (works / f"{table}.csv").write_text(rows, "utf-8")
    (works / "calls.yaml").write_text(json.dumps(told["calls"]), "utf-8")
    return site


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"), TOLD[request.param])


@pytest.fixture(scope="module")
def calls(site: Path) -> Sequence[RehearsedCall]:
    return tuple(rehearsals_in(site))


@pytest.mark.usefixtures("checked_site")
@pytest.mark.parametrize(("site", "number"), CALLS, indirect=["site"])
def test_both_callers_hear_what_is_written_and_the_same(
    number: int, calls: Sequence[RehearsedCall], practised: Practice, hear_alike: HearAlike
) -> None:
    hear_alike(practised, calls[number], f"CA{number:032d}")
