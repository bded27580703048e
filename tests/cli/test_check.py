"""`ivr check`, `ivr explain` and `ivr reviews`, and the hook that other repositories use."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

ROOT = Path(__file__).parents[2]
Ivr = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ivr: Ivr) -> Path:
    """A copy of the sample site, which one stands in."""
    for folder in ("menus", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / "site" / folder)
    shutil.copy(ROOT / "flows.yaml", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.setenv("IVR_SITE", ".")
    return tmp_path / "site"


def _edit(path: Path, words: str, instead: str) -> None:
    text = path.read_text("utf-8")
    assert words in text
    path.write_text(text.replace(words, instead, 1), "utf-8")


def _line_of(path: Path, words: str) -> int:
    return 1 + path.read_text("utf-8").partition(words)[0].count("\n")


def test_the_last_line_counts_what_was_read(site: Path, ivr: Ivr) -> None:
    result = ivr("check", "--today", "2026-12-01")
    assert result.exit_code == 0
    assert (
        result.output.splitlines()[-1]
        == "Checked 4 hotlines, 4 departments, 76 nodes, 170 texts, 169 rows: no problems."
    )
    chinese = ivr("check", "--lang", "zh-HK", "--today", "2026-12-01").output
    assert chinese.splitlines()[-1] == "已檢查 4 條熱線、4 個部門、76 個節點、170 段文字、169 行資料：沒有問題。"


def test_a_fault_is_told_in_either_language_with_exit_1(site: Path, ivr: Ivr) -> None:
    _edit(site / "menus/transport/menu.yaml", "to: fees}", "to: feez}")
    english, chinese = ivr("check"), ivr("check", "--lang", "zh-HK")
    assert (english.exit_code, chinese.exit_code) == (1, 1)
    place = f"menus/transport/menu.yaml:{_line_of(site / 'menus/transport/menu.yaml', 'feez')}:64"
    assert f'{place}: error: no node is called "feez".  [unknown-destination]' in english.output
    assert f"{place}: 錯誤：沒有名為「feez」的節點。  [unknown-destination]" in chinese.output


def test_what_another_carrier_cannot_do_is_told_at_its_line(site: Path, ivr: Ivr) -> None:
    refused = ivr("check", "--carrier", "somleng")
    assert refused.exit_code == 1
    line = _line_of(site / "flows.yaml", "  yue: {key")
    assert re.search(rf"^flows.yaml:{line}:\d+: error: Somleng has no voice ", refused.output, re.MULTILINE)
    assert "Somleng does not hear what callers say.  [carrier-cannot]" in refused.output
    assert re.search(r"^menus/\S+:\d+:\d+: warning: Somleng lets officers hear nothing", refused.output, re.MULTILINE)
    assert ivr("check", "--carrier", "signalwire").exit_code == 0


def test_the_carrier_of_the_settings_is_checked_for(site: Path, ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_CARRIER", "somleng")
    assert "[carrier-cannot]" in ivr("check").output
    assert "[carrier-cannot]" not in ivr("check", "--carrier", "twilio").output


def test_menus_without_a_site_are_checked_for_a_carrier_too(tmp_path: Path, ivr: Ivr) -> None:
    menu = tmp_path / "menu.yaml"
    menu.write_bytes((ROOT / "menus/transport/menu.yaml").read_bytes())
    told = ivr("check", str(menu), "--carrier", "somleng").output
    line = _line_of(menu, "    topic:")
    assert f"menu.yaml:{line}:5: warning: Somleng lets officers hear nothing" in told


def test_programs_get_the_same(site: Path, ivr: Ivr) -> None:
    _edit(site / "menus/transport/menu.yaml", "to: fees}", "to: feez}")
    (told,) = json.loads(ivr("check", "--format", "json").output)
    menu = site / "menus/transport/menu.yaml"
    line, meant = _line_of(menu, "feez"), _line_of(menu, "\n  fees:\n") + 1
    assert told == {
        "path": "menus/transport/menu.yaml",
        "line": line,
        "column": 64,
        "endColumn": 68,
        "level": "error",
        "rule": "unknown-destination",
        "message": 'no node is called "feez".',
        "hint": f'Did you mean "fees" (line {meant})?',
    }
    assert ivr("check", "--format", "github").output.startswith(
        f"::error file=menus/transport/menu.yaml,line={line},col=64,endColumn=68,title=unknown-destination::"
    )
    assert json.loads(ivr("check", "menus/water/menu.yaml", "--format", "json").output) == []


def test_strict_counts_warnings_too(site: Path, ivr: Ivr) -> None:
    assert ivr("check", "--today", "2027-05-01").exit_code == 0
    late = ivr("check", "--today", "2027-05-01", "--strict")
    assert late.exit_code == 1
    assert late.output.splitlines()[-1].endswith("170 texts, 169 rows: 8 warnings.")
    assert ivr("check", "--today", "2027-04-01", "--strict").exit_code == 0


def test_the_last_good_edition_is_named_while_there_are_errors(site: Path, ivr: Ivr) -> None:
    assert ivr("db", "upgrade").exit_code == 0
    assert ivr("publish", "--author", "tests").exit_code == 0
    _edit(site / "menus/transport/menu.yaml", "to: fees}", "to: feez}")
    *_, kept, last = ivr("check").output.splitlines()
    assert kept.startswith("The hotline keeps its last good edition (20")
    assert last.startswith("Checked ")
    assert "熱線會繼續使用上一個正確的版本" in ivr("check", "--lang", "zh-HK").output


def test_a_departments_own_repository_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ivr: Ivr) -> None:
    shutil.copytree(ROOT / "menus/transport", tmp_path / "own")
    monkeypatch.chdir(tmp_path / "own")
    result = ivr("check", "menu.yaml", "--today", "2026-12-01")
    assert result.exit_code == 0
    assert result.output == (
        "There is no flows.yaml here: languages, officers, calendars and other departments were taken to exist.\n"
        "Checked 0 hotlines, 1 department, 30 nodes, 55 texts, 48 rows: no problems.\n"
    )
    own = tmp_path / "own/menu.yaml"
    _edit(own, "to: fees}", "to: feez}")
    assert ivr("check", "menu.yaml", "--format", "github").output.startswith(
        f"::error file=menu.yaml,line={_line_of(own, 'feez')},"
    )


def test_wrong_usage_is_exit_2(ivr: Ivr) -> None:
    assert ivr("check", "nowhere.yaml").exit_code == 2
    assert ivr("check", "--lang", "fr").exit_code == 2
    assert ivr("explain", "no-such-rule").exit_code == 2


def test_a_rule_is_explained_in_either_language(ivr: Ivr) -> None:
    assert "A key that no telephone has." in ivr("explain", "bad-key").output
    assert "電話上沒有的按鍵。" in ivr("explain", "bad-key", "--lang", "zh-HK").output


def test_the_hook_runs_what_it_names(site: Path, ivr: Ivr) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    program, *words = hook["entry"].split()
    assert program == "ivr"
    assert ivr(*words, "--today", "2026-12-01", "flows.yaml", "menus/transport/menu.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("menu.yaml", True),
        ("flows.yaml", True),
        ("menus/water/menu.yaml", True),
        ("prompts/en/phrases.yaml", True),
        ("menus/water/calls.yaml", False),
        ("docs/submenu.yaml", False),
    ],
)
def test_the_hook_is_given_the_files_that_check_reads(path: str, meant: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert bool(re.search(hook["files"], path)) == meant


def test_reviews_are_listed_with_their_owners(site: Path, ivr: Ivr) -> None:
    rows = json.loads(ivr("reviews", "--format", "json", "--at", "2027-04-02").output)
    assert [row["department"] for row in rows] == ["city", "leisure", "transport", "water"]
    assert rows[2] == {
        "department": "transport",
        "node": "(the whole menu)",
        "owner": "Licensing Division",
        "review": "2027-04-01",
        "overdue": "1 day",
    }


def test_a_node_may_have_an_owner_and_a_day_of_its_own(site: Path, ivr: Ivr) -> None:
    own = "reviews:\n  vehicle_fee: {owner: Fees Unit, review: 2027-01-01}\n  fees.1: {review: 2027-02-01}\n"
    _edit(site / "menus/transport/menu.yaml", "start: main\n", f"{own}start: main\n")
    assert ivr("check", "--today", "2026-12-01").exit_code == 0
    rows = json.loads(ivr("reviews", "--department", "transport", "--format", "json", "--at", "2027-01-15").output)
    assert [(row["node"], row["owner"], row["overdue"]) for row in rows] == [
        ("vehicle_fee", "Fees Unit", "14 days"),
        ("fees.1", "Licensing Division", ""),
        ("(the whole menu)", "Licensing Division", ""),
    ]
    every = json.loads(ivr("reviews", "--all", "--department", "transport", "--format", "json").output)
    assert {"opening_hours", "application_status", "fees.1"} <= {row["node"] for row in every}


def test_only_what_is_overdue_is_exit_1(site: Path, ivr: Ivr) -> None:
    late = ivr("reviews", "--overdue", "--at", "2027-05-01")
    assert late.exit_code == 1
    assert "30 days" in late.output
    none = ivr("reviews", "--overdue", "--at", "2026-12-01")
    assert (none.exit_code, none.output) == (0, "Nothing is overdue.\n")


def _tells(result: Result) -> tuple[int, str]:
    return result.exit_code, result.output.splitlines()[-1]


def test_the_check_looks_at_the_site_of_the_settings(
    site: Path, ivr: Ivr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("IVR_SITE", "../site")
    by_variable = _tells(ivr("check"))
    assert (by_variable[0], "4 hotlines" in by_variable[1]) == (0, True)
    monkeypatch.delenv("IVR_SITE")
    (tmp_path / "elsewhere/.env").write_text("IVR_SITE=../site\n", "utf-8")
    assert _tells(ivr("check")) == by_variable
    assert _tells(ivr("check", ".")) != by_variable


def test_the_check_needs_no_setting_of_a_server_and_makes_no_file(
    site: Path, ivr: Ivr, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("IVR_SITE", "IVR_STATE"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("IVR_MODE", "production")
    before = sorted(site.iterdir())
    assert ivr("check").exit_code == 0
    assert sorted(site.iterdir()) == before


def test_what_is_served_meanwhile_is_told_where_only_the_file_of_settings_names_the_state(
    site: Path, ivr: Ivr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = tmp_path / "served/editions"
    editions.mkdir(parents=True)
    (editions / "current").write_text("abc")
    (editions / "abc.json").write_text("{}")
    monkeypatch.delenv("IVR_STATE")
    (site / ".env").write_text("IVR_STATE=../served\n", "utf-8")
    _edit(site / "menus/transport/menu.yaml", "to: fees}", "to: feez}")
    assert "The hotline keeps its last good edition" in ivr("check").output
