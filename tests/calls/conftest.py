"""The sample site, published to practise on, once a session; and what is asked of every site that is rehearsed here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivr.app.practice import practice
from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import read_folder
from ivr.phone.line import Line
from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearse_in_the_engine, rehearse_on_the_line

SITE = Path(__file__).parents[2]
HearAlike = Callable[[Practice, RehearsedCall, str], None]


@pytest.fixture(scope="session")
def hotline() -> Iterator[Practice]:
    """A hotline on the sample site, with a database of its own."""
    with practice(SITE) as opened:
        yield opened


@pytest.fixture(scope="module")
def practised(site: Path) -> Iterator[Practice]:
    """A hotline on the `site` of a module."""
    with practice(site) as opened:
        yield opened


@pytest.fixture(scope="module")
def checked_site(site: Path) -> Path:
    """The `site` of a module, every path of which is proved to help its caller."""
    checked = check_files(read_folder(site))
    assert [problem for problem in checked.problems if problem.level == "error"] == []
    assert checked.edition is not None
    return site


@pytest.fixture(scope="session")
def hear_alike() -> HearAlike:
    """Makes a rehearsed call as one of that name, in the engine and over signed webhooks and TwiML.

    Both callers must hear what is written, and the same.
    """
    known: dict[int, tuple[Practice, Line, dict[str, str]]] = {}

    def both(practised: Practice, call: RehearsedCall, sid: str) -> None:
        if id(practised) not in known:
            known[id(practised)] = practised, practised.line(), practised.words()
        _, line, words = known[id(practised)]
        engine = rehearse_in_the_engine(practised, call, sid)
        webhooks = rehearse_on_the_line(practised, call, line, words, sid)
        assert (call.name, engine.difference, webhooks.difference) == (call.name, "", "")
        assert webhooks.heard == engine.heard
        assert webhooks.transcript == engine.transcript

    return both
