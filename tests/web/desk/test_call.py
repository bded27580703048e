"""One call: what was heard and done, its numbers, its replay, and who may see it."""

import html
import re
from urllib.parse import parse_qs

import pytest

from ivr.storage.audit import AuditFilters, list_audit


def _walk(page):
    found = re.search(r'href="/phone/#([^"]+)"', page)
    return parse_qs(html.unescape(found[1])) if found else {}


def test_the_exact_words_are_there_in_their_language(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['officer']}").text
    assert '<span lang="cmn-Hans-CN">' in page
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert '<span lang="en-GB">' in page
    assert "presses 12345674" in page
    assert "looked in transport/applications: found" in page


def test_officers_are_told_with_their_outcome(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['message']}").text
    assert re.search(r'class="wrong-fact"><bdi>licensing_counter: attempt 1 unanswered', page)


def test_the_carriers_own_addresses_are_not_shown(desk, as_supervisor):
    for sid in (desk.calls["message"], desk.calls["complaint"]):
        page = as_supervisor.get(f"/desk/calls/{sid}").text
        assert "api.twilio.com" not in page
        assert f'src="/desk/recordings/{sid}/' in page


def test_what_was_recorded_is_for_supervisors_alone(desk, as_viewer):
    assert "<audio" not in as_viewer.get(f"/desk/calls/{desk.calls['complaint']}").text


def test_the_case_made_of_it_is_there(desk, as_supervisor):
    assert "<dt>Case</dt>" in as_supervisor.get(f"/desk/calls/{desk.calls['complaint']}").text


def test_a_secret_is_never_there(desk, as_supervisor, as_other):
    assert "01011980" not in as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert "0417" not in re.sub(r"csrf_token.*", "", as_other.get(f"/desk/calls/{desk.calls['balance']}").text)


def test_numbers_are_masked_until_a_supervisor_asks_and_that_is_audited(desk, as_supervisor):
    address = f"/desk/calls/{desk.calls['message']}"
    page = as_supervisor.get(address).text
    assert "55501234" not in page
    assert "presses ••••" in page
    assert list_audit(desk.installation.database, AuditFilters(action="saw a number")) == ()
    shown = as_supervisor.post(f"{address}/numbers").text
    assert "+85255501234" in shown
    assert "presses 22200998" in shown
    (line,) = list_audit(desk.installation.database, AuditFilters(action="saw a number"))
    assert (line.who, line.subject, line.department) == (
        "supervisor@transport.example", desk.calls["message"], "transport",
    )  # fmt: skip


def test_nobody_else_sees_it(desk, as_other, as_viewer, as_stranger):
    address = f"/desk/calls/{desk.calls['message']}"
    assert as_other.get(address).status_code == 404
    assert as_other.post(f"{address}/numbers").status_code == 404
    assert as_viewer.get(address).status_code == 200
    assert as_viewer.post(f"{address}/numbers").status_code == 403
    assert "/desk/sign-in" in as_stranger.get(address).location
    assert as_other.get("/desk/calls/CA").status_code == 404


def test_without_the_forms_token_no_number_is_shown(desk, as_supervisor):
    answer = as_supervisor.flask.post(f"/desk/calls/{desk.calls['message']}/numbers")
    assert answer.status_code == 400
    assert "55501234" not in answer.text


def test_the_replay_has_the_same_keys_at_the_same_time(desk, as_supervisor):
    walk = _walk(as_supervisor.get(f"/desk/calls/{desk.calls['complaint']}").text)
    assert walk["hotline"] == ["+85222200101"]
    assert walk["at"] == ["2026-11-23T10:01"]
    assert walk["act"] == ["tap:1", "tap:4", "tap:1", "tap:1", "record:45", "hangup"]


def test_the_replay_hangs_up_where_the_caller_did(desk, as_supervisor):
    assert _walk(as_supervisor.get(f"/desk/calls/{desk.calls['gave up']}").text)["act"] == ["tap:2", "hangup"]


def test_the_replay_stops_at_a_secret_and_says_so(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert _walk(page)["act"] == ["tap:3", "tap:1", *(f"tap:{key}" for key in "12345674"), "tap:1"]
    assert "The replay stops where the caller keyed a secret" in page


def test_the_replay_holds_no_number_of_the_caller(desk, as_supervisor):
    walk = _walk(as_supervisor.get(f"/desk/calls/{desk.calls['message']}").text)
    assert walk["act"] == [
        "tap:3", "tap:0", "officer:unanswered", "officer:busy", "tap:2",
        *(f"tap:{key}" for key in "22200998#"), "record:15",
    ]  # fmt: skip


def test_a_replay_ends_as_the_call_did(desk, browse):
    sent = f"/desk/calls/{desk.calls['complaint']}"
    page = browse(sent, "supervisor@transport.example")
    page.get_by_role("link", name="Replay on the test telephone").click()
    page.locator("body[data-waits=ended]").wait_for()
    page.locator("#log li.done").nth(5).wait_for()
    assert page.locator("#log .fault").count() == 0


def test_hostile_words_are_shown_and_do_nothing(desk, browse):
    page = browse(f"/desk/calls/{desk.calls['hostile']}", "supervisor@transport.example")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    assert page.get_by_text('says “=HYPERLINK("http://x.example")<script>alert(1)</script>”').count() == 1
    assert page.locator("main script").count() == 0
