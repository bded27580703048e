"""The office is told of a pledge that slips while there is still time, once for each of its times."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.alerts.words import Telling, link_of
from ivr.authoring.checking.loading import load_site
from ivr.engine.alerts import Alert
from ivr.engine.edition import Edition
from ivr.jobs.watching import FEW_TO_JUDGE_BY, Watching
from ivr.storage.alerts.occasions import Occasion
from ivr.storage.database.transactions import Database
from ivr.storage.figures.pledge_results import KeptResult, keep_results
from ivr.translation import in_language

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(scope="module")
def edition() -> Edition:
    boss = Alert("boss", ("boss@example.org",), (), ("pledges",), "yue")
    return replace(load_site(Path(__file__).parents[2]), alerts={"boss": boss})


def kept(hits: int, counted: int, days: tuple[date, date] = NOVEMBER) -> KeptResult:
    return KeptResult("transport", 2026, "answered_soon", *days, hits, counted, (), True, NOW)


def found(database: Database, edition: Edition, *results: KeptResult) -> Iterator[Occasion]:
    keep_results(database, results)
    return Watching(database, lambda: edition, lambda: NOW)._pledges(edition, NOW)


def test_a_pledge_that_slips_is_told_once(database: Database, edition: Edition) -> None:
    (one,) = found(database, edition, kept(10, 40))
    assert (one.about, one.department) == ("pledges", "transport")
    watching = Watching(database, lambda: edition, lambda: NOW)
    assert (watching.look(), watching.look()) == (1, 0)


@pytest.mark.parametrize(
    "result",
    [
        kept(30, 40),
        kept(0, FEW_TO_JUDGE_BY - 1),
        kept(0, 0),
        kept(10, 40, (date(2026, 10, 1), date(2026, 10, 31))),
    ],
    ids=["on course", "too few to judge by", "nothing measured", "over"],
)
def test_others_are_not_told(database: Database, edition: Edition, result: KeptResult) -> None:
    assert [*found(database, edition, result)] == []


def test_it_says_how_it_stands_and_leads_to_the_report(database: Database, edition: Edition) -> None:
    (one,) = found(database, edition, kept(10, 40))
    told = Telling(edition, "en", ZoneInfo("Asia/Hong_Kong")).sentence(one)
    assert told == (
        "The pledge answered_soon of Transport Services is slipping: 25.0 % so far (10 of 40), promised are 75 % by "
        "2026-11-30."
    )
    assert "未達目標" in in_language(told, "zh_Hant_HK")
    assert link_of(one) == "/desk/reports?since=2026-11-01&until=2026-11-30&department=transport"
