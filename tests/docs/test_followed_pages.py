"""Pages that a reader follows step by step: what they tell to write works, and what they show is what is printed."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from doc_pages import ROOT, Block, blocks

from ivr.cli import commands

SERVED = " --url http://127.0.0.1:8000"  # the site itself is rung, without a server
FOLLOWED = ("README.md", "README.zh-HK.md")
FROM_NOTHING = "docs/editors/first-menu.md"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, to stand in."""
    monkeypatch.chdir(tmp_path)
    for name in ("IVR_MODE", "IVR_SITE", "IVR_STATE", "IVR_NOW"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def site(empty: Path) -> Path:
    """A copy of the sample site, to stand in."""
    for folder in ("menus", "prompts"):
        shutil.copytree(ROOT / folder, empty / folder)
    shutil.copy(ROOT / "flows.yaml", empty)
    return empty


@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_that_is_followed_shows_what_happens(page: str, site: Path) -> None:
    follow(page, site)


def test_the_page_that_begins_a_site_shows_what_happens(empty: Path) -> None:
    follow(FROM_NOTHING, empty)


def follow(page: str, site: Path) -> None:
    """Do what a page says, in a folder, and see what it shows."""
    shown = 0
    undo: tuple[Path, str] | None = None
    for block in blocks((ROOT / page,)):
        if block.language == "console":
            see(block)
            shown += 1
            put_right(undo)
            undo = None
        elif block.about:
            undo = write(block, site)
    assert shown


def see(block: Block) -> None:
    """Run the command of a block without a server; … stands for anything, alone on a line for any lines."""
    command, _, expected = block.text.partition("\n")
    words = shlex.split(command.removeprefix("$ ivr ").replace(SERVED, ""))
    result = CliRunner().invoke(commands, words)
    pattern = re.escape(timeless(expected.rstrip("\n") + "\n")).replace("…\\\n", "(?s:.*)").replace("…", ".*")
    assert re.fullmatch(pattern, timeless(result.output)), f"{block}\n{result.output}"


def timeless(printed: str) -> str:
    """What was printed without the seconds since the call began, which depend a little on the machine."""
    return re.sub(r"^ *[0-9]+:[0-9]{2} ", "", printed, flags=re.MULTILINE)


def write(block: Block, site: Path) -> tuple[Path, str] | None:
    """Do as a block says: a whole file, lines under a heading of one, or changes; a change that breaks is undone."""
    name, _, under = block.about.partition(" ")
    path = site / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else ""
    if block.language == "diff":
        path.write_text(changed(before, block), "utf-8")
        return (path, before) if "\n-" in f"\n{block.text}" else None
    path.write_text(before.replace(f"\n{under}:\n", f"\n{under}:\n{block.text}") if under else block.text, "utf-8")
    return None


def changed(text: str, block: Block) -> str:
    """The text with the changes of a block made; their surroundings must be found exactly once."""
    lines = block.text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert f"\n{text}".count(f"\n{old}") == 1, f"{block}: {old} is not found once"
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def put_right(undo: tuple[Path, str] | None) -> None:
    """Take back a change that was made to see it fail."""
    if undo:
        path, before = undo
        path.write_text(before, "utf-8")
