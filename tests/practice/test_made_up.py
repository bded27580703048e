"""A made-up year has known truth: what is counted of it is what SQL by hand and the calls themselves say."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from ivr.authoring.checking.loading import load_site
from ivr.engine.edition import Edition
from ivr.engine.events import CaseOpened, RatingAnswered, RatingOffered
from ivr.engine.pledges import Measure, Pledge, Pledges, TimeAllowed
from ivr.journal.entry import Entry
from ivr.practice.made_up import MADE_UP, made_up_calls
from ivr.reports.pledges import PledgeResult, department_results
from ivr.storage.cases.history import Key
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.figures.summing import sum_up
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.many import load_many

ZONE = ZoneInfo("Asia/Hong_Kong")
FIRST, DAYS, NOW = date(2026, 3, 1), 45, datetime(2026, 12, 1, tzinfo=UTC)
SECONDS = {
    "sqlite": "CAST(round((julianday({1}) - julianday({0})) * 86400) AS INTEGER)",
    "postgresql": "round(extract(epoch FROM {1} - {0}))",
}
TALKED = {
    "sqlite": 'CAST(substr(ended.events, instr(ended.events, \'"outcome":"answered"\') + 31) AS INTEGER)',
    "postgresql": 'CAST(substring(ended.events from \'"outcome":"answered","seconds":([0-9]+)\') AS integer)',
}
ANSWERED = """
SELECT count(*) FROM journal began JOIN journal ended ON ended.call_sid = began.call_sid AND ended.turn = began.turn + 1
WHERE began.events LIKE '%"TransferStarted"%"booking_office"%' AND ended.events LIKE '%"outcome":"answered"%'
AND {waited} - {talked} <= 15
"""
ASKED = """
SELECT count(DISTINCT call_sid) FROM journal
WHERE events LIKE '%"TransferStarted"%"booking_office"%' OR events LIKE '%"booking_office"%"outcome":"closed"%'
"""
CLOSED = """SELECT count(*) FROM journal WHERE events LIKE '%"booking_office"%"outcome":"closed"%'"""


def pledge(name: str, measure: Measure, within: TimeAllowed | None = None, **more: object) -> Pledge:
    return Pledge(name, {"en": "."}, measure, Decimal(50), "Unit", within=within, **more)  # type: ignore[arg-type]


TEN_LINES = (
    pledge("answered", "answered", TimeAllowed(15, "seconds"), leaves_out=("outside office hours",)),
    pledge("given_up", "given up"),
    pledge("on_the_line", "solved on the line"),
    pledge("language", "language chosen", TimeAllowed(12, "seconds")),
    pledge("first_words", "first words", TimeAllowed(45, "seconds")),
    pledge("acknowledged", "acknowledged", TimeAllowed(5, "working days")),
    pledge("assigned", "assigned", TimeAllowed(3, "hours")),
    pledge("reply", "replied", TimeAllowed(10, "working days"), cases=("complaint",)),
    pledge("reply_to_requests", "replied", TimeAllowed(5, "working days"), cases=("request",)),
    pledge("satisfied", "satisfied", rating="opinion", question="easy", answers=("4", "5")),
)
"""In shape what Hong Kong's 1823 publishes: calls, what came of them, cases by their clocks, and satisfaction."""


@pytest.fixture(scope="module")
def promising() -> Edition:
    edition = load_site(Path(__file__).parents[2])
    leisure = replace(edition.departments["leisure"], pledges=Pledges(years={2026: TEN_LINES}))
    return replace(edition, departments={"leisure": leisure})


@pytest.fixture(scope="module")
def entries(promising: Edition) -> list[Entry]:
    return [*made_up_calls(promising, FIRST, DAYS, 7, 30)]


def results(database: Database, edition: Edition, entries: Iterable[Entry]) -> dict[str, PledgeResult]:
    """What became of each line, of calls loaded and summed up."""
    journal = DatabaseJournal(database)
    load_many(database, entries)
    while not journal.projector.catch_up():
        pass
    sum_up(database, ZONE)
    return {each.pledge.name: each for each in department_results(database, edition, "leisure", 2026, NOW)}


def test_the_same_seed_makes_the_same_calls_and_all_are_told_as_made_up(
    promising: Edition, entries: list[Entry]
) -> None:
    assert [*made_up_calls(promising, FIRST, DAYS, 7, 30)] == entries
    assert [*made_up_calls(promising, FIRST, DAYS, 8, 30)] != entries
    assert all(each.caller.startswith(MADE_UP) and each.call_sid.startswith("MADE-UP-") for each in entries)


def test_figures_are_those_of_sql_by_hand(database: Database, promising: Edition, entries: list[Entry]) -> None:
    found = results(database, promising, entries)["answered"].rate
    waited = SECONDS[database.kind].format("began.at", "ended.at")
    with database.reading() as connection:
        answered = connection.scalar(text(ANSWERED.format(waited=waited, talked=TALKED[database.kind])))
        asked, closed = (connection.scalar(text(each)) for each in (ASKED, CLOSED))
    assert answered
    assert closed
    assert (found.hits, found.counted, found.excluded) == (
        answered,
        asked - closed,
        (("outside office hours", closed),),
    )
    load_many(database, entries)  # and nothing is added twice
    assert results(database, promising, ())["answered"].rate == found


def test_ten_lines_in_the_shape_that_a_hotline_publishes(
    database: Database, promising: Edition, entries: list[Entry]
) -> None:
    results(database, promising, entries)
    opened = [(each, event) for each in entries for event in each.events if isinstance(event, CaseOpened)]
    mine = [each for each, event in opened if event.node.startswith("leisure/")]
    for number, each in enumerate(mine):
        work = CaseWork(database, lambda at=each.at: at)  # type: ignore[misc]
        key = Key(each.call_sid, each.turn or 0)
        work.assign(key, 0, "mei", "chan")
        if number % 2:
            work.reply(key, 1, "chan", "done", "letter")
    found = results(database, promising, ())
    assert len(found) == len(TEN_LINES)
    assert [name for name, each in found.items() if each.rate.value is None] == []
    assert (found["assigned"].rate.hits, found["assigned"].rate.counted) == (len(mine), len(mine))
    assert found["acknowledged"].rate.hits == len(mine) // 2
    events = [event for each in entries for event in each.events]
    rated = [each for each in events if isinstance(each, RatingAnswered)]
    rated = [each for each in rated if (each.node, each.question) == ("leisure/opinion", "easy")]
    offered = sum(isinstance(each, RatingOffered) and each.node == "leisure/opinion" for each in events)
    satisfied = found["satisfied"]
    assert satisfied.rate.hits == sum(event.answer in ("4", "5") for event in rated)
    assert (satisfied.rate.counted, satisfied.looked_at) == (len(rated), offered)
    low, high = satisfied.interval or (1, 0)
    assert low < (satisfied.rate.value or 0) < high
