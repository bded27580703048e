"""Any good menu, broken at random a thousand times: what is checked good is served, and nothing else is."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from ivr.authoring.checking.loading import Checked, check_files, edition_from_bundle, edition_of
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking.proving import walk_of
from ivr.errors import SiteRefused

FINE = sorted((Path(__file__).parent / "fine").glob("*.yaml"))
MENU = "menus/transport/menu.yaml"
LOTS, MUTATIONS_A_LOT = 20, 50
PIECES = (":", "{", "}", "\n", " ", "  ", "'", '"', "*", "#", "\t", "0", "[", "- ", "：", "，", "# ", "zz", "9", ", ")
WORD = re.compile(r"[A-Za-z_0-9]+")
Mutation = Callable[[random.Random, str], str]


def _delete(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.randrange(1, 20) :]


def _insert(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(PIECES) + text[at:]


def _move_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return "\n".join(lines)


def _repeat_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "\n".join(lines)


def _swap_words(chance: random.Random, text: str) -> str:
    one, other = chance.choice(list(WORD.finditer(text))), chance.choice(WORD.findall(text))
    return text[: one.start()] + other + text[one.end() :]


def _rename(chance: random.Random, text: str) -> str:
    word = chance.choice(WORD.findall(text))
    return text.replace(word, word[:-1] or "x")


MUTATIONS: tuple[Mutation, ...] = (_delete, _insert, _move_line, _repeat_line, _swap_words, _swap_words, _rename)


@pytest.fixture(scope="module")
def good_sites(
    good_files: SiteFiles, with_edits: Callable[[Sequence[tuple[str, str, str]]], SiteFiles]
) -> list[SiteFiles]:
    """The good site, and those of `fine/` that are made of edits alone."""
    sites = [good_files]
    for path in FINE:
        told = yaml.safe_load(path.read_text("utf-8"))
        if not set(told) - {"edits", "near", "today"}:
            edits = [(each.get("file", MENU), each["replace"], each["instead"]) for each in told["edits"]]
            sites.append(with_edits(edits))
    return sites


def _broken(chance: random.Random, sites: list[SiteFiles]) -> SiteFiles:
    site = chance.choice(sites)
    file = chance.choice([MENU, MENU, MENU, "flows.yaml", "prompts/yue/phrases.yaml"])
    text = site.menus[file].decode()
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        text = chance.choice(MUTATIONS)(chance, text) or "x"
    return replace(site, menus={**site.menus, file: text.encode()})


@pytest.mark.parametrize("lot", range(LOTS))
def test_check_and_server_agree_on_whatever_a_good_menu_becomes(lot: int, good_sites: list[SiteFiles]) -> None:
    chance = random.Random(f"lot {lot}")  # noqa: S311  # slips, not secrets
    good = 0
    for _ in range(MUTATIONS_A_LOT):
        files = _broken(chance, good_sites)
        checked = check_files(files)
        errors = [problem for problem in checked.problems if problem.level == "error"]
        assert (checked.edition is None) == bool(errors)
        if checked.edition is None:
            _is_refused(files, checked)
            continue
        good += 1
        assert edition_from_bundle(bundle(files)) == checked.edition
        assert walk_of(checked.edition).findings == ()
    assert 0 < good < MUTATIONS_A_LOT


def _is_refused(files: SiteFiles, checked: Checked) -> None:
    """The one door of the server stays shut; it says what `ivr check` says."""
    if len(checked.problems) == 1:  # to walk through the door takes as long as to check
        with pytest.raises(SiteRefused) as refused:
            edition_of(files)
        assert _in_line(checked.problems[0].message) in _in_line(str(refused.value))


def _in_line(text: str) -> str:
    """With a space for whatever is white: a report shows no tab that was written."""
    return " ".join(text.split())


def test_every_problem_of_a_broken_menu_is_at_a_place_that_exists(good_sites: list[SiteFiles]) -> None:
    chance = random.Random(4711)  # noqa: S311  # slips, not secrets
    for _ in range(MUTATIONS_A_LOT):
        files = _broken(chance, good_sites)
        for problem in check_files(files).problems:
            lines = files.menus.get(problem.file, b"").decode().splitlines() or [""]
            assert problem.line <= len(lines)
            assert problem.message
            if problem.line:
                assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
                assert problem.end_column > problem.column
