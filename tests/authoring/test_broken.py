"""Each fault in `broken/` is printed word for word; what is in `fine/` looks like a fault, is none, and passes.

`conftest` tells what is in these files; besides, `printed` is the whole of what is printed, with `(every kind)` for the
kinds that there are, `in` the same in other languages, and `near` names the rules that a fine site nearly breaks.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ivr.authoring.checking.loading import Checked
from ivr.authoring.checking.report import report_text
from ivr.authoring.problems import one_of
from ivr.authoring.rules import RULE_NAMES, explain
from ivr.nodes import written_kinds

FAULTS = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
FINE = sorted((Path(__file__).parent / "fine").glob("*.yaml"))
IN_CHINESE = [fault for fault in FAULTS if "\nin:\n" in fault.read_text("utf-8")]
CheckedAsTold = Callable[[Path], Checked]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_a_fault_is_printed_word_for_word(fault: Path, checked_as_told: CheckedAsTold) -> None:
    checked = checked_as_told(fault)
    printed = report_text(checked.problems, checked.counts, checked.files)
    told = yaml.safe_load(fault.read_text("utf-8"))["printed"].rstrip("\n")
    assert printed == told.replace("(every kind)", one_of(written_kinds()))


@pytest.mark.parametrize("fault", IN_CHINESE, ids=lambda fault: fault.stem)
def test_a_fault_is_printed_in_chinese_as_it_was_written_by_hand(fault: Path, checked_as_told: CheckedAsTold) -> None:
    checked = checked_as_told(fault)
    for language, printed in yaml.safe_load(fault.read_text("utf-8"))["in"].items():
        assert report_text(checked.problems, checked.counts, checked.files, language) == printed.rstrip("\n")


@pytest.mark.parametrize("fault", FINE, ids=lambda fault: fault.stem)
def test_what_looks_like_a_fault_and_is_none_passes(fault: Path, checked_as_told: CheckedAsTold) -> None:
    checked = checked_as_told(fault)
    assert report_text(checked.problems, checked.counts, checked.files).endswith(": no problems.")
    assert checked.edition is not None


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(FAULTS) >= 60
    assert len(FINE) >= 20


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    broken = "".join(yaml.safe_load(fault.read_text("utf-8"))["printed"] for fault in FAULTS)
    assert [rule for rule in RULE_NAMES if f"  [{rule}]\n" not in broken] == []


def test_every_problem_bears_the_name_of_a_rule() -> None:
    broken = "".join(yaml.safe_load(fault.read_text("utf-8"))["printed"] for fault in FAULTS)
    assert set(re.findall(r"  \[([a-z0-9-]+)\]$", broken, re.MULTILINE)) == set(RULE_NAMES)


def test_every_rule_has_a_fine_site_that_nearly_breaks_it() -> None:
    near = {rule for fault in FINE for rule in yaml.safe_load(fault.read_text("utf-8"))["near"]}
    assert near == set(RULE_NAMES)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK"])
def test_every_rule_is_explained_with_a_pass_and_a_fail(language: str) -> None:
    for name in RULE_NAMES:
        page = explain(name, language)
        assert page.startswith(f"{name}\n\n")
        assert "\nFAIL " in page
        assert "\nPASS " in page


def test_an_unknown_rule_is_answered_with_a_guess() -> None:
    with pytest.raises(KeyError, match='Did you mean "dead-end"'):
        explain("dead-and")
    with pytest.raises(KeyError, match="是否想寫「dead-end」"):
        explain("dead-and", "zh_Hant_HK")
