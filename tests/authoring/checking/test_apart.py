"""A check in a process of its own finds what a check finds, ends in time, and leaves nobody behind."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ivr.authoring.checking import apart
from ivr.authoring.checking.apart import check_apart
from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import SiteFiles, bundle, hash_of, read_folder
from ivr.engine.abilities import Abilities
from ivr.errors import CheckUnfinished

SITE = Path(__file__).parents[3]
TODAY = date(2026, 11, 28)
PATIENCE = 120.0


@pytest.fixture(scope="module")
def files() -> SiteFiles:
    return read_folder(SITE)


def _with(files: SiteFiles, old: str, new: str) -> SiteFiles:
    name = "menus/transport/menu.yaml"
    changed = files.menus[name].decode().replace(old, new)
    assert changed != files.menus[name].decode()
    return SiteFiles({**files.menus, name: changed.encode()}, files.recordings, files.sounds, files.headers)


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "# read\n"), ("unanswered: leave_message", "unanswered: goodbye"), ("kind: menu", "kind: menue")],
    ids=["nothing", "by walking", "by reading"],
)
def test_it_finds_what_a_check_finds(files: SiteFiles, old: str, new: str) -> None:
    changed = _with(files, old, new) if old else files
    here, there = check_files(changed, TODAY), check_apart(changed, TODAY, PATIENCE, lambda: None)
    assert (there.problems, there.counts, there.walked) == (here.problems, here.counts, here.walked)
    assert there.files is changed
    assert [each and each.hash for each in (there.edition, here.edition)] == [
        hash_of(bundle(changed)) if here.edition else None
    ] * 2
    assert [vars(each.message) for each in there.problems] == [vars(each.message) for each in here.problems]


def test_it_is_checked_for_the_carrier(files: SiteFiles) -> None:
    small = Abilities("A small one", whispers=False)
    here, there = check_files(files, TODAY, carrier=small), check_apart(files, TODAY, PATIENCE, lambda: None, small)
    assert there.problems == here.problems
    assert "carrier-cannot" in {problem.rule for problem in there.problems}


def test_who_waits_can_say_so_meanwhile(files: SiteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "TICK", 0.01)
    said: list[int] = []
    check_apart(files, TODAY, PATIENCE, lambda: said.append(1))
    assert len(said) > 1


def test_it_ends_when_it_takes_too_long(files: SiteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        """Is still known when it was ended."""

        def __init__(self, *given: object, **more: object) -> None:
            super().__init__(*given, **more)
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    with pytest.raises(CheckUnfinished, match="longer than 0 seconds"):
        check_apart(files, TODAY, 0, lambda: None)
    (process,) = begun
    assert process.returncode is not None


def test_one_that_breaks_off_tells_nothing(files: SiteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(CheckUnfinished, match="ended with 3"):
        check_apart(files, TODAY, PATIENCE, lambda: None)


def test_one_that_cannot_be_started_tells_nothing(files: SiteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", ("/nowhere/python",))
    with pytest.raises(CheckUnfinished, match="could not be started"):
        check_apart(files, TODAY, PATIENCE, lambda: None)
