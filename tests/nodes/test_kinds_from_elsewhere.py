"""Two kinds that nobody has a file for in `nodes/`: all that stands for other kinds stands for them too."""

import re
import runpy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from other_kinds.bell import BellNode
from other_kinds.poll import PollNode

from ivr.app import practice as wiring
from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.differing import changes_text, differences
from ivr.authoring.drawing.mermaid import mermaid
from ivr.authoring.drawing.plan import plan_of
from ivr.authoring.schema import menu_schema
from ivr.authoring.service.hearing import Listener
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.walking import times_to_answer
from ivr.engine.edition import Edition
from ivr.nodes import KINDS, with_kinds
from ivr.phone.rehearsal import read_rehearsals
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearse_in_the_engine, rehearse_on_the_line
from ivr.storage.people.accounts import add_account, read_grants
from ivr.storage.people.sign_ins import begin_sign_in

ROOT = Path(__file__).parents[2]
MENU = "menus/city/menu.yaml"
CHOICE = "  5: {label: {yue: 轉換語言"
NODES = """\
  content:
    kind: poll
    say: {yue: 你滿意服務嗎？, cmn: 您满意服务吗？, en: Are you content with us?}
    choices:
      1: {label: {yue: 滿意, cmn: 满意, en: content}, to: about}
      2: {label: {yue: 唔滿意, cmn: 不满意, en: not content}, to: bell}
    keep: mark
  bell:
    kind: bell
    rings: enquiry_desk
    nobody: {say: {yue: 冇人聽。, cmn: 没人接听。, en: Nobody is there.}, then: about}
"""
CALLS = """\
- call: an answer in a poll, and a bell that nobody hears
  hotline: city
  at: 2026-11-23 10:00
  officers: [unanswered]
  steps:
    - press: 3
    - press: 6
    - hears: [Are you content with us, "For not content, press two"]
    - press: 7
    - hears: "For not content, press two"
    - press: 2
    - hears: [Putting you through, Nobody is there, A computer answers this line]
    - hangs up
  ends: caller hangs up
- call: a bell that is heard
  hotline: city
  at: 2026-11-23 10:00
  officers: [answers]
  steps:
    - press: 1
    - press: 6
    - press: 2
    - hears: 而家幫你接駁職員
  ends: hotline hangs up
"""


