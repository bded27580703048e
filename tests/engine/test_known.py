"""What is known without asking: of every call, and the days that a department names."""

from datetime import date, datetime, timedelta

import pytest
from small_hotline import HONG_KONG, MONDAY_MORNING, OFFICE, Caller, World

from ivr.engine.heard import Ringing
from ivr.engine.instructions import Say
from ivr.engine.known import LINE_KNOWS, NamedDay

SAYS = "main: {kind: answer, say: {en: '%s'}}"
TODAY = "the twenty-third of November, twenty twenty-six"


def test_a_text_tells_the_day_and_the_time_of_the_call(ring):
    caller = ring(SAYS % "Today is {today}; now it is {now}.")
    now = "Monday the twenty-third of November at ten o'clock in the morning"
    assert caller.words.startswith(f"Today is {TODAY}; now it is {now}.")


def test_the_day_is_that_of_the_site_and_not_of_the_server(ring):
    late = World(at=datetime.fromisoformat("2026-11-22T16:30:00+00:00"))  # half past midnight in Hong Kong
    assert ring(SAYS % "Today is {today}.", late).words.startswith(f"Today is {TODAY}.")


def test_a_text_tells_who_rings_which_line_in_which_language_by_what_people_call_them(ring):
    caller = ring(SAYS % "{hotline}, {called}, in {language}, from {caller}.")
    assert caller.words.startswith(
        "Drainage, two two two zero, zero zero zero one, in English, from five five five zero, one two"
    )


def test_the_callers_own_number_is_for_the_callers_ears_alone(ring):
    caller = ring(SAYS % "You rang {called} from {caller}.")
    (told,) = (each for each in caller.prompts if isinstance(each, Say) and each.private)
    assert [told.text[begin:end] for begin, end in told.private] == ["five five five zero, one two three four"]


def test_a_number_that_is_withheld_is_not_said(ring):
    assert ring(SAYS % "You ring from {caller}.", caller="anonymous").words.startswith("You ring from .")


@pytest.mark.parametrize("name", LINE_KNOWS)
def test_a_field_of_its_own_is_what_callers_gave_whatever_it_is_called(ring, name):
    asks = f"{{kind: ask, say: {{en: Key it in.}}, digits: 3, confirm: no, keep: {name}, then: told}}"
    caller = ring(f"main: {asks}\ntold: {{kind: answer, say: {{en: 'It was {{{name}}}.'}}}}")
    caller.press("123")
    assert caller.words.startswith("It was one two three.")


DAYS = (
    ("next", "monday", "2026-11-30"),
    ("next", "tuesday", "2026-11-24"),
    ("next", "sunday", "2026-11-29"),
    ("last", "monday", "2026-11-16"),
    ("last", "sunday", "2026-11-22"),
    ("last", "tuesday", "2026-11-17"),
    ("in", "10", "2026-12-03"),
    ("ago", "23", "2026-10-31"),
    ("next open day", "office", "2026-11-24"),
    ("last open day", "office", "2026-11-20"),
)


@pytest.mark.parametrize(("counted", "by", "day"), DAYS)
def test_a_named_day_is_counted_from_today_which_it_never_is(counted, by, day):
    found = NamedDay(counted, by).on(MONDAY_MORNING.date(), {"office": OFFICE}.__getitem__)
    assert found == date.fromisoformat(day)


def test_an_open_day_is_after_the_holidays(ring):
    christmas_eve = World(at=datetime(2026, 12, 24, 10, tzinfo=HONG_KONG))
    caller = ring(
        SAYS % "Come on {collect_from}.", christmas_eve, days={"collect_from": NamedDay("next open day", "office")}
    )
    assert caller.words.startswith("Come on the twenty-eighth of December")


def test_a_named_day_decides_a_switch_and_fills_a_look_up(ring, a_table):
    menu = """
    main: {kind: switch, on: week, cases: {2026-11-22: filed}, otherwise: goodbye}
    filed: {kind: enquiry, from: weeks, match: {week: week}, found: {say: {en: "You filed for {week}."}}}
    """
    rows = World(rows={"works/weeks": [{"week": "2026-11-22"}]})
    caller = ring(menu, rows, tables=a_table("weeks", week="date"), days={"week": NamedDay("last", "sunday")})
    assert caller.words.startswith("You filed for the twenty-second of November")


def test_a_call_over_midnight_is_told_the_day_of_each_turn(ring):
    world = World(at=datetime(2026, 11, 23, 23, 59, tzinfo=HONG_KONG))
    caller: Caller = ring(SAYS % "{today}.", world)
    world.at += timedelta(minutes=2)
    assert "twenty-fourth" in caller.hears(Ringing())


def test_a_field_of_its_own_decides_a_switch_too(ring):
    menu = """
    main: {kind: menu, choices: {1: {label: {en: French}, keep: {language: fr}, to: by_language}}}
    by_language: {kind: switch, on: language, cases: {fr: french}, not_given: english, otherwise: english}
    french: {kind: answer, say: {en: We ring you back in French.}}
    english: {kind: answer, say: {en: In English.}}
    """
    caller = ring(menu)
    assert caller.press("1").startswith("We ring you back in French.")
