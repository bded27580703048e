"""The frame of every page: its headers, its navigation, its language."""

import pytest

from ivr.storage.calls.reading import list_calls
from ivr.storage.cases.listing import CaseFilters, list_desk_cases
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
