"""What is said in other languages: nothing is left in English, and no place is lost on the way."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.checking.report import report_github, report_json, report_text
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.wording import _noun
from ivr.authoring.site.files import SiteFiles
from ivr.translation import CHINESE, in_language
from ivr.words import FORMATS, HONG_KONG, Format, Home, NotTaken, canonical

HERE = Path(__file__).parents[1]
FIVE_SLIPS = (HERE / "five_slips.zh-HK.txt").read_text("utf-8")
FAULTS = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("home", [HONG_KONG, Home("JP", "JPY"), Home("KW", "KWD")], ids=lambda home: home.currency)
@pytest.mark.parametrize("text", ["", "?"], ids=["nothing", "nonsense"])
@pytest.mark.parametrize("said_as", [each for each in FORMATS if each != "text"])
def test_why_a_cell_is_no_value_is_told_in_every_language(
    said_as: Format, text: str, home: Home, language: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        canonical(text, said_as, home)
    assert in_language(refused.value.why, language) != refused.value.why


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_no_fault_is_told_half_in_english(fault: Path, checked_as_told: Callable[[Path], Checked]) -> None:
    for problem in checked_as_told(fault).problems:
        for language in CHINESE:
            hint = in_language(problem.hint, language).splitlines()
            for line in (in_language(problem.message, language), *hint):
                assert max(line) >= "一", line


@pytest.mark.parametrize("language", CHINESE)
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


def test_the_five_slips_come_out_in_chinese_at_the_same_places(checked_as_told: Callable[[Path], Checked]) -> None:
    checked = checked_as_told(HERE / "broken" / "five_slips.yaml")
    assert report_text(checked.problems, checked.counts, checked.files, "zh_Hant_HK") == FIVE_SLIPS.rstrip("\n")


def test_the_caret_stands_under_the_words_behind_chinese_text(
    with_edits: Callable[[Sequence[tuple[str, str, str]]], SiteFiles],
) -> None:
    checked = check_files(with_edits([("menus/transport/menu.yaml", "en: the East}, keep", "eng: the East}, keep")]))
    lines = report_text(checked.problems, checked.counts, checked.files, "zh_Hant_HK").splitlines()
    at = next(number for number, line in enumerate(lines) if "[unknown-language]" in line)
    assert lines[at].startswith("menus/transport/menu.yaml:15:28: 錯誤")
    before = lines[at + 1][: lines[at + 1].index("eng:")]
    cells = sum(2 if "一" <= letter <= "鿿" else 1 for letter in before)
    assert lines[at + 2] == "       |" + " " * (cells - len("       |")) + "^^^"


def test_programs_are_told_in_the_language_too(with_edits: Callable[..., SiteFiles]) -> None:
    problems = check_files(with_edits([("menus/transport/menu.yaml", "to: counter", "to: counted")])).problems
    (told,) = yaml.safe_load(report_json(problems, "zh_Hant_HK"))
    assert (told["level"], told["rule"]) == ("error", "unknown-officers")
    assert (told["message"], told["hint"]) == ("沒有名為「counted」的職員組別。", "是否想寫「counter」？")
    assert "::沒有名為「counted」的職員組別。 是否想寫「counter」？" in report_github(problems, "zh_Hant_HK")
