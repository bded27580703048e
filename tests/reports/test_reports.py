"""Reports: what they count, what they leave out, and the strict figure beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ivr.engine.events import NodeReached
from ivr.reports.enquiries import unanswered
from ivr.reports.month import report
from ivr.reports.nodes import node_uses
from ivr.reports.officers import officer_answers
from ivr.reports.rates import Rate, rate
from ivr.reports.repeats import caller_key, repeats
from ivr.reports.today import today
from ivr.reports.volume import volume, volume_in_short
from ivr.storage.calls.listing import Scope
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import FigureChoice
from ivr.storage.figures.rollups import forget_rollups
from ivr.storage.figures.summing import sum_up
from ivr.telling.one_call import tell_call

MONDAY = date(2026, 11, 23)
DAY = FigureChoice(MONDAY, MONDAY, zone=HONG_KONG)
KEY = b"secret"


@pytest.fixture(params=[False, True], ids=["tail", "summed"])
def ten(request: pytest.FixtureRequest, database: Database, a_day: datetime) -> datetime:
    """The day, its figures still in the journal's tail or summed up."""
    if request.param:
        sum_up(database, HONG_KONG)
    return a_day


def rates(found: tuple[Rate, ...]) -> dict[str, tuple[int, int]]:
    return {each.name: (each.hits, each.counted) for each in found}


def test_a_rate_shows_what_it_counts_and_the_strict_figure() -> None:
    found = rate("in time", 3, 4, [("closed", 2), ("nobody", 0)])
    assert (found.value, found.strict, found.excluded) == (0.75, 0.5, (("closed", 2),))
    assert rate("none", 0, 0).value is None
    assert rate("none", 0, 0, [("all", 2)]).strict == 0


def test_volume_in_short_is_the_same_without_days_and_hours(database: Database, ten: datetime) -> None:
    assert volume_in_short(database, DAY) == replace(volume(database, DAY), days={}, week={})


def test_a_department_is_counted_in_its_own_menus_whichever_hotline_was_rung(database: Database, ten: datetime) -> None:
    elsewhere = FigureChoice(MONDAY, MONDAY, frozenset({"water"}), zone=HONG_KONG)
    own = FigureChoice(MONDAY, MONDAY, None, frozenset({"transport"}), frozenset({"counter"}), zone=HONG_KONG)
    found = report(database, elsewhere, KEY, menus=own)
    assert found.volume.calls == 0
    assert found.nodes == {name: use for name, use in node_uses(database, DAY).items() if name.startswith("transport/")}
    assert found.officers == officer_answers(database, DAY)
    nobody = FigureChoice(MONDAY, MONDAY, officers=frozenset({"another"}), zone=HONG_KONG)
    assert report(database, DAY, KEY, menus=nobody).officers[0].asked == 0


def test_volume_tells_when_in_which_language_and_to_what_end(database: Database, ten: datetime) -> None:
    found = volume(database, DAY)
    assert (found.calls, found.days, found.complete) == (8, {MONDAY: 8}, True)
    assert found.week == {(0, 10): 4, (0, 11): 3, (0, 12): 1}
    assert found.languages == {"yue": 7, "": 1}
    assert found.outcomes == {"nothing": 6, "answered": 1, "officer": 1}
    assert found.seconds == 60
    assert rates(found.rates) == {
        "answered by the system": (1, 6),
        "reached an officer": (1, 6),
        "gave what was asked for": (0, 6),
        "left a message or a case": (0, 6),
        "gave up": (4, 6),
    }
    assert found.rates[0].excluded == (("hung up before choosing a language", 1), ("end not known", 1))
    assert found.rates[0].strict == 1 / 8


def test_nodes_tell_what_callers_do_there(database: Database, ten: datetime) -> None:
    main = node_uses(database, DAY)["transport/main"]
    assert (main.reached, main.pressed, main.asked, main.enquiries) == (7, {"0": 4}, 4, {"found": 1, "none": 1})
    assert (main.gave_up, main.gave_up_rate.value) == (2, 2 / 7)
    assert node_uses(database, DAY)["transport/officer"].gave_up == 2
    assert main.seconds


def test_officers_answers_leave_out_closed_hours_and_say_so(database: Database, ten: datetime) -> None:
    everybody, counter = officer_answers(database, DAY, within=6)
    assert everybody.officers == ""
    assert counter.outcomes == {"answered": 1, "unanswered": 1, "closed": 1, "gave up": 1}
    assert (counter.waits, counter.median, counter.slowest_tenth) == ({7: 1}, 7, 7)
    assert (counter.in_time.hits, counter.in_time.counted, counter.in_time.strict) == (0, 3, 0)
    assert (counter.reached.value, counter.reached.strict) == (1 / 3, 1 / 4)
    assert counter.reached.excluded == (("outside office hours", 1),)
    assert officer_answers(database, DAY, within=7)[0].in_time.hits == 1


def test_questions_without_an_answer_are_listed(database: Database, ten: datetime) -> None:
    (one,) = unanswered(database, DAY)
    assert (one.node, one.asked, one.none, one.unavailable, one.found.value) == ("transport/main", 2, 1, 0, 0.5)


