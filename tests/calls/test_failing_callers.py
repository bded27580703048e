"""Callers who fail, where nodes have tries and texts of their own: heard the same in the engine and over TwiML."""

import json
from pathlib import Path

import pytest
import yaml
from calls.conftest import HearAlike
from small_site import write_small_site

from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in

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
def calls(site: Path) -> dict[str, RehearsedCall]:
    return {call.name: call for call in rehearsals_in(site)}


@pytest.mark.usefixtures("checked_site")
@pytest.mark.parametrize("name", NAMES)
def test_both_callers_hear_what_is_written_and_the_same(
    name: str, calls: dict[str, RehearsedCall], practised: Practice, hear_alike: HearAlike
) -> None:
    hear_alike(practised, calls[name], f"CA{NAMES.index(name):032d}")
