"""The frame of every page: its headers, its navigation, its language."""

from zoneinfo import ZoneInfo

import pytest

from ivr.errors import StorageAway
from ivr.storage.calls.reading import list_calls
from ivr.storage.cases.listing import CaseFilters, list_desk_cases
from ivr.storage.journal.projector import Projector
from ivr.storage.messages.listing import MessageFilters, list_desk_messages


def test_a_stranger_is_led_to_the_sign_in_and_back(as_stranger):
    answer = as_stranger.get("/desk/?hotline=transport")
    assert answer.status_code == 302
    assert answer.location == "/desk/sign-in?next=/desk/?hotline%3Dtransport"


def test_the_navigation_shows_what_the_person_may_open(as_supervisor, as_administrator):
    assert 'aria-current="page">Today' in as_supervisor.get("/desk/").text


@pytest.mark.parametrize("path", ["/desk/", "/desk/help", "/desk/password", "/desk/nothing/here"])
def test_every_page_is_told_to_be_strict(as_supervisor, path):
    headers = as_supervisor.get(path).headers
    assert headers["Content-Security-Policy"].split("; ") == [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_calls_cases_and_messages_of_two_departments_are_on_record(desk):
    database = desk.installation.database
    assert {call.sid for call in list_calls(database)} == set(desk.calls.values())
    assert {case.department for case in list_desk_cases(database, CaseFilters())} == {"transport", "water"}
    assert {message.department for message in list_desk_messages(database, MessageFilters())} == {"transport", "water"}


def test_a_page_tells_as_of_when_it_is_where_something_waits_to_be_brought_in(desk, as_viewer, monkeypatch):
    assert "is being brought in" not in as_viewer.get("/desk/calls").text
    last = max(call.ended_at for call in list_calls(desk.installation.database))

    def refused(_projector):
        raise StorageAway("locked")

    monkeypatch.setattr(Projector, "_project_some", refused)
    desk.installation.switchboard.answer("CA1", "+85222200101", "+85251234567")
    page = as_viewer.get("/desk/calls").text
    told = page.partition("What came in since is being brought in")[0].partition("Calls and cases as of")[2]
    assert last.astimezone(ZoneInfo("Asia/Hong_Kong")).strftime("%Y-%m-%d %H:%M") in told
