"""Every whole site under examples/: it is checked as its owner would, and its rehearsed calls are made, twice."""

from datetime import date
from pathlib import Path

import pytest
from calls.conftest import HearAlike

from ivr.authoring.checking.paths import check_paths
from ivr.authoring.tables.queries import NoAddresses
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in

EXAMPLES = sorted(file.parent for file in (Path(__file__).parents[2] / "examples").glob("*/flows.yaml"))
A_DAY = date(2026, 12, 1)  # on which no review is overdue
AT_LEAST = 12  # rehearsed calls of an example


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda site: site.name)
def site(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_there_are_examples() -> None:
    assert EXAMPLES


def test_an_example_has_no_error_and_no_warning_but_accepted_ones(site: Path) -> None:
    found = [problem for each in check_paths((site,), A_DAY, NoAddresses()) for problem in each.checked.problems]
    assert [str(problem) for problem in found if problem.level != "accepted"] == []


def test_both_callers_hear_what_is_written_and_the_same(site: Path, practised: Practice, hear_alike: HearAlike) -> None:
    calls = rehearsals_in(site)
    assert len(calls) >= AT_LEAST
    for number, call in enumerate(calls):
        hear_alike(practised, call, f"CA{number:032d}")  # references are made from it
