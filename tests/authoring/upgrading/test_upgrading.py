"""A site's files are brought to the current version as they were typed; each step has files before and after it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.grammar import VERSION
from ivr.authoring.upgrading import site_texts, upgrade
from ivr.authoring.upgrading.edits import edited
from ivr.authoring.upgrading.rewriting import STEPS, steps_from
from ivr.authoring.yaml.reading import read_document
from ivr.errors import SiteRefused

STEP_FILES = Path(__file__).parent / "steps"
BEFORE = sorted(STEP_FILES.glob("*.before.yaml"))
PLACES = {
    "menu": "menus/works/menu.yaml",
    "pledges": "menus/works/pledges.yaml",
    "flows": "flows.yaml",
    "recordings": "prompts/en/recordings.yaml",
}
MENU = "menus/works/menu.yaml"


def after(content: str | bytes, file: str = MENU) -> bytes:
    before = content.encode() if isinstance(content, str) else content
    result = upgrade({file: before})
    assert result.problems == ()
    return result.files[0].after if result.files else before


def refusal(content: str, file: str = MENU) -> tuple[str, str]:
    result = upgrade({file: content.encode(), "flows.yaml": b"site: {en: City}\n"})
    assert result.files == ()
    (problem,) = result.problems
    return f"{problem.line}:{problem.column} {problem.message} [{problem.rule}]", problem.hint


@pytest.mark.parametrize("before", BEFORE, ids=lambda path: path.name.removesuffix(".before.yaml"))
def test_a_step_makes_of_the_file_before_it_the_file_after_it(before):
    step, kind, *_ = before.name.split(".")
    content = before.read_bytes()
    document, _ = read_document(before.name, content)
    module = STEPS[int(step.split("_")[1])]
    written = edited(document.text, getattr(module, kind)(document))
    assert written == before.with_name(f"{step}.{kind}.after.yaml").read_text("utf-8")


def test_every_step_tells_why_and_has_files_before_and_after_it_for_all_it_changes():
    assert sorted(STEPS) == list(range(int(VERSION)))
    for module in STEPS.values():
        name = module.__name__.rpartition(".")[2]
        assert "Why: " in (module.__doc__ or "")
        kinds = {
            kind for kind in ("menu", "pledges", "flows", "calls", "phrases", "recordings") if hasattr(module, kind)
        }
        assert {path.name.split(".")[1] for path in BEFORE if path.name.startswith(name)} == kinds


def test_files_of_the_current_version_are_left_alone():
    for path in STEP_FILES.glob("*.after.yaml"):
        file = PLACES[path.name.split(".")[1]]
        assert upgrade({file: path.read_bytes()}).files == ()
    assert steps_from(int(VERSION)) == ()


def test_the_rest_of_the_file_stays_to_the_byte():
    before = (
        "\ufeff# top\r\n\r\ntitle:  { en:  'Works' }\t# odd  spacing\r\nnodes:\r\n    a:\r\n        type:  menu\r\n"
    )
    expected = before.replace("title:", "version: 1\r\ntitle:", 1).replace("type:", "kind:")
    assert after(before) == expected.encode()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("title: {en: a}", "version: 1\ntitle: {en: a}"),
        ("---\n# head\ntitle: {en: a}\n", "---\n# head\nversion: 1\ntitle: {en: a}\n"),
        ("{title: {en: a}}", "{version: 1, title: {en: a}}"),
        ("{\n  title: {en: a}}\n", "{\n  version: 1, title: {en: a}}\n"),
        ("  title: {en: a}\n  owner: b\n", "  version: 1\n  title: {en: a}\n  owner: b\n"),
        ("title:\n", "version: 1\ntitle:\n"),
        ("nodes: [type, prompt]\n", "version: 1\nnodes: [type, prompt]\n"),
    ],
)
def test_the_version_is_put_on_top_however_the_file_is_written(before, expected):
    assert after(before).decode() == expected


def test_rehearsed_calls_and_phrases_are_of_the_version_of_their_menu_and_their_site():
    files = {
        MENU: b"version: 1\nnodes: {}\n",
        "menus/works/calls.yaml": b"- call: x\n",
        "prompts/en/phrases.yaml": b"goodbye: Bye.\n",
        "flows.yaml": b"site: {en: City}\n",
    }
    result = upgrade(files)
    assert [each.file for each in result.files] == ["flows.yaml"]
    assert not result.problems


@pytest.mark.parametrize(
    ("content", "told", "hint"),
    [
        (
            "version: 2\nnodes: {}\n",
            "1:10 version 2 is newer than this system, which reads 1. [version]",
            "Upgrade the system first; it must not guess what a newer file means.",
        ),
        (
            "title: {en: x}\nversion: one\n",
            '2:10 "one" is not a version this system reads; it reads 1. [version]',
            "Write   version: 1   if the file is written for this system.",
        ),
        ("version: 99999999999999999999\n", None, None),
        ("", "1:1 this file needs settings. [bad-value]", ""),
        ("{}\n", "1:1 this file needs settings. [bad-value]", ""),
        ("- a list\n", "1:1 this file needs settings. [bad-value]", ""),
        ("title: a\ntitle: b\n", '2:1 "title" is already on line 1. [written-twice]', None),
        ("title: [\n", None, None),
        ("a: &x {b: c}\nd: *x\n", None, None),
        ("? title\n: x\n", "0:1 this file cannot be rewritten. [yaml-syntax]", None),
        ("a: " + "[" * 5000, None, None),
    ],
)
def test_what_cannot_be_upgraded_is_refused_in_words_and_nothing_else_is_changed(content, told, hint):
    said, advice = refusal(content)
    assert told is None or said == told
    assert hint is None or advice == hint


@given(st.text(max_size=200))
def test_whatever_is_typed_is_upgraded_or_refused(typed):
    result = upgrade({MENU: typed.encode("utf-8", "replace")})
    assert bool(result.problems) + bool(result.files) <= 1
    for each in result.files:
        assert read_document(MENU, each.after)[0].at(("version",)) == VERSION
        assert upgrade({MENU: each.after}).files == ()


def test_a_file_that_is_no_part_of_a_site_is_refused():
    with pytest.raises(SiteRefused, match="nothing to upgrade"):
        site_texts(Path(__file__))
