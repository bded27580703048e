"""One call: what was heard and done, its numbers, its replay, and who may see it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.app.telephone import line_into
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.calls.reading import call_entries
from ivr.storage.outbox.outbox import Dispatch, put_in
from ivr.storage.people.audit import AuditFilters, list_audit


def _walk(client, sid):
    """What the replay of a call does, as its page's link leads to it."""
    edition, call = re.search(
        r'href="/phone/\?edition=([0-9a-f]{64})#call=([^"&]+)"', client.get(f"/desk/calls/{sid}").text
    ).groups()
    assert call == sid
    walk = {"edition": [edition]}
    for name, value in client.get(f"/desk/calls/{call}/walk").json:
        walk.setdefault(name, []).append(value)
    return walk


def _keyed(desk, script):
    """A call that does what the script says."""
    line = line_into(desk.app.wsgi_app, desk.installation.settings)
    telephone = Telephone(line, new_call("+85222200101", hong_kong("+85255501234")), {})
    telephone.ring()
    for act in parse_script(script):
        perform(telephone, act)
    telephone.hang_up()
    return telephone.state.call_sid


def test_what_was_sent_to_the_caller_stands_there_with_its_number_masked(desk, as_supervisor):
    sid, now = desk.calls["answered"], desk.clock.now()
    answer = Dispatch("k", "sms", "+85291234567", "an answer", {"text": "Bring it."}, now, now + timedelta(days=1), sid)
    assert put_in(desk.installation.database, answer)
    page = as_supervisor.get(f"/desk/calls/{sid}").text
    assert re.search(r"<dt>text message</dt>\s*<dd>.*\+852 9123 ••••.*waiting", page)
    assert "91234567" not in page
    shown = as_supervisor.post(f"/desk/calls/{sid}/numbers").text
    assert "<bdi>+85291234567</bdi>" in shown
    assert "text message" not in as_supervisor.get(f"/desk/calls/{desk.calls['officer']}").text


def test_the_exact_words_are_there_in_their_language(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['officer']}").text
    assert '<span lang="cmn-Hans-CN">' in page
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert '<span lang="en-GB">' in page
    assert "presses 12345674" in page
    assert "looked in applications: found" in page


def test_places_and_officers_have_the_words_of_their_department(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['message']}").text
    assert "<bdi>key 0 leads to the licensing counter</bdi>" in page
    assert re.search(r'class="wrong-fact">.*<bdi>the licensing counter: attempt 1 unanswered', page)
    assert "licensing_counter" not in page
    chinese = desk.client("supervisor@transport.example")
    chinese.post("/desk/language", {"language": "zh_Hant_HK"})
    assert "牌照組櫃位" in chinese.get(f"/desk/calls/{desk.calls['message']}").text


def test_each_time_officers_were_rung_is_told_with_its_seconds(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['message']}").text
    rung = re.findall(r"attempt (\d): <strong>(\w+)</strong>\s*<br><time[^>]*>[^<]*</time>\s*· rang (\d+) s", page)
    assert [(attempt, came_of) for attempt, came_of, _ in rung] == [("1", "unanswered"), ("2", "busy")]
    talked = as_supervisor.get(f"/desk/calls/{desk.calls['officer']}").text
    assert re.search(r"<strong>answered</strong>\s*<br><time[^>]*>[^<]*</time>\s*· rang \d+ s · talked \d+ s", talked)


def test_a_step_leads_to_its_place_in_the_tree_of_the_calls_own_edition(desk, as_supervisor):
    edition = desk.installation.shelf.current().hash
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    place = f"/desk/menus/tree/transport?edition={edition}#transport_s_application__status"
    assert f'<a href="{place}"><bdi>the status of an application</bdi></a>' in page
    assert 'id="transport_s_application__status"' in as_supervisor.get(place.partition("#")[0]).text


def test_what_failed_stands_out(desk, as_supervisor):
    keyed = _keyed(desk, "3,1,12345670,12,12345674")
    page = as_supervisor.get(f"/desk/calls/{keyed}").text
    failed = re.findall(r'wrong-fact">.*?Failed: </span><bdi>([^<]+)', page)
    assert "entry refused: its check digit is wrong, so a digit was mistyped" in failed
    assert "entry refused: too many or too few keys" in failed
    pressed = as_supervisor.get(f"/desk/calls/{_keyed(desk, '3,8')}").text
    assert "presses 8" in pressed
    assert "8 is not an option here (failure 1)" in re.findall(r'wrong-fact">.*?</span><bdi>([^<]+)', pressed)