@pytest.fixture(scope="module", autouse=True)
def _two_more_kinds() -> Iterator[None]:
    with with_kinds(PollNode, BellNode):
        yield
    assert not {"poll", "bell"} & KINDS.keys()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, its front door leading to a poll and from there to a bell."""
    folder = tmp_path_factory.mktemp("site")
    for part in ("menus", "prompts"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "flows.yaml", folder)
    menu = folder / MENU
    choice = "  6: {label: {yue: 意見, cmn: 意见, en: an opinion}, to: content}\n    "
    menu.write_text(menu.read_text("utf-8").replace(CHOICE, f"{choice}{CHOICE}") + NODES, "utf-8")
    (folder / "more_calls.yaml").write_text(CALLS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def files(site: Path) -> SiteFiles:
    return read_folder(site)


@pytest.fixture(scope="module")
def edition(files: SiteFiles) -> Edition:
    checked = check_files(files)
    assert [problem for problem in checked.problems if problem.level == "error"] == []
    assert checked.edition is not None
    return checked.edition


@pytest.fixture(scope="module")
def opened(site: Path) -> Iterator[tuple[Practice, Installation]]:
    """A hotline to practise on, and the installation that it is."""
    made: list[Installation] = []

    def open_and_note(*wanted: Any) -> Installation:
        made.append(open_installation(*wanted))
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ivr.app.practice.open_installation", open_and_note)
        with wiring.practice(site) as hotline:
            yield hotline, made[0]


@pytest.fixture(scope="module")
def hotline(opened: tuple[Practice, Installation]) -> Practice:
    return opened[0]


def _with(files: SiteFiles, old: str, new: str) -> Checked:
    text = files.menus[MENU].decode()
    assert old in text
    return check_files(replace(files, menus={**files.menus, MENU: text.replace(old, new).encode()}))


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("rings: enquiry_desk", "rings: enquiry_desc", "unknown-officers", '"enquiry_desc"'),
        ("rings: enquiry_desk", "ring: enquiry_desk", "unknown-setting", '"ring" is not a setting of a bell'),
        ("to: bell}", "to: bel}", "unknown-destination", '"bel"'),
        ("Are you content with us?", "Press four if you are content.", "key-disagrees", "no key 4"),
        ("en: not content}", "en: content}", "same-words", '"content"'),
        ("2: {label: {yue: 唔滿意", "4: {label: {yue: 唔滿意", "service-keys", "do not ascend"),
        ("    keep: mark\n", "", "missing-setting", 'a poll needs "keep"'),
        ("to: content}", "to: about}", "unreachable-node", '"content"'),
        ("en: Nobody is there.}", 'en: "Nobody is {thare}."}', "unknown-placeholder", "{thare}"),
    ],
)
def test_they_are_checked(files: SiteFiles, old: str, new: str, rule: str, words: str) -> None:
    found = [problem.message for problem in _with(files, old, new).problems if problem.rule == rule]
    assert any(words in message for message in found), found


def test_they_are_walked(files: SiteFiles) -> None:
    alone = "nobody: {say: {yue: 冇人聽。, cmn: 没人接听。, en: Nobody is there.}, then: about}"
    checked = _with(files, alone, "nobody: goodbye")
    dropped = [problem for problem in checked.problems if problem.rule == "dropped-caller"]
    assert [checked.files.menus[MENU].decode().splitlines()[each.line - 1].strip() for each in dropped] == [
        "nobody: goodbye"
    ]
    assert "ivr call city --press 1,6,2,officer:unanswered" in dropped[0].hint


def test_they_are_timed(edition: Edition, files: SiteFiles) -> None:
    reached = {
        (reach.node, reach.how): reach for reach in times_to_answer(edition, ("city",)) if reach.language == "en"
    }
    bell = reached["city/bell", "officer"]
    assert bell.script == ("3", "6", "2")
    assert [node for node, _ in bell.listened] == ["language", "city/main", "city/content"]
    site, _ = gather(files)
    arrivals = Listener(site).arrivals("en")
    assert arrivals["city/bell"].menus == 2
    assert arrivals["city/content"].seconds < arrivals["city/bell"].seconds < bell.seconds


def test_they_are_drawn(edition: Edition) -> None:
    plan = plan_of(edition, "city")
    content, bell = plan.places["city/content"], plan.places["city/bell"]
    assert [(edge.key, edge.label["en"], edge.to) for edge in content.edges] == [
        ("1", "content", "city/about"),
        ("2", "not content", "city/bell"),
    ]
    assert [(edge.case, edge.to) for edge in bell.edges] == [("nobody", "city/about")]
    assert ("officers", "enquiry_desk") in bell.about
    assert "poll" in mermaid(plan, "en")


def test_they_are_compared(edition: Edition, files: SiteFiles) -> None:
    changed = _with(files, "en: not content}, to: bell}", "en: unhappy}, to: officer}").edition
    assert changed is not None
    told = 'content: key 2 is now "unhappy" and leads to officer (before: "not content", which leads to bell)'
    assert changes_text(differences(edition, changed)) == f"city\n  {told}"


@pytest.mark.parametrize("number", [0, 1])
def test_they_are_rung_on_both_telephones(site: Path, hotline: Practice, number: int) -> None:
    call, sid = read_rehearsals(site / "more_calls.yaml")[number], f"CA{number:032d}"
    engine = rehearse_in_the_engine(hotline, call, sid)
    webhooks = rehearse_on_the_line(hotline, call, hotline.line(), hotline.words(), sid)
    assert (engine.difference, webhooks.difference) == ("", "")
    assert engine.heard == webhooks.heard


def test_supervisors_read_of_them_in_their_language(site: Path, opened: tuple[Practice, Installation]) -> None:
    hotline, installation = opened
    call, sid = read_rehearsals(site / "more_calls.yaml")[1], f"CA{9:032d}"
    rehearse_on_the_line(hotline, call, hotline.line(), hotline.words(), sid)
    told = {tag: _desk(installation, hotline.clock.now(), tag) for tag in ("en", "zh-HK", "zh-CN")}
    trees = {tag: re.findall('class="kind">([^<]+)<', read("/desk/menus/tree/city")) for tag, read in told.items()}
    assert {"poll", "bell"} <= set(trees["en"])
    assert {"民意調查", "門鈴"} <= set(trees["zh-HK"])
    assert {"民意调查", "门铃"} <= set(trees["zh-CN"])
    assert "唔滿意" in told["zh-HK"](f"/desk/calls/{sid}")


def _desk(installation: Installation, now: datetime, tag: str) -> Callable[[str], str]:
    """Reads pages of the desk in a language."""
    database, app = installation.database, bare_app(installation)
    account = add_account(database, f"{tag}@site.example", tag, read_grants("viewer"), "", now, False)
    serializer = app.session_interface.get_signing_serializer(app)
    secret = begin_sign_in(database, account.id, now, "127.0.0.1")
    client = app.test_client()
    client.set_cookie(str(app.config["SESSION_COOKIE_NAME"]), str(serializer.dumps({"desk": secret})))
    return lambda path: client.get(path, headers={"Accept-Language": tag}).text


def test_they_are_in_the_schema_and_the_manual(edition: Edition) -> None:
    schema = menu_schema()
    kinds = schema["properties"]["nodes"]["patternProperties"].popitem()[1]["properties"]["kind"]
    told = dict(zip(kinds["enum"], kinds["enumDescriptions"], strict=True))
    assert told["poll"] == "Poll: let callers choose one of several answers, and note which."
    manual = runpy.run_path(str(ROOT / "docs" / "generate.py"))["kinds"]()
    assert "## bell\n\nRing officers once, whatever their hours." in manual
    assert "| `nobody`" in manual
