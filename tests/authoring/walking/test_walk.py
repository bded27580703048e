"""The walk of every path: what it proves of good sites, and what it finds in bad ones."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle, read_folder
from ivr.authoring.walking import Finding, walk
from ivr.authoring.walking.proving import proof
from ivr.authoring.walking.world import LookUp

SITE = Path(__file__).parents[3]
STEPS_A_NODE = 40
MENU = "menus/transport/menu.yaml"
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


@pytest.fixture
def found(with_edits: WithEdits) -> Callable[..., tuple[Finding, ...]]:
    """What the walk finds once words of the good menu are replaced."""

    def edited(*edits: tuple[str, str]) -> tuple[Finding, ...]:
        return walk(edition_from_bundle(bundle(with_edits([(MENU, *each) for each in edits])))).findings

    return edited


def test_the_sample_site_drops_nobody() -> None:
    edition = check_files(read_folder(SITE)).edition
    assert edition is not None
    walked = walk(edition)
    assert (walked.findings, walked.whole) == ((), True)
    assert walked.places > 300
    assert proof(edition).startswith("Every path of 4 hotlines ends in an answer, an officer or a message (")


def test_the_shortest_call_is_told(found: Callable[..., tuple[Finding, ...]]) -> None:
    (dropped,) = found(("unanswered: leave_message", "unanswered: goodbye"))
    assert (dropped.rule, dropped.node, dropped.setting) == ("dropped-caller", "transport/officer", ("unanswered",))
    assert dropped.command == 'ivr call transport --at "2026-11-02 10:00" --press 0,officer:unanswered'


ROW = (
    'found: {say: {yue: "{number}：{status}", en: "Application {number} is {status} since {updated}."}}',
    "found: {keep: updated, then: by_day}",
)


def test_every_value_that_a_later_switch_tells_apart_is_walked(found: Callable[..., tuple[Finding, ...]]) -> None:
    switch = """  by_day:
    kind: switch
    on: updated
    cases: {2026-04-01: officer, 2026-04-02: goodbye}
    empty: officer
    otherwise: officer
  which_office:"""
    (dropped,) = found(ROW, ("  which_office:", switch))
    assert (dropped.rule, dropped.node) == ("dropped-caller", "transport/by_day")
    assert dropped.looked == (("transport/applications", LookUp("found", (("updated", "2026-04-02"),))),)


def test_a_row_that_says_nothing_is_walked_too(found: Callable[..., tuple[Finding, ...]]) -> None:
    switch = "  by_day: {kind: switch, on: updated, empty: goodbye, otherwise: officer}\n  which_office:"
    (dropped,) = found(ROW, ("  which_office:", switch))
    assert dropped.looked == (("transport/applications", LookUp("found", (("updated", ""),))),)


def test_being_told_when_the_office_opens_is_help(found: Callable[..., tuple[Finding, ...]]) -> None:
    assert found(("unanswered: leave_message", "closed: goodbye\n    unanswered: leave_message")) == ()


def test_an_office_that_never_opens_helps_nobody(with_edits: WithEdits) -> None:
    flows = ("flows.yaml", "monday-friday: 09:00-13:00, 14:00-17:30\n    saturday: 09:00-12:00", "monday: closed")
    menu = (MENU, "unanswered: leave_message", "closed: goodbye\n    unanswered: leave_message")
    findings = walk(edition_from_bundle(bundle(with_edits([flows, menu])))).findings
    assert [(each.rule, each.setting) for each in findings] == [("dropped-caller", ("closed",))]


def test_words_of_the_menus_own_for_nobody_being_there_are_help(found: Callable[..., tuple[Finding, ...]]) -> None:
    said = "{say: {yue: 請寫信。, en: Please write to us.}, then: goodbye}"
    assert found(("unanswered: leave_message", f"unanswered: {said}")) == ()


def test_what_cannot_be_looked_up_is_no_help_however_kindly_said(found: Callable[..., tuple[Finding, ...]]) -> None:
    said = "{say: {yue: 請遲啲再試。, en: Please try later.}, then: goodbye}"
    (dropped,) = found(("unavailable: officer", f"unavailable: {said}"))
    assert dropped.away
    assert "--fail database" in dropped.command


def test_a_choice_is_walked_on_its_days(found: Callable[..., tuple[Finding, ...]]) -> None:
    choice = "      4: {label: {yue: 泳季, en: summer}, from: 2027-07-01, until: 2027-08-31, to: pool}\n"
    pool = "  pool: {kind: transfer, to: counter, unanswered: goodbye}\n  licence:\n"
    (dropped,) = found(("      3: {label", f"{choice}      3: {{label"), ("  licence:\n", pool))
    assert (dropped.rule, dropped.node) == ("dropped-caller", "transport/pool")
    assert dropped.at is not None
    assert "2027-07-01" <= dropped.at.date().isoformat() <= "2027-08-31"


def test_what_is_said_on_other_days_is_walked_too(found: Callable[..., tuple[Finding, ...]]) -> None:
    choice = "      4: {label: {yue: 泳季, en: summer}, to: pool}\n"
    pool = "  pool:\n    kind: answer\n    until: 2027-08-31\n    say: {yue: 開。, en: Open.}\n    otherwise: gone\n"
    gone = "  gone: {kind: transfer, to: counter, unanswered: goodbye}\n  licence:\n"
    (dropped,) = found(("      3: {label", f"{choice}      3: {{label"), ("  licence:\n", pool + gone))
    assert dropped.node == "transport/gone"
    assert dropped.at is not None
    assert dropped.at.date().isoformat() == "2027-09-01"


NO_OFFICERS = ("flows.yaml", "start: transport}", "start: transport, officers: none}")
OFFICER = "  officer:\n    kind: transfer\n    to: counter\n    unanswered: leave_message\n"


def test_a_line_without_officers_needs_none_and_the_proof_says_so(with_edits: WithEdits) -> None:
    edits = [(MENU, "unavailable: officer", ""), (MENU, "otherwise: officer", "otherwise: leave_message")]
    checked = check_files(with_edits([NO_OFFICERS, (MENU, OFFICER, ""), *edits]))
    assert [each for each in checked.problems if each.level == "error"] == []
    assert checked.edition is not None
    assert walk(checked.edition).findings == ()
    assert proof(checked.edition).startswith("Every path of 1 hotline ends in an answer or a message, or callers hear")


def test_a_line_without_officers_may_not_drop_its_callers_either(with_edits: WithEdits) -> None:
    branch = "unavailable: {say: {yue: 請遲啲再試。, en: Please try later.}, then: goodbye}"
    edits = [(MENU, "unavailable: officer", branch), (MENU, "otherwise: officer", "otherwise: leave_message")]
    (dropped,) = walk(edition_from_bundle(bundle(with_edits([NO_OFFICERS, (MENU, OFFICER, ""), *edits])))).findings
    assert (dropped.rule, dropped.setting) == ("dropped-caller", ("unavailable",))


def test_a_caller_who_chooses_goodbye_is_not_dropped(found: Callable[..., tuple[Finding, ...]]) -> None:
    assert found(("      3: {label", "      4: {label: {yue: 完, en: the end}, to: goodbye}\n      3: {label")) == ()


def test_an_entry_at_its_bounds_is_walked(found: Callable[..., tuple[Finding, ...]]) -> None:
    cases = "cases: {east: opening_hours, '7': goodbye}"
    asked = "    digits: 1\n    confirm: no\n    keep: district\n    then: which_office"
    findings = found(
        ("    digits: 8\n    keep: number\n    then: birth", asked), ("cases: {east: opening_hours}", cases)
    )
    assert [(each.rule, each.script) for each in findings] == [("dropped-caller", ("1", "1", "7"))]


def test_a_choice_that_is_asked_back_is_walked(with_edits: WithEdits) -> None:
    speaks = ("flows.yaml", "voice: Google.yue-HK-Standard-A}", "voice: Google.yue-HK-Standard-A, speech: yue-Hant-HK}")
    silent = ("prompts/yue/phrases.yaml", 'did_you_mean: "did_you_mean {label}"', 'did_you_mean: " "')
    findings = walk(edition_from_bundle(bundle(with_edits([speaks, silent])))).findings
    assert {each.rule for each in findings} == {"nothing-said"}
    assert {"mumble:駕駛執照", "mumble:words_yes", "mumble:零"} <= {each.script[-1] for each in findings}


def test_a_caller_without_a_number_is_walked(with_edits: WithEdits) -> None:
    phrase = 'call_back_offer_withheld: "'
    edits = [(f"prompts/{code}/phrases.yaml", f"{phrase}call_back_offer_withheld ", phrase) for code in ("yue", "en")]
    (found,) = walk(edition_from_bundle(bundle(with_edits(edits)))).findings
    assert (found.rule, found.node) == ("nothing-said", "transport/leave_message")
    assert "--from anonymous" in found.command


@pytest.mark.parametrize(("phrase", "withheld"), [("call_back_none", True), ("call_back_own", False)])
def test_what_becomes_of_the_own_number_is_walked_in_every_language(
    phrase: str, withheld: bool, with_edits: WithEdits
) -> None:
    files = with_edits([("prompts/en/phrases.yaml", f'{phrase}: "{phrase}', f'{phrase}: "')])
    (found,) = walk(edition_from_bundle(bundle(files))).findings
    assert (found.rule, found.node, found.script[0]) == ("nothing-said", "transport/leave_message", "3")
    assert ("--from anonymous" in found.command) == withheld


def test_words_in_one_language_only_are_found_with_its_key(with_edits: WithEdits) -> None:
    files = with_edits([("prompts/en/phrases.yaml", 'unavailable: "unavailable ', 'unavailable: "')])
    (found,) = walk(edition_from_bundle(bundle(files))).findings
    assert (found.rule, found.node) == ("nothing-said", "transport/status")
    assert found.script == ("3", "1", "11111111", "1", "29021980")


def test_a_switch_on_the_language_is_walked_in_every_language(found: Callable[..., tuple[Finding, ...]]) -> None:
    findings = found(("on: district", "on: language"), ("cases: {east: opening_hours}", "cases: {en: goodbye}"))
    assert [(each.rule, each.script) for each in findings] == [("dropped-caller", ("3", "2"))]


def test_a_thousand_nodes_in_three_languages_are_walked_in_so_many_steps(tmp_path: Path) -> None:
    files = read_folder(SITE)
    menus = {path: text for path, text in files.menus.items() if path.startswith("prompts")}
    menus |= {"flows.yaml": files.menus["flows.yaml"], MENU: _large_menu(1000).encode()}
    edition = edition_from_bundle(bundle(SiteFiles(_only_transport(menus))))
    assert len(edition.nodes) > 1000
    walked = walk(edition)
    assert (walked.findings, walked.whole) == ((), True)
    assert walked.steps < STEPS_A_NODE * len(edition.nodes)


def _only_transport(menus: dict[str, bytes]) -> dict[str, bytes]:
    flows = menus["flows.yaml"].decode()
    lines = flows[flows.index("hotlines:") : flows.index("calendars:")]
    one = 'hotlines:\n  transport: {number: "+852 2220 0101", title: {yue: 線, cmn: 线, en: Line}, start: transport}\n'
    return {**menus, "flows.yaml": flows.replace(lines, one).encode()}


def _large_menu(nodes: int) -> str:
    text = "{{yue: 項目{0}。, cmn: 项目{0}。, en: Item {0}.}}"
    written, made, menus = [], 0, 0
    while made < nodes:
        choices = [f"      {key}: {{label: {text.format(made)}, answer: {text.format(made)}}}" for key in range(1, 6)]
        choices += [f"      {key}: {{label: {text.format(made)}, to: m{3 * menus + key - 5}}}" for key in (6, 7, 8)]
        written.append((menus, choices))
        made, menus = made + 6, menus + 1
    kept = (
        f"  m{at}:\n    kind: menu\n    choices:\n" + "\n".join(each for each in choices if _leads(each, menus))
        for at, choices in written
    )
    head = "version: 1\ntitle: {yue: 處, cmn: 处, en: Dept}\nowner: A\nreview: 2099-01-01\nstart: m0\nnodes:\n"
    officer = "  officer: {kind: transfer, to: licensing_counter, unanswered: leave}\n  leave: {kind: message}\n"
    return head + "\n".join(kept) + "\n" + officer


def _leads(choice: str, menus: int) -> bool:
    to = choice.rpartition("to: m")[2].rstrip("}")
    return not to.isdecimal() or int(to) < menus
