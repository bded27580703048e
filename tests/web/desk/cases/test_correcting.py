"""Correcting what a case or message holds of its caller, at the desk: with a reason, masked, by supervisors alone."""

import pytest

from ivr.storage.cases.listing import cases_of_call
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.people.audit import AuditFilters, list_audit

RIGHT = "2822 0111"


def the_message(desk, department="transport"):
    return list_desk_messages(desk.installation.database, MessageFilters(department=department))[0]


def the_case(desk):
    (case,) = cases_of_call(desk.installation.database, desk.calls["complaint"])
    return case


def send(client, room, one, **typed):
    form = {"version": one.version, "field": "call_back", "value": RIGHT, "correct_why": "asked by letter", **typed}
    return client.post(f"/desk/{room}/{one.call_sid}/{one.turn}/correct", form)


@pytest.mark.parametrize(("room", "found"), [("messages", the_message), ("cases", the_case)])
def test_the_number_to_ring_back_is_corrected_and_what_stood_there_is_told_masked(desk, as_supervisor, room, found):
    one = found(desk)
    assert send(as_supervisor, room, one).status_code == 302
    assert found(desk).call_back == "+85228220111"
    page = f"/desk/{room}/{one.call_sid}/{one.turn}"
    told = as_supervisor.get(page).text
    assert "+852 2822 ••••" in told
    assert "asked by letter" in told
    assert "28220111" not in told
    assert "28220111" in as_supervisor.post(f"{page}/number").text
    action = f"worked on a {room[:-1]}"
    (line,) = list_audit(desk.installation.database, AuditFilters(action=action))
    assert line.details == {"deed": "correct"}


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"field": "kind"}, "field"),
        ({"field": ""}, "field"),
        ({"value": "12"}, "value"),
        ({"value": "<b>"}, "value"),
        ({"correct_why": " "}, "correct_why"),
    ],
)
@pytest.mark.parametrize(("room", "found"), [("messages", the_message), ("cases", the_case)])
def test_what_makes_no_sense_changes_nothing(desk, as_supervisor, room, found, typed, where):
    one = found(desk)
    answer = send(as_supervisor, room, one, **typed)
    assert answer.status_code == 422
    assert f'href="#{where}"' in answer.text
    assert found(desk) == one


@pytest.mark.parametrize(("room", "found"), [("messages", the_message), ("cases", the_case)])
def test_it_is_not_for_others_nor_for_who_is_late(desk, as_supervisor, as_other, as_viewer, room, found):
    one = found(desk)
    assert send(as_other, room, one).status_code == 404
    assert send(as_viewer, room, one).status_code in (403, 404)
    assert send(as_supervisor, room, one, version=7).status_code == 409
    assert found(desk) == one
