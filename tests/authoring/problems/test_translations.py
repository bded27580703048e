"""What is said in other languages: nothing is left in English, and no place is lost on the way."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from ivr.authoring import Checked, SiteFiles, check_files, report_github, report_json, report_text
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.wording import _noun
from ivr.authoring.problems.sentences import PLACE, said, together
from ivr.authoring.problems.translations import LANGUAGES, in_language, messages, pages
from ivr.authoring.rules import RULE_NAMES
from ivr.authoring.service import profiles
from ivr.authoring.service.writing import wrong_script
from ivr.words import FORMATS, HONG_KONG, Format, Home, NotTaken, canonical

ROOT = Path(__file__).parents[3] / "ivr"
ROOMS = ("authoring", "engine", "nodes")
OTHERS = [language for language in LANGUAGES if language != "en"]
HERE = Path(__file__).parents[1]
FIVE_SLIPS = (HERE / "five_slips.zh-HK.txt").read_text("utf-8")
FAULTS = sorted((HERE / "broken").glob("*.yaml"))


def _templates() -> Iterator[str]:
    """Every English sentence that a problem may be made of, as it stands in the program."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "importing" not in path.parts:  # its reports are of other systems, and English
                yield from _templates_in(ast.parse(path.read_text("utf-8")))
    for name in profiles.NAMES:
        yield from (limit.source.template for limit in profiles.profile(name).values())


