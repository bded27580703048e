"""From a good site to its edition, through the one door."""

import cProfile
import pstats
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time as clock
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.checking.loading import check_files, edition_from_bundle, edition_of, load_site
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.flows import __doc__ as flows_page
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.menus import __doc__ as menus_page
from ivr.authoring.grammar.phrases import PHRASES
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.yaml.reading import read_document
from ivr.engine.edition import Edition
from ivr.errors import SiteRefused
from ivr.hours import Period
from ivr.nodes.goodbye import GoodbyeNode
from ivr.nodes.language import LanguageNode

ROOT = Path(__file__).parents[3]
MENU = "menus/transport/menu.yaml"
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


@pytest.fixture(scope="module")
def edition(good_files: SiteFiles) -> Edition:
    made = check_files(good_files).edition
    assert made is not None
    return made


def test_the_bundle_gives_the_very_same_edition(good_files: SiteFiles, edition: Edition) -> None:
    assert edition_from_bundle(bundle(good_files)) == edition


def test_nodes_have_full_names_and_inner_ones_their_key(edition: Edition) -> None:
    assert {"transport/main", "transport/main.3", "transport/officer"} <= set(edition.nodes)
    assert isinstance(edition.nodes["language"], LanguageNode)
    assert isinstance(edition.nodes["goodbye"], GoodbyeNode)


def test_the_pause_that_ends_words_is_two_seconds_unless_written(edition: Edition, with_edits: WithEdits) -> None:
    assert edition.tries.pause == 2
    slow = check_files(with_edits([("flows.yaml", "wait: 6}", "wait: 6, pause: 4}")])).edition
    assert slow is not None
    assert slow.tries.pause == 4


def test_fields_know_their_formats(edition: Edition) -> None:
    assert edition.fields == {
        "transport/number": "digits",
        "transport/birth": "date",
        "transport/district": "text",
        "transport/call_back": "phone",
    }
    assert [name for name in edition.fields if edition.is_secret(name)] == ["transport/birth"]


def test_a_hotline_may_start_at_a_department(edition: Edition) -> None:
    assert edition.hotlines["+85222200101"].start == "transport/main"


def test_a_column_in_languages_is_a_text(edition: Edition) -> None:
    table = edition.tables["transport/applications"]
    assert table.columns["status"] == "text"
    assert table.in_languages == {"status"}


def test_a_calendar_is_read_as_its_days(edition: Edition) -> None:
    office = edition.calendars["office"]
    assert office.week[0] == (Period(clock(9), clock(13)), Period(clock(14), clock(17, 30)))
    assert office.week[5:] == ((Period(clock(9), clock(12)),), ())
    assert str(office.closures[0].start) == "2026-12-31 12:00:00+08:00"
    always = edition.calendars["emergency"]
    assert always.holidays is None
    assert always.week == ((Period(clock(0), clock(0)),),) * 7


def test_only_the_word_always_stands_above_what_is_announced(with_edits: WithEdits) -> None:
    all_day = "{monday-sunday: all day, holidays: usual}"
    checked = check_files(with_edits([("flows.yaml", "emergency: always", f"emergency: always\n  ward: {all_day}")]))
    assert checked.edition is not None
    assert [checked.edition.calendars[name].always for name in ("office", "emergency", "ward")] == [False, True, False]


def test_keys_are_inherited_unless_written_otherwise(edition: Edition, with_edits: WithEdits) -> None:
    assert edition.inherited == {"0": "officer", "star": "back", "hash": "repeat", "9": "main"}
    without = check_files(with_edits([("flows.yaml", "keys: {0: officer, star: back, hash: repeat, 9: main}\n", "")]))
    assert without.edition is not None
    assert without.edition.inherited == {"0": "officer", "star": "back", "hash": "repeat"}


def test_numbers_abroad_are_taken_when_that_is_meant(with_edits: WithEdits) -> None:
    files = with_edits([("flows.yaml", "[+852 2220 0111]", "[+44 20 7946 0958], abroad: yes")])
    checked = check_files(files)
    assert checked.edition is not None
    assert checked.edition.officers["counter"].numbers == ("+442079460958",)


def test_a_site_with_errors_is_refused_with_the_whole_report(with_edits: WithEdits) -> None:
    files = with_edits([(MENU, "then: birth", "then: brith")])
    with pytest.raises(SiteRefused, match=r'no node is called "brith"\.  \[unknown-destination\]'):
        edition_of(files)


def test_a_folder_with_errors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteRefused, match="missing-file"):
        load_site(tmp_path)


def test_one_text_changed_makes_another_edition(edition: Edition, with_edits: WithEdits) -> None:
    other = check_files(with_edits([(MENU, "Nine hundred", "Eight hundred")])).edition
    assert other is not None
    assert other.hash != edition.hash


