"""Numbers, open days, yes or no, ratings, and how a complaint stands: heard the same in the engine and over TwiML."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import pytest
import yaml

from ivr.app.practice import practice
from ivr.authoring import check_files, read_folder
from ivr.phone.rehearsal import read_rehearsals
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearse_in_the_engine, rehearse_on_the_line

SITE = Path(__file__).parents[2]
PARTS = {
    name: yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8")) for name in ("questions", "cases")
}
CALLS = [(name, number) for name, part in PARTS.items() for number in range(len(yaml.safe_load(part["calls"])))]
MENU = "menus/city/menu.yaml"
CHOICE = "  5: {label: {yue: 轉換語言"


@pytest.fixture(scope="module")
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
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


@pytest.fixture(scope="module")
def asking(folder: Path) -> Iterator[Practice]:
    """A hotline on that site."""
    with practice(folder) as opened:
        yield opened


@pytest.mark.parametrize("folder", PARTS, indirect=True)
def test_the_check_proves_that_no_caller_is_dropped(folder: Path) -> None:
    checked = check_files(read_folder(folder))
    assert [problem for problem in checked.problems if problem.level == "error"] == []
    assert checked.edition is not None


@pytest.mark.parametrize(("folder", "number"), CALLS, indirect=["folder"])
def test_both_callers_hear_what_is_written_and_the_same(folder: Path, asking: Practice, number: int) -> None:
    call = read_rehearsals(folder / "more_calls.yaml")[number]
    sid = f"CA{number:032d}"
    engine = rehearse_in_the_engine(asking, call, sid)
    webhooks = rehearse_on_the_line(asking, call, asking.line(), asking.words(), sid)
    assert (engine.difference, webhooks.difference) == ("", "")
    assert webhooks.heard == engine.heard
    assert webhooks.transcript == engine.transcript
