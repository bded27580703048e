"""The walk's counter-examples, rung over webhooks and TwiML: the caller hears what the walk said would happen."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking import Finding, walk
from ivr.cli import commands

BROKEN = Path(__file__).parents[1] / "broken"
MENU = "menus/transport/menu.yaml"
DROPPED = sorted(path for path in BROKEN.glob("*.yaml") if "[dropped-caller]" in path.read_text("utf-8"))
ENDLESS = sorted(path for path in BROKEN.glob("*.yaml") if "[endless-loop]" in path.read_text("utf-8"))
HELP = ("message_thanks", "record_message", "opens_again", "open_now", "feedback_thanks")  # phrases are their names
MANY = 40


@pytest.fixture
def broken(with_edits: Callable[..., SiteFiles]) -> Callable[[Path], SiteFiles]:
    """The site of a file in `broken/`."""

    def site(fault: Path) -> SiteFiles:
        told = yaml.safe_load(fault.read_text("utf-8"))
        return with_edits([(each.get("file", MENU), each["replace"], each["instead"]) for each in told["edits"]])

    return site


def _findings(files: SiteFiles, rule: str) -> list[Finding]:
    found = walk(edition_from_bundle(bundle(files))).findings
    return [each for each in found if each.rule == rule]


@pytest.mark.parametrize("fault", DROPPED, ids=lambda fault: fault.stem)
def test_a_dropped_caller_is_dropped_on_the_line(fault: Path, broken, serving) -> None:
    files = broken(fault)
    assert check_files(files).edition is None
    hotline = serving(files)
    for found in _findings(files, "dropped-caller"):
        telephone, heard = hotline.replay(found)
        assert telephone.waits == "ended"
        assert telephone.state.ended_by != "caller"
        assert not [one.text for one in heard if one.text.startswith(HELP)]


@pytest.mark.parametrize("fault", ENDLESS, ids=lambda fault: fault.stem)
def test_an_endless_loop_goes_on_and_on_on_the_line(fault: Path, broken, serving) -> None:
    files = broken(fault)
    hotline = serving(files)
    for found in _findings(files, "endless-loop"):
        telephone, _ = hotline.replay(found)
        for _ in range(MANY):
            assert telephone.waits in ("keys", "officers")
            telephone.stay_silent()


def test_the_command_of_the_hint_rings_the_refused_site(tmp_path, with_edits, monkeypatch) -> None:
    files = with_edits([(MENU, "unanswered: leave_message", "unanswered: goodbye")])
    for path, content in files.menus.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    table = BROKEN.parent / "good" / "menus" / "transport" / "applications.csv"
    (tmp_path / "menus" / "transport" / "applications.csv").write_bytes(table.read_bytes())
    monkeypatch.setenv("IVR_SITE", str(tmp_path))
    monkeypatch.setenv("IVR_STATE", str(tmp_path / "state"))
    words = ["call", "transport", "--at", "2026-11-02 10:00", "--press", "0,officer:unanswered"]
    rung = CliRunner().invoke(commands, words, catch_exceptions=False)
    assert rung.output.rstrip().endswith("the hotline hung up")
