"""What a report's figures come to, whatever was counted: sums are sums, and rates show what they leave out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.journal.outcome import ENDINGS, OUTCOMES
from ivr.reports.officers import officer_answers_of
from ivr.reports.volume import volume_of
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.figures.reading import CallCounts
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.calls import CallTables
from ivr.web.desk.reports.spans import (
    MOST_DAYS,
    DaySpan,
    month_before,
    months_earlier,
    this_month,
    week_before,
    year_before,
)
from ivr.web.desk.reports.table import STEPS, Figure, step_of

OCTOBER = DaySpan(date(2026, 10, 1), date(2026, 10, 31))
NOTHING = dict.fromkeys(("since", "until", "hotline", "department", "within"), "")
days = st.dates(date(2000, 2, 1), date(2100, 1, 1))
kinds = st.tuples(
    st.sampled_from(["transport", "water", "gone"]),
    st.sampled_from(["", "yue", "cmn", "en", "of old"]),
    st.sampled_from(OUTCOMES),
    st.sampled_from(ENDINGS),
    st.integers(0, 31 * 24 - 1),
)


def counts_of(calls, officers=()):
    """The counts of calls, each of a kind and begun in an hour of October; and of officers rung."""
    began, counted = datetime(2026, 9, 30, 16, tzinfo=UTC), Counter()
    hours = Counter()
    for *kind, hour in calls:
        counted[(*kind, "calls")] += 1
        hours[began + timedelta(hours=hour), "calls"] += 1
    return CallCounts(hours, counted, Counter(), Counter(officers), True)


def numbers(table, column):
    return [row[column].value for row in table.rows]


def test_every_table_of_calls_adds_up_to_all_calls(desk):
    @given(st.lists(kinds, max_size=40))
    def whatever_was_counted(calls):
        volume = volume_of(counts_of(calls), HONG_KONG)
        made = CallTables(
            AskedReport(NOTHING, HONG_KONG, date(2026, 11, 23), OCTOBER, "/desk/calls", listed={}),
            volume,
            volume,
            {},
            {},
        )
        tables = [table for section in made.sections() for table in section.tables]
        for table in tables:
            if table.summed:
                *parts, together = numbers(table, 1)
                assert sum(parts) == together == len(calls), table.name
        assert "hotlines" in {table.name for table in tables if table.summed}
        assert {row[3].value for table in tables if table.name == "summary" for row in table.rows} <= {0, None}

    with desk.app.test_request_context("/desk/reports"):
        whatever_was_counted()


@given(st.lists(kinds, max_size=40))
def test_rates_of_calls_count_each_call_once_or_leave_it_out(calls):
    found = volume_of(counts_of(calls), HONG_KONG).rates
    for rate in found:
        assert rate.counted + sum(count for _, count in rate.excluded) == len(calls)
        assert rate.hits <= rate.counted
        assert rate.value == (rate.hits / rate.counted if rate.counted else None)
        assert (rate.strict or 0) <= (rate.value or 0)
    assert sum(rate.hits for rate in found) <= found[0].counted


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["counter", "crew"]),
            st.sampled_from(["answered", "closed", "busy", "gave up"]),
            st.integers(0, 99),
        )
    )
)
def test_officers_together_are_the_sum_of_each(asked):
    together, *each = officer_answers_of(counts_of([], asked))
    assert together.asked == sum(one.asked for one in each) == len(asked)
    for name in ("in_time", "reached"):
        assert getattr(together, name).hits == sum(getattr(one, name).hits for one in each)
        assert getattr(together, name).counted == sum(getattr(one, name).counted for one in each)


@given(days, st.integers(0, 1000))
def test_the_parts_of_a_span_are_all_its_days_once(first, more):
    span = DaySpan(first, first + timedelta(days=more))
    parts = list(span.parts())
    assert [day for part in parts for day in part.all_days()] == list(span.all_days())
    assert len(parts) <= MOST_DAYS
    before = span.before()
    assert before.last + timedelta(days=1) == span.first
    assert before.days == span.days or span.first.day == before.first.day == 1


@given(days)
def test_the_usual_spans_end_by_today(today):
    for span in (month_before(today), this_month(today), week_before(today), year_before(today)):
        assert span.first <= span.last <= today
    assert (year_before(today).last + timedelta(days=1)).day == 1
    assert months_earlier(months_earlier(today, 5), -5) == today.replace(day=1)


def test_whole_months_are_compared_with_whole_months():
    assert OCTOBER.before() == DaySpan(date(2026, 9, 1), date(2026, 9, 30))
    assert DaySpan(date(2026, 1, 1), date(2026, 2, 28)).before() == DaySpan(date(2025, 11, 1), date(2025, 12, 31))
    assert DaySpan(date(2026, 10, 1), date(2026, 10, 30)).before() == DaySpan(date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(None), "–"),
        (Figure(1234), "1,234"),
        (Figure(0.05), "0.1"),
        (Figure(-3, signed=True), "−3"),
        (Figure(3.0, signed=True), "+3.0"),
        (Figure(0, signed=True), "0"),
        (Figure("transport/main"), "transport/main"),
    ],
)
def test_figures_are_told_alike(figure, shown):
    assert figure.shown == shown


def test_the_darkest_cell_is_the_largest_and_an_empty_one_is_none():
    assert [step_of(value, 10) for value in (None, 0, 0.1, 5, 10)] == [0, 0, 1, 3, STEPS]
    assert step_of(0, 0) == 0