def test_a_call_on_an_edition_that_is_gone_is_told_all_the_same(desk, as_supervisor):
    for entry in call_entries(desk.installation.database, desk.calls["gave up"]):
        desk.installation.journal.load(replace(entry, call_sid="CAold", edition="e" * 64))
    page = as_supervisor.get("/desk/calls/CAold").text
    assert "no longer kept" in page
    assert "/phone/" not in page
    assert "presses 2" in page


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
    assert "presses 91230998" in shown
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
    walk = _walk(as_supervisor, desk.calls["complaint"])
    assert walk["edition"] == [desk.installation.shelf.current().hash]
    assert walk["hotline"] == ["+85222200101"]
    assert walk["at"] == ["2026-11-23T10:01"]
    assert walk["act"] == ["tap:1", "tap:4", "tap:1", "record:45", "hangup"]


@pytest.mark.parametrize("apart", [0, -1], ids=["one moment", "clocks that differ"])
def test_steps_and_replay_keep_their_order_whatever_the_clocks_say(desk, as_supervisor, apart):
    kept = call_entries(desk.installation.database, _keyed(desk, "3,2,9,1"))
    for number, entry in enumerate(kept):
        moment = kept[0].at + timedelta(seconds=apart * number)
        desk.installation.journal.load(replace(entry, call_sid="CAquick", at=moment))
    page = as_supervisor.get("/desk/calls/CAquick").text
    did = re.findall(r'class="did"><bdi>([^<]+)', page)
    assert did[:5] == ["the call comes in", "presses 3", "presses 2", "presses 9", "presses 1"]
    assert did[5].startswith("the carrier reports the end")
    assert len(did) == 6
    assert _walk(as_supervisor, "CAquick")["act"] == ["tap:3", "tap:2", "tap:9", "tap:1", "hangup"]
    assert re.findall(r"after (-?\d+) s</span>", page) == ["0"] * 5


def test_the_replay_hangs_up_where_the_caller_did(desk, as_supervisor):
    assert _walk(as_supervisor, desk.calls["gave up"])["act"] == ["tap:2", "hangup"]


def test_the_replay_stops_at_a_secret_and_says_so(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert _walk(as_supervisor, desk.calls["answered"])["act"] == [
        "tap:3",
        "tap:1",
        *(f"tap:{key}" for key in "12345674"),
        "tap:1",
    ]
    assert "The replay stops where the caller keyed a secret" in page


def test_the_replay_holds_no_number_of_the_caller(desk, as_supervisor):
    walk = _walk(as_supervisor, desk.calls["message"])
    assert walk["act"] == [
        "tap:3", "tap:0", "officer:unanswered", "officer:busy", "record:15", "tap:3", "tap:2",
        *(f"tap:{key}" for key in "51234567#"), "tap:1",
    ]  # fmt: skip


def test_a_replay_ends_as_the_call_did(desk, browse):
    sent = f"/desk/calls/{desk.calls['complaint']}"
    page = browse(sent, "supervisor@transport.example")
    page.get_by_role("link", name="Replay on the test telephone").click()
    page.locator("body[data-waits=ended]").wait_for()
    page.locator("#log li.done").nth(4).wait_for()
    assert page.locator("#log .fault").count() == 0


def test_what_a_caller_keyed_is_in_no_address(desk, as_supervisor):
    page = as_supervisor.get(f"/desk/calls/{desk.calls['answered']}").text
    assert "presses 12345674" in page
    for address in re.findall(r'(?:href|src|action)="([^"]*)"', page):
        assert "12345674" not in address
        assert "tap" not in address


def test_the_replay_is_for_those_who_practise_and_its_walk_for_those_who_see_the_call(
    desk, as_viewer, as_other, as_stranger
):
    address = f"/desk/calls/{desk.calls['complaint']}"
    assert "/phone/" not in as_viewer.get(address).text
    assert as_viewer.get(f"{address}/walk").status_code == 200
    assert as_other.get(f"{address}/walk").status_code == 404
    assert "/desk/sign-in" in as_stranger.get(f"{address}/walk").location


def test_a_replay_without_signing_in_says_what_to_do(desk, browse):
    page = browse(f"/phone/#call={desk.calls['complaint']}")
    page.locator("#said").get_by_text("Sign in at the desk, then open the link again.").wait_for()


def test_hostile_words_are_shown_and_do_nothing(desk, browse):
    page = browse(f"/desk/calls/{desk.calls['hostile']}", "supervisor@transport.example")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    assert page.get_by_text('says “=HYPERLINK("http://x.example")<script>alert(1)</script>”').count() == 1
    assert page.locator("main script").count() == 0
