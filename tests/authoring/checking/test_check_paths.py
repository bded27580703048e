"""What `ivr check` makes of the paths it is given: sites, parts of them, and menus that stand alone."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import check_files
from ivr.authoring.checking.lone_menus import NOT_CHECKED, check_alone
from ivr.authoring.checking.paths import check_paths
from ivr.authoring.site.files import SiteFiles

GOOD = Path(__file__).parents[1] / "good"
SAMPLES = Path(__file__).parents[3] / "menus"
MENU = "menus/transport/menu.yaml"


@pytest.fixture
def site(tmp_path: Path, good_files: SiteFiles, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The good site in a folder, which one stands in."""
    shutil.copytree(GOOD, tmp_path / "site")
    for path, content in good_files.menus.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(content)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A department's own repository: its menu and its table, and nothing else."""
    shutil.copytree(GOOD / "menus/transport", tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


def _edit(path: Path, words: str, instead: str) -> None:
    text = path.read_text("utf-8")
    assert words in text
    path.write_text(text.replace(words, instead, 1), "utf-8")


def _found(*paths: str, today: date | None = None) -> list[tuple[str, str]]:
    looked = check_paths([Path(path) for path in paths], today)
    return [(problem.file, problem.rule) for each in looked for problem in each.checked.problems]


def test_a_site_is_checked_whole(site: Path) -> None:
    (looked,) = check_paths([Path()])
    assert looked.site == site
    assert looked.checked.edition is not None
    assert looked.remarks == ()


def test_a_file_of_a_site_shows_its_own_problems_only(site: Path) -> None:
    _edit(site / MENU, "then: birth", "then: brith")
    _edit(site / "flows.yaml", "hours: office", "hours: ofice")
    assert _found(MENU) == [(MENU, "unknown-destination")]
    assert _found("flows.yaml") == [("flows.yaml", "unknown-calendar")]
    assert _found("menus") == [(MENU, "unknown-destination")]
    assert len(_found("flows.yaml", MENU)) == 2
    assert len(_found(".")) == 2


def test_a_site_is_looked_at_once_however_many_of_its_files_are_named(site: Path) -> None:
    assert len(list(check_paths([Path("flows.yaml"), Path(MENU), Path()]))) == 1


def test_paths_are_told_as_they_are_seen_from_here(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _edit(site / MENU, "then: birth", "then: brith")
    monkeypatch.chdir(site.parent)
    (looked,) = check_paths([Path("site")])
    assert looked.checked.problems[0].file == f"site/{MENU}"
    assert f"site/{MENU}" in looked.checked.files.menus


def test_a_folder_with_neither_is_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _found(".") == [("flows.yaml", "missing-file")]


TABLE = "menus/transport/applications.csv"


def test_the_rows_of_a_site_are_read_unless_another_file_was_asked_for(site: Path) -> None:
    _edit(site / TABLE, "status.en\n", "status.en\n00100231,1975-02-30,2026-11-18,x,x\n")
    assert _found(".") == [(TABLE, "bad-row")]
    assert _found(TABLE) == [(TABLE, "bad-row")]
    assert _found("menus/transport") == [(TABLE, "bad-row")]
    assert _found(MENU) == []
    (looked,) = check_paths([Path()])
    assert looked.checked.counts.rows == 2
    assert looked.checked.edition is None


def test_rows_of_columns_that_are_missing_are_not_told_twice(site: Path) -> None:
    _edit(site / TABLE, "number,", "nummer,")
    assert _found(".") == [(MENU, "table-header")]


def test_the_rows_beside_a_menu_alone_are_read(alone: Path) -> None:
    _edit(alone / "applications.csv", "status.en\n", "status.en\nx1,1975-02-28,2026-11-18,x,x\n")
    assert _found("menu.yaml") == [("applications.csv", "bad-row")]


def test_a_menu_alone_is_checked_as_far_as_it_can_be(alone: Path) -> None:
    (looked,) = check_paths([Path("menu.yaml")])
    assert looked.remarks == (NOT_CHECKED,)
    assert looked.site is None
    assert looked.checked.problems == ()
    assert looked.checked.edition is None
    assert looked.checked.counts.departments == 1


@pytest.mark.parametrize(
    ("words", "instead", "rule"),
    [
        ("kind: ask", "kind: aks", "bad-kind"),
        ("then: birth", "then: brith", "unknown-destination"),
        (", en: Please key in your number.", "", "missing-language"),
        ("from: applications", "from: aplications", "unknown-table"),
        ("file: applications.csv", "file: aplications.csv", "table-header"),
        ("{number: digits,", "{nummer: digits,", "table-header"),
        ("{status}", "{satus}", "unknown-placeholder"),
        ("version: 1", "version: 1\n\tx", "yaml-syntax"),
        ("unanswered: leave_message", "unanswered: goodbye", "dropped-caller"),
    ],
)
def test_a_menu_alone_has_faults_of_its_own(words: str, instead: str, rule: str, alone: Path) -> None:
    _edit(alone / "menu.yaml", words, instead)
    found = _found("menu.yaml")
    assert ("menu.yaml", rule) in found
    assert {file for file, _ in found} == {"menu.yaml"}


def test_what_a_menu_alone_mentions_elsewhere_is_taken_to_exist(alone: Path) -> None:
    _edit(alone / "menu.yaml", "to: counter", "to: who_knows")
    _edit(alone / "menu.yaml", "calendar: office", "calendar: some_other")
    _edit(alone / "menu.yaml", "nodes:\n", "days: {collect_from: {next open day: another}}\nnodes:\n")
    _edit(alone / "menu.yaml", "Nine hundred dollars.", '"From {collect_from}."')
    _edit(alone / "menu.yaml", "otherwise: officer", "otherwise: water/burst_main")
    assert _found(".") == []


def test_reviews_of_a_menu_alone_are_told_of(alone: Path) -> None:
    assert _found("menu.yaml", today=date(2028, 1, 1)) == [("menu.yaml", "overdue-review")]


def test_several_menus_alone_know_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLES, tmp_path / "menus")
    (looked,) = check_paths([Path("menus")])
    assert looked.checked.problems == ()
    assert looked.checked.counts.departments == 4
    _edit(tmp_path / "menus/city/menu.yaml", "to: transport/main", "to: transport/mian")
    assert _found("menus") == [("menus/city/menu.yaml", "unknown-destination")]


@pytest.mark.parametrize(
    "name", ["menu.yaml", "Transport/menu.yaml", "a b/menu.yaml", "9/menu.yaml", "x/y/z/menu.yaml"]
)
def test_a_menu_alone_may_lie_in_any_folder(name: str) -> None:
    menu, header = (GOOD / MENU).read_bytes(), (GOOD / "menus/transport/applications.csv").read_bytes()
    table = str(Path(name).parent / "applications.csv")
    assert check_alone({name: menu}, {table: header}).problems == ()


def test_a_menu_alone_that_is_nothing_at_all_is_told_of() -> None:
    assert [problem.rule for problem in check_alone({"menu.yaml": b""}, {}).problems] != []
    assert [problem.rule for problem in check_alone({"menu.yaml": b"\xff"}, {}).problems] == ["not-utf-8"]


def test_a_menu_that_passes_alone_passes_in_its_site(good_files: SiteFiles) -> None:
    assert (
        check_alone({MENU: good_files.menus[MENU]}, good_files.headers or {}).problems
        == check_files(good_files).problems
    )


def test_menus_below_a_hidden_folder_are_checked_when_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ".config/menus"
    shutil.copytree(SAMPLES / "water", folder / "water")
    (looked,) = check_paths((folder,))
    assert looked.checked.counts.departments == 1
