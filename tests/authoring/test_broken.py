"""Each fault in `broken/` is printed word for word.

A file there names the `file` of the good site that is changed (the menu unless written), the words in `replace`, what
stands there `instead`, and the whole of what is `printed`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from ivr.authoring import RULE_NAMES, SiteFiles, check_files, explain

FAULTS = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
MENU = "menus/transport/menu.yaml"
IN_OTHER_TESTS = {
    "too-large",
    "too-deep",
    "not-utf-8",
    "missing-file",
    "unreadable-file",
    "bad-recording",
    "unused-recording",
    "stale-recording",
    "unknown-recording-text",
    "not-recordable",
}
Edit = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


def _read(fault: Path, with_edits: Edit) -> tuple[SiteFiles, str]:
    told = yaml.safe_load(fault.read_text("utf-8"))
    edits = [(each.get("file", MENU), each["replace"], each["instead"]) for each in told["edits"]]
    return with_edits(edits), told["printed"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_a_fault_is_printed_word_for_word(fault: Path, with_edits: Edit, printed: Callable[[SiteFiles], str]) -> None:
    files, expected = _read(fault, with_edits)
    assert printed(files) == expected.rstrip("\n")


def test_every_rule_has_a_fault_that_breaks_it(with_edits: Edit) -> None:
    found = {problem.rule for fault in FAULTS for problem in check_files(_read(fault, with_edits)[0]).problems}
    assert found | IN_OTHER_TESTS == set(RULE_NAMES)


def test_every_rule_is_explained_with_a_pass_and_a_fail() -> None:
    for name in RULE_NAMES:
        page = explain(name)
        assert page.startswith(f"{name}\n\n")
        assert "\nFAIL " in page
        assert "\nPASS " in page


def test_an_unknown_rule_is_answered_with_a_guess() -> None:
    with pytest.raises(KeyError, match='Did you mean "dead-end"'):
        explain("dead-and")
