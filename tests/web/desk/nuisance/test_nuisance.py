"""Nuisance calls at the desk: decided from a call's page, seen and lifted by supervisors of the department alone."""

import pytest
from web.desk.conftest import ring

from ivr.engine.events import LimitTold
from ivr.storage.calls.reading import call_entries
from ivr.storage.people.audit import AuditFilters, list_audit

CALLER = "+85255501234"


def form(desk, call="officer"):
    return f"/desk/calls/{desk.calls[call]}/limit"


def decide(client, desk, call="officer", **typed):
    return client.post(form(desk, call), {"reason": "threatened an officer", "days": "30", **typed})


def audited(desk):
    actions = ("limited a number", "lifted a limit")
    found = list_audit(desk.installation.database, AuditFilters())
    return [(line.action, line.subject, line.department) for line in found if line.action in actions]


def told(desk, sid):
    entries = call_entries(desk.installation.database, sid)
    return [event for entry in entries for event in entry.events if isinstance(event, LimitTold)]


def test_a_supervisor_decides_it_from_a_call_and_lifts_it(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['officer']}").text
    assert form(desk) in page
    assert "threatened" not in as_supervisor.get(form(desk)).text
    answer = decide(as_supervisor, desk)
    assert (answer.status_code, answer.location) == (302, "/desk/nuisance")
    listed = as_supervisor.get("/desk/nuisance").text
    assert "threatened an officer" in listed
    assert "2026-12-23" in listed
    (standing,) = desk.installation.nuisance.book.standing()
    assert CALLER not in listed
    sid = ring(desk.app, desk.installation, "+85222200101", "3,0,hangup", CALLER)
    assert told(desk, sid)
    assert not told(desk, ring(desk.app, desk.installation, "+85222200102", "3,0,officer:answers", CALLER))
    assert not told(desk, ring(desk.app, desk.installation, "+85222200101", "3,0,officer:answers", "+85255509999"))
    as_supervisor.post(f"/desk/nuisance/{standing.id}/lift")
    assert not told(desk, ring(desk.app, desk.installation, "+85222200101", "3,0,officer:answers", CALLER))
    call = desk.calls["officer"]
    assert audited(desk) == [("lifted a limit", call, "transport"), ("limited a number", call, "transport")]
    assert "lifted by" in as_supervisor.get("/desk/nuisance").text


@pytest.mark.parametrize(
    "typed", [{"reason": " "}, {"reason": "x" * 501}, {"days": "31"}, {"days": ""}, {"days": "9" * 400}]
)
def test_without_a_reason_and_an_end_nothing_is_decided(desk, as_supervisor, typed):
    answer = decide(as_supervisor, desk, **typed)
    assert answer.status_code == 422
    assert desk.installation.nuisance.book.history() == ()
    assert audited(desk) == []


def test_twice_is_told(desk, as_supervisor):
    decide(as_supervisor, desk)
    assert "already" in decide(as_supervisor, desk).text
    assert len(desk.installation.nuisance.book.history()) == 1


def test_what_was_typed_is_shown_as_it_was_typed(desk, as_supervisor):
    decide(as_supervisor, desk, reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in as_supervisor.get("/desk/nuisance").text


def test_a_withheld_number_is_told_to_be_none_that_can_be_limited(desk, as_supervisor):
    sid = ring(desk.app, desk.installation, "+85222200101", "3,hangup", "anonymous")
    assert "withheld" in as_supervisor.get(f"/desk/calls/{sid}/limit").text
    assert as_supervisor.post(f"/desk/calls/{sid}/limit", {"reason": "x", "days": "7"}).status_code == 422


def test_it_is_nobody_elses(desk, as_supervisor, as_other, as_viewer, as_editor, as_stranger):
    for client, status in ((as_other, 404), (as_viewer, 403), (as_editor, 403), (as_stranger, 302)):
        assert client.get(form(desk)).status_code == status
        assert decide(client, desk).status_code == status
    assert desk.installation.nuisance.book.history() == ()
    decide(as_supervisor, desk)
    (standing,) = desk.installation.nuisance.book.standing()
    assert "threatened" not in as_other.get("/desk/nuisance").text
    assert as_other.post(f"/desk/nuisance/{standing.id}/lift").status_code == 404
    assert as_viewer.post(f"/desk/nuisance/{standing.id}/lift").status_code == 403
    assert desk.installation.nuisance.book.standing() == (standing,)
    assert form(desk) not in as_viewer.get(f"/desk/calls/{desk.calls['officer']}").text
