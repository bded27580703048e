"""Alerts that people choose for themselves: what they may be told of, when, and never more than they may see."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from small_hotline import edition_of

from ivr.engine.alerts import ABOUT, OF_THE_SYSTEM, Alert
from ivr.storage.people.accounts import Account, read_grants
from ivr.storage.people.own_alerts import as_kept, choices_of, may_be_told, own_alerts, with_own_alerts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MENU = "main: {kind: menu, choices: {1: {label: {en: one}, answer: {en: One.}}}}"
OFFICE = edition_of(MENU)
WONG = "wong@example.gov.hk"


def account(roles, choices=None, **more):
    kept = as_kept(choices or {})
    whole = Account(7, WONG, "Wong", read_grants(roles), "", "", False, "", 0, "zh_Hans_CN", kept, 0, None, NOW, None)
    return replace(whole, **more)


def test_each_way_is_an_alert_in_the_readers_language_and_departments():
    chosen = {"complaints": "now", "messages": "now", "overdue": "at 09:00", "due": "in office"}
    found = tuple(own_alerts(account("supervisor:water viewer:transport", chosen), OFFICE))
    mine = ("transport", "water")
    assert found == (
        Alert("#7 now", (WONG,), (), ("messages", "complaints"), "cmn", mine),
        Alert("#7 in office", (WONG,), (), ("due",), "cmn", mine, "office"),
        Alert("#7 at 09:00", (WONG,), (), ("overdue",), "cmn", mine, "", time(9)),
    )


def test_who_sees_all_departments_is_told_of_all():
    (alert,) = own_alerts(account("viewer", {"report": "now"}), OFFICE)
    assert alert.departments == ()
    assert alert.concerns("report", "")


@pytest.mark.parametrize("roles", ["supervisor", "administrator:water", "viewer:water"])
def test_what_is_the_systems_is_for_administrators_of_all(roles):
    told = set(may_be_told(account(roles), OFFICE))
    assert told.isdisjoint(OF_THE_SYSTEM)
    assert tuple(own_alerts(account(roles, {"webhooks": "now"}), OFFICE)) == ()


def test_administrators_and_editors_are_told_of_their_own():
    assert set(may_be_told(account("administrator"), OFFICE)) == set(ABOUT) - {"editions"}
    assert "editions" in may_be_told(account("editor:water"), OFFICE)


def test_what_the_site_tells_them_already_is_not_told_twice():
    told = replace(OFFICE, alerts={"duty": Alert("duty", ("Wong@example.gov.hk",), (), ("complaints",), "en")})
    assert "complaints" not in may_be_told(account("viewer"), told)
    assert tuple(own_alerts(account("viewer", {"complaints": "now"}), told)) == ()
    assert set(with_own_alerts(told, [account("viewer", {"messages": "now"})]).alerts) == {"duty", "#7 now"}


@pytest.mark.parametrize(
    "more",
    [{"disabled_at": NOW}, {"email": "wong"}, {"grants": frozenset()}, {"alerts": "no JSON"}, {"alerts": "[1]"}],
)
def test_who_may_not_or_cannot_be_told_is_not(more):
    assert tuple(own_alerts(account("viewer", {"messages": "now"}, **more), OFFICE)) == ()


def test_a_way_that_is_no_more_is_told_nobody():
    assert tuple(own_alerts(account("viewer", {"messages": "in nowhere"}), OFFICE)) == ()
    assert choices_of(account("viewer", {"messages": "in nowhere"})) == {"messages": "in nowhere"}
    assert with_own_alerts(OFFICE, [account("viewer")]) is OFFICE


def test_the_name_of_an_alert_fits_into_its_column():
    hours = next(iter(OFFICE.calendars.values()))
    long = replace(OFFICE, calendars={"hours_of_the_counter_in_the_northern_building": hours})
    chosen = {"messages": "in hours_of_the_counter_in_the_northern_building"}
    (alert,) = own_alerts(account("viewer", chosen), long)
    assert len(alert.name) <= 40
    assert alert.when == "hours_of_the_counter_in_the_northern_building"
