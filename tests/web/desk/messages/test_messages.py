"""Messages: seen by those who work for the department, done once, made a case once."""

import re
from datetime import timedelta

import pytest

from ivr.jobs.overlong_waiting import make_cases_of_messages
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.messages.work import MessageWork
from ivr.storage.people.audit import AuditFilters, list_audit

ME = "supervisor@transport.example"
NASTY = "=1<script>alert(1)</script>\u202e\"' onfocus=alert(1)"


def message(desk, department="transport"):
    return list_desk_messages(desk.installation.database, MessageFilters(department=department))[0]


def page_of(one):
    return f"/desk/messages/{one.call_sid}/{one.turn}"


def send(client, one, deed, **fields):
    return client.post(f"{page_of(one)}/{deed}", {"version": one.version, **fields})


def test_each_sees_the_messages_of_their_own_department(desk, as_supervisor, as_other, as_viewer, as_stranger):
    mine, theirs = message(desk), message(desk, "water")
    assert page_of(mine) in as_supervisor.get("/desk/messages").text
    assert page_of(theirs) not in as_supervisor.get("/desk/messages?state=all&department=water").text
    assert page_of(theirs) in as_other.get("/desk/messages").text
    assert as_viewer.get("/desk/messages").status_code == 403
    assert as_stranger.get("/desk/messages").status_code == 302


def test_anothers_message_is_as_if_it_were_not_there(desk, as_other, as_viewer, as_administrator, as_stranger):
    mine = message(desk)
    assert as_other.get(page_of(mine)).status_code == 404
    for deed in ("done", "undo", "case", "number", "eat"):
        answer = send(as_other, mine, deed, kind="complaint")
        assert answer.status_code == 404
        assert send(as_viewer, mine, deed, kind="complaint").status_code == 403
        assert send(as_administrator, mine, deed, kind="complaint").status_code == 403
        assert send(as_stranger, mine, deed, kind="complaint").status_code == 302
    assert message(desk) == mine


def test_a_message_is_done_and_waits_again(desk, as_supervisor):
    assert send(as_supervisor, message(desk), "done", text="rang back").status_code == 302
    assert (message(desk).done_by, message(desk).done_at) == (ME, desk.clock.now())
    assert page_of(message(desk)) not in as_supervisor.get("/desk/messages").text
    assert page_of(message(desk)) in as_supervisor.get("/desk/messages?state=done").text
    assert "rang back" in as_supervisor.get(page_of(message(desk))).text
    assert send(as_supervisor, message(desk), "undo").status_code == 302
    assert page_of(message(desk)) in as_supervisor.get("/desk/messages").text
    found = list_audit(desk.installation.database, AuditFilters(action="worked on a message"))
    assert [line.details["deed"] for line in found] == ["undo", "done"]


def test_a_message_is_made_a_case_once(desk, as_supervisor):
    seen = message(desk)
    answer = send(as_supervisor, seen, "case", kind="request")
    assert answer.location == f"/desk/cases/{seen.call_sid}/{seen.turn}"
    case = cases_of_call(desk.installation.database, seen.call_sid)[0]
    assert (case.kind, case.came_from, case.reference) == ("request", "message", message(desk).became)
    assert "as a message" in as_supervisor.get(answer.location).text
    assert case.reference in as_supervisor.get(page_of(seen)).text
    assert send(as_supervisor, message(desk), "case", kind="request").status_code == 409
    assert len(cases_of_call(desk.installation.database, seen.call_sid)) == 1


def test_a_message_says_when_it_becomes_a_case_by_itself_and_by_what_it_did(desk, as_supervisor, as_other):
    theirs = message(desk, "water")
    for page in ("/desk/messages", page_of(theirs)):
        assert "2026-11-25 23:59" in as_other.get(page).text
    assert "2026-11-25 23:59" not in as_supervisor.get(page_of(message(desk))).text
    references = desk.installation.switchboard.references
    work = MessageWork(desk.installation.database, references.reference_for, desk.clock.now)
    make_cases_of_messages(desk.installation.database, work, desk.clock.now() + timedelta(days=3))
    assert page_of(theirs) not in as_other.get("/desk/messages").text
    assert "By the rule of its menu:" in as_other.get(page_of(theirs)).text
    assert f"/desk/cases/{theirs.call_sid}/{theirs.turn}" in as_other.get("/desk/cases").text


@pytest.mark.parametrize("kind", ["", "parcel", NASTY])
def test_a_case_is_of_a_kind(desk, as_supervisor, kind):
    answer = send(as_supervisor, message(desk), "case", kind=kind)
    assert answer.status_code == 422
    assert 'href="#kind"' in answer.text
    assert cases_of_call(desk.installation.database, message(desk).call_sid) == ()


def test_of_two_who_see_to_it_at_once_the_second_is_told(desk, as_supervisor):
    seen = message(desk)
    assert send(desk.client("all@site.example"), seen, "done", text="rang back").status_code == 302
    answer = send(as_supervisor, seen, "done", text="mine")
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text
    assert re.search(r"<textarea[^>]*>\s*mine</textarea>", answer.text)
    assert message(desk).done_by == "all@site.example"


def test_the_number_to_ring_back_is_shown_to_those_who_ask_and_audited(desk, as_supervisor):
    seen = message(desk)
    assert seen.call_back
    assert seen.call_back not in as_supervisor.get(page_of(seen)).text
    assert seen.call_back not in as_supervisor.get("/desk/messages").text
    assert seen.call_back in as_supervisor.post(f"{page_of(seen)}/number").text
    line = list_audit(desk.installation.database, AuditFilters(action="saw a number"))[0]
    assert (line.who, line.department) == (ME, "transport")


def test_hostile_words_are_words(desk, as_supervisor):
    send(as_supervisor, message(desk), "done", text=NASTY)
    page = as_supervisor.get(page_of(message(desk))).text
    assert "<script>alert" not in page
    assert '" onfocus' not in page
    assert '<bdi class="written">=1&lt;script&gt;' in page


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nothing_bars_anybody_from_messages(desk, as_supervisor, browse, barriers_in_any_light, language):
    send(as_supervisor, message(desk), "done", text=NASTY + "x" * 200)
    for path in ("/desk/messages?state=all", page_of(message(desk))):
        assert barriers_in_any_light(browse(path, ME, language), 1280, 320) == []
