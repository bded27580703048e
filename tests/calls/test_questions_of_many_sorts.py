"""Numbers, open days, yes or no, ratings, and how a complaint stands: heard the same in the engine and over TwiML."""

import shutil
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from calls.conftest import HearAlike

from ivr.phone.rehearsal import read_rehearsals
from ivr.practice.hotline import Practice

SITE = Path(__file__).parents[2]
PARTS = {
    name: yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8")) for name in ("questions", "cases")
}
CALLS = [(name, number) for name, part in PARTS.items() for number in range(len(yaml.safe_load(part["calls"])))]
MENU = "menus/city/menu.yaml"
CHOICE = "  5: {label: {yue: 轉換語言"


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with one more choice at its front door, which leads to a part of a menu."""
    made, part_of_menu = tmp_path_factory.mktemp("site"), PARTS[request.param]
    for part in ("menus", "prompts"):
        shutil.copytree(SITE / part, made / part)
    shutil.copy(SITE / "flows.yaml", made)
    menu, more = made / MENU, "  6: {label: {yue: 問題, cmn: 问题, en: questions}, to: asked}\n    "
    menu.write_text(
        menu.read_text("utf-8").replace(CHOICE, f"{more}{CHOICE}") + indent(part_of_menu["nodes"], "  "), "utf-8"
    )
    (made / "more_calls.yaml").write_text(part_of_menu["calls"], "utf-8")
    return made


@pytest.mark.usefixtures("checked_site")
@pytest.mark.parametrize(("site", "number"), CALLS, indirect=["site"])
def test_both_callers_hear_what_is_written_and_the_same(
    site: Path, practised: Practice, hear_alike: HearAlike, number: int
) -> None:
    hear_alike(practised, read_rehearsals(site / "more_calls.yaml")[number], f"CA{number:032d}")