def test_repeats_look_back_over_the_first_day_and_leave_out_withheld_numbers(
    database: Database, ten: datetime, ring: Callable[..., Any]
) -> None:
    found = repeats(database, DAY, KEY)
    assert (found.rate.hits, found.rate.counted, found.rate.excluded) == (3, 7, (("number withheld", 1),))
    assert found.often == ((caller_key("+85290000001", KEY), 3),)
    assert "9000" not in found.often[0][0]
    exactly = ten - timedelta(days=7)
    ring("CB1", exactly, (), caller="+85290000009")
    ring("CB2", ten, (), caller="+85290000009")
    assert repeats(database, DAY, KEY).rate.hits == 4
    ring("CB3", exactly - timedelta(milliseconds=900), (), caller="+85290000008")
    ring("CB4", ten, (), caller="+85290000008")
    ring("CB5", ten - timedelta(days=1), (), caller="+85290000007", hotline="water")
    ring("CB6", ten, (), caller="+85290000007")
    assert repeats(database, DAY, KEY).rate.hits == 4


def test_a_report_holds_what_each_part_says(database: Database, ten: datetime) -> None:
    whole = report(database, DAY, KEY)
    assert whole.volume == volume(database, DAY)
    assert whole.nodes == node_uses(database, DAY)
    assert whole.officers == officer_answers(database, DAY)
    assert whole.unanswered == unanswered(database, DAY)
    assert whole.repeats == repeats(database, DAY, KEY)
    nothing = report(
        database, FigureChoice(MONDAY, MONDAY, frozenset({"water"}), frozenset({"water"}), zone=HONG_KONG), KEY
    )
    assert (nothing.volume.calls, nothing.nodes, nothing.volume.rates[0].value) == (0, {}, None)


def test_today_stands_beside_the_usual_day(database: Database, ten: datetime, ring: Callable[..., Any]) -> None:
    for weeks in range(1, 6):
        ring(f"CW{weeks}", ten - timedelta(weeks=weeks), ())
        ring(f"CX{weeks}", ten - timedelta(weeks=weeks, minutes=-1), ())
    now = (ten + timedelta(hours=2, minutes=30)).astimezone(HONG_KONG)
    found = today(database, now)
    assert (found.calls, found.gave_up, found.hours[10], found.usual[10]) == (8, 5, 4, 2)
    assert (found.usual[11], sum(found.hours.values())) == (0, 8)
    assert (found.outcomes, found.unanswered) == ({"nothing": 6, "answered": 1, "officer": 1}, 5)
    assert (found.on_the_line, today(database, now + timedelta(hours=4)).on_the_line) == (1, 0)


def test_today_is_of_the_calls_that_somebody_may_see(
    database: Database, ten: datetime, ring: Callable[..., Any]
) -> None:
    ring("CL1", ten, (NodeReached("water/main", "menu"),))
    ring("CL2", ten - timedelta(weeks=1), (NodeReached("water/main", "menu"),), hotline="city")
    water = today(database, ten.astimezone(HONG_KONG), Scope(frozenset({"water"}), frozenset({"water"})))
    assert (water.calls, water.hours[10], water.usual[10], water.on_the_line, water.cases_due) == (1, 1, 0, 0, 0)
    both = today(database, ten.astimezone(HONG_KONG), Scope(frozenset({"water"}), frozenset({"transport"})))
    assert (both.calls, both.unanswered) == (9, 6)


def test_one_call_is_told_with_the_time_each_step_took(database: Database, ten: datetime) -> None:
    story = tell_call(database, "CA3")
    assert story
    assert [step.took for step in story.steps] == [None, 10, 10, 7, 30]
    (rung,) = story.transfers
    assert (rung.outcome, rung.rang, rung.talked, rung.attempt) == ("answered", 7, 3, 1)
    hung_up = tell_call(database, "CA7")
    assert hung_up
    assert [(each.outcome, each.rang) for each in hung_up.transfers] == [("gave up", 40)]
    assert tell_call(database, "CA3", Scope(frozenset({"water"}))) is None
    assert tell_call(database, "CA3", Scope(frozenset({"transport"}))) == story
    assert tell_call(database, "CA") is None


@pytest.mark.parametrize(("zone", "day", "hour"), [("Asia/Hong_Kong", 0, 10), ("America/New_York", -1, 21)])
def test_calls_count_on_the_day_and_hour_of_the_sites_own_clock(
    database: Database, ten: datetime, ring: Callable[..., Any], zone: str, day: int, hour: int
) -> None:
    there = ZoneInfo(zone)
    with database.writing() as connection:
        forget_rollups(connection)
    sum_up(database, there)
    on = MONDAY + timedelta(days=day)
    found = volume(database, FigureChoice(on, on, zone=there))
    assert found.week[on.weekday(), hour] == 4
    assert today(database, (ten + timedelta(minutes=30)).astimezone(there)).hours[hour] == 4
