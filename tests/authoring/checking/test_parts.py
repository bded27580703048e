"""A large site is checked part by part, in one process or in several, and found to be as it is when checked as one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.many_hotlines import write_site
from ivr.authoring.checking import parts
from ivr.authoring.checking.dividing import parts_of
from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.checking.parts import Looked, look_at_whole, look_in_parts
from ivr.authoring.site.files import SiteFiles, bundle, read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.walking import proving
from ivr.engine.abilities import Abilities

HOTLINES = 6
Edit = tuple[str, str, str]
WithEdits = Callable[..., SiteFiles]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, HOTLINES)
    return folder


@pytest.fixture
def with_edits(folder: Path) -> WithEdits:
    files = read_folder(folder)

    def edited(*edits: Edit) -> SiteFiles:
        menus: dict[str, bytes] = dict(files.menus)
        for path, old, new in edits:
            text = menus[path].decode()
            assert old in text, (path, old)
            menus[path] = text.replace(old, new).encode()
        return replace(files, menus=menus)

    return edited


@pytest.fixture(autouse=True)
def everything_is_large_and_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGE", 2)
    monkeypatch.setattr(proving, "_walks", type(proving._walks)())


def menu(at: int) -> str:
    return f"menus/district_{at}/menu.yaml"


NO_MESSAGE = (menu(1), "unanswered: leave_message", "unanswered: goodbye")
SPARE_HOURS = "calendars:\n  spare: {monday: all day}\n"
SPARE = "officers:\n  spare: {title: {en: '{x}'}, numbers: [1823]}\n"
LITTLE = Abilities("A small one", hears_words=False, whispers=False)
MISTAKES: Mapping[str, tuple[Edit, ...]] = {
    "nothing": (),
    "callers are dropped in one": (NO_MESSAGE,),
    "callers are dropped in two": (NO_MESSAGE, (menu(4), "closed: leave_message", "closed: goodbye")),
    "a node is missing": ((menu(2), "then: case_status", "then: case_statsu"),),
    "a department is missing": (
        (menu(2), "unanswered: leave_message", "unanswered: distrikt_3/officer"),
        ("flows.yaml", "start: district_5", "start: distrct_5"),
    ),
    "an error hides what later stages find": ((menu(2), "then: case_status", "then: case_statsu"), NO_MESSAGE),
    "a text lacks a language": ((menu(3), "      en: fees\n", ""),),
    "one department speaks English only": tuple((menu(3), f"{code}: ", f"{code}x: ") for code in ("yue", "cmn")),
    "a language is spoken nowhere": (("flows.yaml", "  yue:\n    key: '1'", "  nan:\n    key: '1'"),),
    "a phrase says nothing": (("prompts/en/phrases.yaml", "I still heard nothing.", " "),),
    "numbers are twice": (("flows.yaml", "+852 2220 0004", "+852 2220 0001"), ("flows.yaml", "+852 2221 0002", "999")),
    "officers nobody rings": (("flows.yaml", "officers:\n", SPARE),),
    "a day by a calendar of its own": (
        ("flows.yaml", "calendars:\n", SPARE_HOURS),
        (menu(2), "nodes:\n", "days: {call_us: {next open day: spare}}\nnodes:\n"),
        (menu(2), "The fee for", "Call again on {call_us}; the fee for"),
    ),
    "a department leads to another": ((menu(2), "unanswered: leave_message", "unanswered: district_3/officer"),),
    "a file cannot be read": ((menu(2), "nodes:", "nodes: ]"),),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_parts_are_found_as_the_whole_is(mistake: str, with_edits: WithEdits) -> None:
    files = with_edits(*MISTAKES[mistake])
    whole = look_at_whole(files, None, {}, walked=True)
    proving._walks.clear()
    in_parts = look_in_parts(files, None, {}, walked=True, processes=1)
    assert in_parts is not None
    assert sorted(in_parts.problems) == sorted(whole.problems)
    assert in_parts.counts == whole.counts


def test_what_a_carrier_cannot_do_is_found_in_parts_too(with_edits: WithEdits) -> None:
    unanswered = "    unanswered: leave_message"
    files = with_edits((menu(2), unanswered, f"    accept: press one\n{unanswered}"))
    whole = look_at_whole(files, None, {}, walked=True, carrier=LITTLE)
    in_parts = look_in_parts(files, None, {}, walked=True, carrier=LITTLE, processes=2)
    assert in_parts is not None
    assert sorted(in_parts.problems) == sorted(whole.problems)
    told = {problem.file for problem in whole.problems if problem.rule == "carrier-cannot"}
    assert told == {"flows.yaml", menu(2)}


def test_a_file_that_is_no_utf_8_is_told_of(with_edits: WithEdits) -> None:
    files = with_edits()
    files = replace(files, menus={**files.menus, menu(2): files.menus[menu(2)].decode().encode("utf-16")})
    whole = look_at_whole(files, None, {}, walked=True)
    assert _looked(files, 1).problems == whole.problems
    assert {problem.rule for problem in whole.problems} >= {"not-utf-8"}


def test_several_processes_find_what_one_finds(with_edits: WithEdits) -> None:
    files = with_edits(NO_MESSAGE, (menu(3), "      en: fees\n", ""))
    one, two = (_looked(files, processes) for processes in (1, 2))
    assert one.problems == two.problems
    assert one.counts == two.counts


def test_a_good_site_makes_the_same_edition_and_is_proven_whole(with_edits: WithEdits) -> None:
    files = with_edits()
    looked = _looked(files, 1)
    edition = looked.edition()
    assert edition == edition_from_bundle(bundle(files)) == look_at_whole(files, None, {}, walked=False).edition()
    walked = proving.walk_of(edition)
    assert walked.whole
    assert walked.places > 100 * HOTLINES
    assert proving.proof(edition).startswith(f"Every path of {HOTLINES} hotlines ends in")


def test_what_one_part_was_not_listened_for_is_heard_when_it_comes_first(with_edits: WithEdits) -> None:
    silent = ("prompts/en/phrases.yaml", '"I still heard nothing."', '" "')
    plain = "nodes:\n  main: {kind: message}\n  officer: {kind: message}\n"
    files = with_edits(silent)
    before = _looked(files, 1)
    first = files.menus[menu(0)].decode()
    files = replace(files, menus={**files.menus, menu(0): (first[: first.index("nodes:\n")] + plain).encode()})
    after = look_in_parts(files, None, {}, walked=True, processes=1)
    assert after is not None
    told = {problem.file for problem in after.problems if problem.rule == "nothing-said"}
    assert {problem.file for problem in before.problems if problem.rule == "nothing-said"} == {menu(0)}
    assert menu(1) in told


def test_departments_that_lead_to_each_other_are_one_part(with_edits: WithEdits) -> None:
    files = with_edits((menu(2), "unanswered: leave_message", "unanswered: district_3/officer"))
    site, _ = gather(files)
    assert site.flows is not None
    departments = {path: content for path, content in files.menus.items() if path.startswith("menus/")}
    found = parts_of(site.flows, departments)
    assert len(found) == HOTLINES - 1
    assert ("district_2", "district_3") in found


def test_a_way_that_is_written_in_disguise_is_seen_and_the_site_checked_as_one(with_edits: WithEdits) -> None:
    files = with_edits((menu(2), "unanswered: leave_message", 'unanswered: "district\\u005f3\\x2fofficer"'))
    assert look_in_parts(files, None, {}, walked=True, processes=1) is None


def test_a_site_whose_keys_lead_to_one_department_is_checked_as_one(with_edits: WithEdits) -> None:
    files = with_edits(("flows.yaml", "'9': main", "'9': district_0/main"))
    assert look_in_parts(files, None, {}, walked=True, processes=1) is None


def _looked(files: SiteFiles, processes: int) -> Looked:
    proving._walks.clear()
    looked = look_in_parts(files, None, {}, walked=True, processes=processes)
    assert looked is not None
    return looked