def _templates_in(tree: ast.Module) -> Iterator[str]:
    named = {name: value for node in ast.walk(tree) for name, value in _given(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said":
            yield from _texts(node.args[0], named)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_count", "_needs_quotes"):
            yield from (text for argument in node.args[:3] for text in _texts(argument, named))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "mistake":
            yield from (f"{text.rstrip('.')}." for text in _texts(node.args[1], named))
        elif isinstance(node, ast.Dict):
            hints = (value for key, value in zip(node.keys, node.values, strict=True) if _is(key, "hint"))
            yield from (text for value in hints for text in _texts(value, named))


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that are given values, and the values."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id, node.value
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value


def _is(node: ast.expr | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _texts(node: ast.expr, named: Mapping[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, named), *_texts(node.orelse, named))
    elif isinstance(node, ast.Tuple | ast.Dict):
        parts = node.values if isinstance(node, ast.Dict) else node.elts
        yield from (text for each in parts for text in _texts(each, named))
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value, named)
    elif isinstance(node, ast.Name) and node.id in named and not isinstance(named[node.id], ast.Name):
        yield from _texts(named[node.id], named)


def _needs_words(template: str) -> bool:
    return bool(re.search("[A-Za-z]", PLACE.sub("", template)))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    templates = set(_templates())
    assert len(templates) > 200
    missing = [each for each in templates if _needs_words(each) and each not in messages(language)]
    assert missing == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_and_no_page_is_translated_twice(language: str) -> None:
    documents = list(
        yaml.compose_all((ROOT / "authoring" / "problems" / f"messages.{language}.yaml").read_text("utf-8"))
    )
    assert len(documents) == 2
    for written in documents:
        times = Counter(sentence.value for sentence, _ in written.value)
        assert [sentence for sentence, count in times.items() if count > 1] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("home", [HONG_KONG, Home("JP", "JPY"), Home("KW", "KWD")], ids=lambda home: home.currency)
@pytest.mark.parametrize("text", ["", "?"], ids=["nothing", "nonsense"])
@pytest.mark.parametrize("said_as", [each for each in FORMATS if each != "text"])
def test_why_a_cell_is_no_value_is_told_in_every_language(
    said_as: Format, text: str, home: Home, language: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        canonical(text, said_as, home)
    assert f"{refused.value.template}." in messages(language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    for template, other in messages(language).items():
        assert set(PLACE.findall(template)) == set(PLACE.findall(other)), template


@pytest.mark.parametrize(("language", "code"), [("zh-HK", "yue"), ("zh-CN", "cmn")])
def test_no_letter_is_of_the_other_script(language: str, code: str) -> None:
    examples = re.compile(r"`[^`]*`")  # an example may show the very letter that is wrong
    told = [*messages(language).values(), *(examples.sub("", page) for page in pages(language).values())]
    assert [(wrong_script(text, code), text) for text in told if wrong_script(text, code)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_has_its_page(language: str) -> None:
    assert set(pages(language)) == set(RULE_NAMES)
    for name, page in pages(language).items():
        assert [page.count(f"\n{word} ") for word in ("FAIL", "PASS")] == [1, 1], name


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_no_fault_is_told_half_in_english(fault: Path, checked_as_told: Callable[[Path], Checked]) -> None:
    for problem in checked_as_told(fault).problems:
        for language in OTHERS:
            hint = in_language(problem.hint, language).splitlines()
            for line in (in_language(problem.message, language), *hint):
                assert max(line) >= "一", line


@pytest.mark.parametrize("language", OTHERS)
def test_every_part_of_a_file_has_a_name_in_each_language(language: str) -> None:
    def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        yield model
        for info in model.model_fields.values():
            for found in _models_in(info.annotation):
                yield from models(found)

    for part in {*models(FlowsFile), *models(MenuFile)} - {FlowsFile, MenuFile}:
        noun = in_language(_noun(part, ("x",)), language)
        assert noun.startswith('"') or max(noun) >= "一", part


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def test_a_sentence_is_its_english_text() -> None:
    sentence = said('no node is called "{name}".', name="{x}")
    assert sentence == 'no node is called "{x}".'
    assert in_language(sentence, "zh-HK") == "沒有名為「{x}」的節點。"
    assert in_language(sentence, "en") == sentence


def test_sentences_inside_sentences_are_translated_too() -> None:
    sentence = said("Write {known}.", known=said("{first} or {last}", first="a, b", last="c"))
    assert sentence == "Write a, b or c."
    assert in_language(sentence, "zh-HK") == "請寫 a, b 或 c。"


def test_lines_are_translated_one_by_one() -> None:
    hint = together(said("Leave it out."), "", said("Write yes or no."))
    assert hint == "Leave it out.\nWrite yes or no."
    assert in_language(hint, "zh-HK") == "請刪除。\n請寫 yes 或 no。"


def test_what_an_editor_wrote_is_quoted_as_it_stands_in_every_language() -> None:
    written = "12 or 3"  # as the words between two choices would be
    refused = said('"{given}" is not a row of digits; write 0 to 9 only, such as 0123456.', given=written)
    assert "「12 or 3」不是一串數字" in in_language(refused, "zh-HK")
    assert in_language("no problems", "zh-HK") == "no problems"


def test_the_five_slips_come_out_in_chinese_at_the_same_places(checked_as_told: Callable[[Path], Checked]) -> None:
    checked = checked_as_told(HERE / "broken" / "five_slips.yaml")
    assert report_text(checked.problems, checked.counts, checked.files, "zh-HK") == FIVE_SLIPS.rstrip("\n")


def test_the_caret_stands_under_the_words_behind_chinese_text(
    with_edits: Callable[[Sequence[tuple[str, str, str]]], SiteFiles],
) -> None:
    checked = check_files(with_edits([("menus/transport/menu.yaml", "en: the East}, keep", "eng: the East}, keep")]))
    lines = report_text(checked.problems, checked.counts, checked.files, "zh-HK").splitlines()
    at = next(number for number, line in enumerate(lines) if "[unknown-language]" in line)
    assert lines[at].startswith("menus/transport/menu.yaml:15:28: 錯誤")
    before = lines[at + 1][: lines[at + 1].index("eng:")]
    cells = sum(2 if "一" <= letter <= "鿿" else 1 for letter in before)
    assert lines[at + 2] == "       |" + " " * (cells - len("       |")) + "^^^"


def test_programs_are_told_in_the_language_too(with_edits: Callable[..., SiteFiles]) -> None:
    problems = check_files(with_edits([("menus/transport/menu.yaml", "to: counter", "to: counted")])).problems
    (told,) = yaml.safe_load(report_json(problems, "zh-HK"))
    assert (told["level"], told["rule"]) == ("error", "unknown-officers")
    assert (told["message"], told["hint"]) == ("沒有名為「counted」的職員組別。", "是否想寫「counter」？")
    assert "::沒有名為「counted」的職員組別。 是否想寫「counter」？" in report_github(problems, "zh-HK")