def test_the_manual_pages_show_what_loads() -> None:
    for page, model in ((flows_page, FlowsFile), (menus_page, MenuFile)):
        assert page is not None
        document, problems = read_document("page.yaml", page.split("```")[1].removeprefix("yaml").encode())
        assert problems == ()
        model.model_validate(document.value)


def test_every_phrase_that_the_program_names_is_known() -> None:
    sources = [path for room in ("engine", "nodes", "switchboard") for path in (ROOT / "ivr" / room).glob("*.py")]
    text = "".join(path.read_text("utf-8") for path in sources)
    named = set(re.findall(r'(?:\bphrase\(|\bpress\(|\bRefused\(|how: str = |_parting\(edition, )"([a-z_0-9]+)"', text))
    assert len(named) > 30
    assert named <= set(PHRASES)


def in_calls_of_functions(work: Callable[[], object]) -> int:
    """How much work something is; unlike its time that is the same on a busy machine."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile).total_calls


def test_a_line_of_a_long_menu_takes_no_more_checking_than_one_of_a_short_one(with_edits: WithEdits) -> None:
    def menu_of(answers: int) -> SiteFiles:
        each = answers // 8
        answer = "    kind: answer\n    say:\n      yue: 多謝你嘅查詢。\n      en: Thank you for asking.\n"
        leads = ((key, each * (key - 1) + 1) for key in range(1, 9))
        choices = "".join(f"      {key}: {{label: {{yue: 一, en: one}}, to: n{to}}}\n" for key, to in leads)
        then = {at: f"    then: n{at + 1}\n" for at in range(1, answers + 1) if at % each}
        nodes = "".join(f"  n{at}:\n{answer}{then.get(at, '')}" for at in range(1, answers + 1))
        return with_edits(
            [
                (MENU, "  officer:\n", f"  long:\n    kind: menu\n    choices:\n{choices}{nodes}  officer:\n"),
                (MENU, "otherwise: officer", "otherwise: long"),
            ]
        )

    short, long = menu_of(200), menu_of(400)
    assert long.menus[MENU].count(b"\n") > 2000
    late = {problem.rule for problem in check_files(long).problems}
    assert late == {"service-seconds"}  # the first answers that are late
    check_files(short)
    assert in_calls_of_functions(lambda: check_files(long)) < 2.1 * in_calls_of_functions(lambda: check_files(short))


def test_an_edition_of_the_past_is_served_although_a_rule_of_today_refuses_it(with_edits: WithEdits) -> None:
    files = with_edits([(MENU, "then: birth", "then: brith")])
    assert check_files(files).edition is None
    assert edition_from_bundle(bundle(files)).hotlines


def test_an_edition_that_cannot_be_read_any_more_is_refused(with_edits: WithEdits) -> None:
    files = with_edits([(MENU, "kind: ask", "kind: aks")])
    with pytest.raises(SiteRefused, match="bad-kind"):
        edition_from_bundle(bundle(files))


def _agree(files: SiteFiles) -> None:
    """What `check` finds good the server serves, and what the server cannot read `check` refuses."""
    checked = check_files(replace(files, headers=None))
    try:
        served = edition_from_bundle(bundle(files))
    except (SiteRefused, ValueError):  # ValueError: not UTF-8, nothing to bundle
        assert checked.edition is None
    else:
        assert checked.edition in (None, served)


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32), slips=st.integers(1, 6), file=st.sampled_from([MENU, "flows.yaml"]))
def test_a_site_with_random_slips_is_checked_and_served_alike(
    seed: int, slips: int, file: str, good_files: SiteFiles
) -> None:
    chance = random.Random(seed)  # noqa: S311  # slips, not secrets
    text = bytearray(good_files.menus[file])
    for _ in range(slips):
        at = chance.randrange(len(text))
        match chance.randrange(4):
            case 0:
                del text[at : at + chance.randrange(1, 30)]
            case 1:
                text[at:at] = chance.choice(
                    [b":", b"{", b"}", b"\n", b" ", b"'", b'"', b"*", b"#", b"\t", b"0", b"\xff", b"[", b"- "]
                )
            case 2:
                end = chance.randrange(len(text))
                text[at:at] = text[end : end + chance.randrange(1, 60)]
            case _:
                lines = bytes(text).split(b"\n")
                lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
                text = bytearray(b"\n".join(lines))
    _agree(replace(good_files, menus={**good_files.menus, file: bytes(text)}))


@settings(max_examples=200)
@given(text=st.text(max_size=200), file=st.sampled_from([MENU, "flows.yaml", "prompts/en/phrases.yaml"]))
def test_any_text_at_all_is_checked(text: str, file: str, good_files: SiteFiles) -> None:
    content = text.encode("utf-8", "surrogatepass")
    _agree(replace(good_files, menus={**good_files.menus, file: content}))
