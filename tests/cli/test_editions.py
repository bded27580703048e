"""`ivr publish`, `approve`, `rollback`, `editions` and `diff`: what is printed, and what it exits with."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_site import write_small_site

from ivr.errors import EditionMissing, PublishingRefused, SiteRefused

Ivr = Callable[..., Result]
TWO = "{approval: two people}"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ivr: Ivr) -> Path:
    """A small site instead of the sample site."""
    monkeypatch.setenv("IVR_SITE", str(tmp_path / "site"))
    return write_small_site(tmp_path / "site")


@pytest.fixture
def small(ivr: Ivr, site: Path) -> Ivr:
    """The command line, with edition 1 published."""
    assert ivr("db", "upgrade").exit_code == 0
    assert publish(ivr)
    return ivr


def publish(ivr: Ivr, *more: str) -> str:
    result = ivr("publish", "--author", "chan", *more)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def rows(ivr: Ivr) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(ivr("editions", "--format", "json").output)
    return found


def test_publishing_tells_whose_callers_notice(small: Ivr, site: Path) -> None:
    write_small_site(site, 2)
    told = publish(small)
    assert "Published edition" in told
    assert "What callers will notice: works (" in told


def test_diff_tells_what_changed_between_editions_and_files(small: Ivr, site: Path) -> None:
    write_small_site(site, 2)
    told = small("diff", "current", ".").output
    assert told.startswith("works\n  answer_1: this answer is gone\n  answer_2: this answer is new\n")
    assert "  main: `say` is said differently (en):\n    - Welcome to edition 1, whole." in told
    publish(small)
    now, before = (row["edition"] for row in rows(small))
    assert small("diff", before[:6], now[:6]).output == told
    changes = json.loads(small("diff", before, now, "--format", "json").output)
    assert {"group": "works", "place": "answer_1", "words": "this answer is gone"}.items() <= changes[0].items()
    assert small("diff", "current", ".").output == "Callers notice nothing.\n"


@pytest.mark.parametrize(("old", "words"), [("ffff", "no edition that is kept"), ("ff", "at least 4 digits")])
def test_an_edition_that_is_not_there_is_wrong_usage(small: Ivr, old: str, words: str) -> None:
    result = small("diff", old, ".")
    assert (result.exit_code, words in result.output) == (2, True)


def test_diff_with_files_that_have_mistakes_tells_them(small: Ivr, site: Path) -> None:
    (site / "flows.yaml").write_text("version: 1\n")
    result = small("diff", "current", ".")
    assert isinstance(result.exception, SiteRefused)


def test_two_folders_are_compared_without_a_database(ivr: Ivr, site: Path, tmp_path: Path) -> None:
    write_small_site(tmp_path / "folder", 2)
    told = ivr("diff", ".", str(tmp_path / "folder"))
    assert (told.exit_code, "answer_2: this answer is new" in told.output) == (0, True)
    assert not (tmp_path / "state").exists()


def test_a_folder_with_mistakes_is_named_with_them(ivr: Ivr, site: Path, tmp_path: Path) -> None:
    (write_small_site(tmp_path / "folder") / "flows.yaml").write_text("version: 1\n")
    result = ivr("diff", ".", str(tmp_path / "folder"))
    assert isinstance(result.exception, SiteRefused)
    assert str(result.exception).startswith(f"In {tmp_path / 'folder'}:\nflows.yaml")


@pytest.mark.parametrize("name", ["no/such/folder", "..", "./nothing"])
def test_a_folder_that_is_no_site_is_wrong_usage(ivr: Ivr, site: Path, name: str, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(site)
    result = ivr("diff", ".", name)
    assert (result.exit_code, f"{name} is no folder of a site: there is no flows.yaml in it" in result.output) == (
        2,
        True,
    )


@pytest.mark.parametrize("name", ["current", "3fa29c"])
def test_an_editor_without_a_server_is_told_what_can_be_compared(ivr: Ivr, site: Path, name: str) -> None:
    result = ivr("diff", name, ".")
    assert isinstance(result.exception, EditionMissing)
    assert "compare two folders of files, such as: ivr diff ../before ." in str(result.exception)


def test_rolling_back_without_a_name_goes_to_the_one_before(small: Ivr, site: Path) -> None:
    write_small_site(site, 2)
    publish(small)
    first = rows(small)[-1]["edition"]
    assert f"Callers now meet edition {first}." in small("rollback", "--note", "wrong").output
    latest = rows(small)[0]
    assert (latest["edition"], latest["state"], latest["note"]) == (first, "served", "wrong")


def test_a_second_person_approves(small: Ivr, site: Path) -> None:
    write_small_site(site, 2, TWO)
    publish(small)
    write_small_site(site, 3, TWO)
    told = publish(small)
    assert "Proposed edition" in told
    name = rows(small)[0]["edition"]
    assert f"ivr approve {name}" in told
    assert rows(small)[0]["state"] == "proposed"
    assert isinstance(small("approve", name, "--author", "chan").exception, PublishingRefused)
    assert f"Callers now meet edition {name}" in small("approve", name, "--author", "wong").output
    assert [row["state"] for row in rows(small)[:2]] == ["served", "approved by wong"]


def test_a_proposal_is_withdrawn(small: Ivr, site: Path) -> None:
    write_small_site(site, 2, TWO)
    publish(small)
    write_small_site(site, 3, TWO)
    publish(small)
    name = rows(small)[0]["edition"]
    assert "no longer proposed" in small("editions", "withdraw", name, "--author", "chan").output
    assert rows(small)[0]["state"] == "withdrawn by chan"


def test_an_edition_is_scheduled_listed_and_cancelled(small: Ivr, site: Path) -> None:
    write_small_site(site, 2)
    told = publish(small, "--from", "2999-01-01 00:00", "--until", "2999-02-01 00:00")
    row = rows(small)[0]
    assert f"Edition {row['edition']} goes live at 2999-01-01 00:00." in told
    assert (row["state"], row["from"], row["until"]) == ("scheduled", "2999-01-01 00:00", "2999-02-01 00:00")
    write_small_site(site, 3)
    assert f"Edition {row['edition']} goes live at 2999-01-01 00:00 and does not hold" in publish(small)
    assert "is taken out" in small("editions", "cancel", row["edition"], "--author", "wong").output
    assert rows(small)[1]["state"] == "taken out by wong"


def test_a_time_that_is_over_is_refused(small: Ivr, site: Path) -> None:
    write_small_site(site, 2)
    result = small("publish", "--from", "2020-01-01 00:00")
    assert isinstance(result.exception, PublishingRefused)
    assert "that time is over" in str(result.exception)
    assert len(rows(small)) == 1


def test_an_edition_is_shown(small: Ivr) -> None:
    told = small("editions", "show", "current").output
    assert "departments  parks, works" in told
    assert "chan" in told
    shown = json.loads(small("editions", "show", "current", "--format", "json").output)
    assert (shown["hotlines"], shown["history"][0]["state"]) == ("works", "served")


def test_pruning_says_what_it_would_do(small: Ivr) -> None:
    assert "0 editions and 0 recordings would be forgotten; 1 stay." in small("editions", "prune", "--dry-run").output
    assert "0 editions and 0 recordings forgotten; 1 stay." in small("editions", "prune").output
