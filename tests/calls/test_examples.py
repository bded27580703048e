"""Every whole site under examples/: it is checked as its owner would, and its rehearsed calls are made, twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ivr.app.practice import practice
from ivr.authoring.checking.paths import check_paths
from ivr.authoring.tables.queries import NoAddresses
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in, rehearse_in_the_engine, rehearse_on_the_line

EXAMPLES = sorted(file.parent for file in (Path(__file__).parents[2] / "examples").glob("*/flows.yaml"))
A_DAY = date(2026, 12, 1)  # on which no review is overdue
AT_LEAST = 12  # rehearsed calls of an example


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda site: site.name)
def site(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def example(site: Path) -> Iterator[Practice]:
    with practice(site) as opened:
        yield opened


def test_there_are_examples() -> None:
    assert EXAMPLES


def test_an_example_has_no_error_and_no_warning_but_accepted_ones(site: Path) -> None:
    found = [problem for each in check_paths((site,), A_DAY, NoAddresses()) for problem in each.checked.problems]
    assert [str(problem) for problem in found if problem.level != "accepted"] == []


def test_both_callers_hear_what_is_written_and_the_same(site: Path, example: Practice) -> None:
    line, words = example.line(), example.words()
    calls = rehearsals_in(site)
    assert len(calls) >= AT_LEAST
    for number, call in enumerate(calls):
        sid = f"CA{number:032d}"  # references are made from it
        engine = rehearse_in_the_engine(example, call, sid)
        webhooks = rehearse_on_the_line(example, call, line, words, sid)
        assert (call.name, engine.difference, webhooks.difference) == (call.name, "", "")
        assert (webhooks.heard, webhooks.transcript) == (engine.heard, engine.transcript)
