"""The pages are whole: examples load, generated parts are fresh, links lead somewhere, nothing is left out."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from doc_pages import PAGES, ROOT, Block, blocks

from ivr.app.practice import practice
from ivr.authoring.grammar.days import DaySettings
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.holidays import HolidaysFile
from ivr.authoring.grammar.menus import MenuFile, TableSettings
from ivr.authoring.grammar.phrases import PHRASES
from ivr.authoring.grammar.pledges import PledgesFile
from ivr.cli import commands
from ivr.nodes import KINDS, written_kinds
from ivr.phone.rehearsal import read_rehearsals
from ivr.practice.rehearsals import rehearse_on_the_line
from ivr.words import HONG_KONG

GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))
WRITTEN = "\n".join(page.read_text("utf-8") for page in PAGES)
EXAMPLES = [block for block in blocks() if block.language == "yaml" and "/" not in block.about]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
CHAPTERS = ROOT / "docs" / "editors" / "kinds.md"
LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#\s]*)(?:#(?P<part>[^)\s]*))?\)")


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_loads(block: Block, tmp_path: Path) -> None:
    written = yaml.load(block.text, yaml.BaseLoader)
    match block.about:
        case "flows":
            FlowsFile.model_validate(yaml.load((ROOT / "flows.yaml").read_text("utf-8"), yaml.BaseLoader) | written)
        case "holidays":
            assert HolidaysFile.model_validate(written).days.keys() == written.keys()
        case "pledges":
            assert PledgesFile.model_validate(written).pledges.years.keys() == {*map(int, written["years"])}
        case "menu":
            load_nodes(MenuFile.model_validate(written).nodes)
        case "tasks":
            whole = yaml.load((ROOT / "menus" / "transport" / "menu.yaml").read_text("utf-8"), yaml.BaseLoader)
            assert MenuFile.model_validate(whole | written).tasks.keys() == written["tasks"].keys()
        case "nodes":
            load_nodes(written)
        case "tables":
            assert [TableSettings.model_validate(table).shape(name, HONG_KONG) for name, table in written.items()]
        case "days":
            assert all(DaySettings.model_validate(day).named_day for day in written.values())
        case "fields":
            whole = yaml.load((ROOT / "menus" / "transport" / "menu.yaml").read_text("utf-8"), yaml.BaseLoader)
            assert MenuFile.model_validate(whole | written).fields == written["fields"]
        case "phrases":
            assert written.keys() <= PHRASES.keys()
        case "pronunciation":
            assert all(isinstance(said, str) for said in written.values())
        case "calls":
            (tmp_path / "calls.yaml").write_text(block.text, "utf-8")
            with practice(ROOT) as hotline:
                for call in read_rehearsals(tmp_path / "calls.yaml"):
                    rehearsed = rehearse_on_the_line(hotline, call, hotline.line(), hotline.words())
                    assert not rehearsed.difference
        case "compose" | "flows.yaml hotlines":
            assert written
        case _:
            raise AssertionError(f"{block}: no example is called {block.about!r}")


def load_nodes(nodes: dict[str, Any]) -> None:
    """Load each node by its kind. Raises ValidationError."""
    for node in nodes.values():
        KINDS[node["kind"]].model_validate(node, context={"department": "works"})


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_generated_parts_are_fresh(page: Path) -> None:
    content = page.read_text("utf-8")
    assert GENERATE["fresh"](content) == content, "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(page.read_text("utf-8")):
        target = (page.parent / found["file"]).resolve() if found["file"] else page
        assert target.exists(), found[0]
        if found["part"]:
            assert found["part"] in headings(target), found[0]


def headings(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def every_command(command: click.Command, path: str) -> Iterator[str]:
    """Every command that does something, as it is typed."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from every_command(inner, f"{path} {name}")
    else:
        yield path


@pytest.mark.parametrize("command", list(every_command(commands, "ivr")))
def test_every_command_is_told_of_by_hand(command: str) -> None:
    by_hand = GENERATE["PART"].sub("", WRITTEN)
    assert command in by_hand


@pytest.mark.parametrize(
    "command", re.findall(r"^\$ (ivr .*)$", WRITTEN, re.MULTILINE) + re.findall(r"`(ivr [a-z][^`]*)`", WRITTEN)
)
def test_every_command_told_of_exists(command: str) -> None:
    found: click.Command = commands
    for word in command.split()[1:]:
        if not isinstance(found, click.Group):
            break
        if word in found.commands:
            found = found.commands[word]
        elif not word.startswith("-") and word != "…":
            raise AssertionError(f"{command}: there is no {word}")


@pytest.mark.parametrize("kind", written_kinds())
def test_every_kind_has_a_chapter(kind: str) -> None:
    assert kind in headings(CHAPTERS)


@pytest.mark.parametrize("kind", written_kinds())
def test_every_kind_can_be_chosen_by_what_you_want_to_do(kind: str) -> None:
    choices = CHAPTERS.read_text("utf-8").partition("<!-- generated")[0]
    assert f"[{kind}](#{kind})" in choices


def test_every_page_can_be_reached_from_the_doors() -> None:
    doors = {
        (page.parent / found["file"]).resolve() for page in PAGES for found in LINK.finditer(page.read_text("utf-8"))
    }
    assert {page for page in (ROOT / "docs").rglob("*.md") if page.resolve() not in doors} == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_is_one_people_can_read(page: Path) -> None:
    content = page.read_text("utf-8")
    assert content.startswith("# ")
    assert "TODO" not in content


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/developers/how-it-works.md"])
def test_what_those_who_change_the_program_are_sent_to_is_there(page: str) -> None:
    named = re.findall(r"`(ivr/[\w/.]*)`", (ROOT / page).read_text("utf-8"))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_page_of_faults_and_attacks_has_every_row_and_names_tests_that_there_are() -> None:
    page = (ROOT / "docs" / "operators" / "faults-and-attacks.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if re.match(r"\| [RS]\d", line)]
    names = [row[0].strip() for row in rows]
    assert names == [f"R{number}" for number in range(1, 40)] + [f"S{number}" for number in range(1, 35)]
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)`", row[2])
        assert [name for name in named if not (ROOT / "tests" / name).exists()] == [], row[0]
        assert named or row[3].strip(), f"{row[0]} says neither what tries it nor why nothing does"
