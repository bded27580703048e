"""Answering a case from the desk: sent once, known to have gone only when it went, told where it did not."""

import re
from datetime import timedelta

import pytest
from pydantic import SecretStr
from web.desk.cases import ME, complaint, page_of, send, set_up

from ivr.settings import ACCOUNT_FIELDS
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.replies import note_replies, replies_of
from ivr.storage.cases.work import CaseWork
from ivr.storage.outbox.outbox import Attempt, Claiming, Outcome, claim, settle
from ivr.storage.people.audit import AuditFilters, list_audit

WORDS = "The sign was put right <on> 3 December."
HERS = "+85255501234"


def answered(desk, way, result="sent", answer="SM1"):
    """The outbox sends what is due by a way, with that result, and it is noted."""
    database, now = desk.installation.database, desk.clock.now()
    attempt = claim(database, Claiming(way, False, 9, now - timedelta(hours=1)), now)
    assert isinstance(attempt, Attempt)
    settle(database, attempt, Outcome(result, answer), now)
    note_replies(database, now)
    return attempt.dispatch


def history(desk):
    return [deed.what for deed in CaseWork(desk.installation.database).history(complaint(desk).key)]


@pytest.fixture
def ready(desk):
    set_up(desk)
    return desk


def test_a_text_message_goes_once_and_only_then_has_the_caller_a_reply(ready, as_supervisor):
    case = complaint(ready)
    assert send(as_supervisor, case, "send", words=WORDS, way="sms").status_code == 302
    assert complaint(ready).replied_at is None
    page = as_supervisor.get(page_of(case)).text
    assert "on its way" in page
    assert HERS not in page
    sent = answered(ready, "sms")
    assert (sent.destination, sent.call_sid) == (case.call_back, case.call_sid)
    assert sent.content["text"].startswith("運輸")
    assert WORDS in sent.content["text"]
    assert case.reference in sent.content["text"]
    assert "2220 0101" in sent.content["text"]
    assert complaint(ready).replied_at is not None
    assert history(ready) == ["sent a reply", "replied"]
    assert note_replies(ready.installation.database, ready.clock.now()) == 0
    page = as_supervisor.get(page_of(case)).text
    assert "it went" in page
    assert page.count("The sign was put right &lt;on&gt;") == 1
    line = list_audit(ready.installation.database, AuditFilters())[0]
    assert (line.who, line.action, line.details) == (ME, "worked on a case", {"deed": "send"})


def test_a_mail_goes_to_the_address_that_was_written(ready, as_supervisor):
    case = complaint(ready)
    send(as_supervisor, case, "send", words=WORDS, way="email", address="caller@example.org")
    sent = answered(ready, "email")
    assert sent.destination == "caller@example.org"
    assert case.reference in sent.content["subject"]
    assert sent.content["text"].startswith(WORDS)
    page = as_supervisor.get(page_of(case)).text
    assert "c••••@example.org" in page
    assert "caller@example.org" not in page


def test_the_page_that_was_open_while_a_reply_went_is_no_conflict(ready, as_supervisor):
    send(as_supervisor, complaint(ready), "send", words=WORDS, way="sms")
    seen = complaint(ready)
    answered(ready, "sms")
    assert complaint(ready).version == seen.version + 1
    assert send(as_supervisor, seen, "note", note="all well").status_code == 302
    assert send(as_supervisor, seen, "note", note="once more").status_code == 409


def test_of_two_who_answer_at_once_one_does_and_the_other_reads_it(ready, as_supervisor):
    case = complaint(ready)
    assert send(as_supervisor, case, "send", words="one", way="sms").status_code == 302
    answer = send(ready.client("all@site.example"), case, "send", words="two", way="sms")
    assert answer.status_code == 409
    assert "sent a reply" in answer.text
    assert history(ready) == ["sent a reply"]


@pytest.mark.parametrize(("result", "told"), [("refused", "it could not be sent"), ("unclear", "unsure whether")])
def test_what_did_not_go_is_told_and_sent_again(ready, as_supervisor, as_other, result, told):
    case = complaint(ready)
    send(as_supervisor, case, "send", words=WORDS, way="sms")
    first = answered(ready, "sms", result, "no such number")
    assert complaint(ready).replied_at is None
    page = as_supervisor.get(page_of(case)).text
    assert told in page
    assert "no such number" in page
    words = f"A reply to the case {case.reference} did not go."
    assert words in as_supervisor.get("/desk/").text
    assert words not in as_other.get("/desk/").text
    sent = re.search(r'name="sent" value="([0-9]+)"', page)[1]
    assert send(as_supervisor, complaint(ready), "send-again", sent=sent).status_code == 302
    assert send(as_supervisor, complaint(ready), "send-again", sent=sent).status_code == 422
    assert answered(ready, "sms").key == first.key
    assert complaint(ready).replied_at is not None
    assert words not in as_supervisor.get("/desk/").text


def test_what_did_not_go_is_no_trouble_once_the_caller_was_told_otherwise(ready, as_supervisor):
    send(as_supervisor, complaint(ready), "send", words=WORDS, way="sms")
    answered(ready, "sms", "refused", "no such number")
    send(as_supervisor, complaint(ready), "reply", reply="rang her", by="telephone")
    assert "did not go" not in as_supervisor.get("/desk/").text
    assert "Send it again" not in as_supervisor.get(page_of(complaint(ready))).text


REFUSED = [
    ({"way": "sms"}, {"words": ""}, "Write something here."),
    ({"way": "fax"}, {}, "Choose how it is sent."),
    ({"way": "sms"}, {"words": "x" * 601}, "at most 600 characters; this has 601"),
    ({"way": "email"}, {"address": "nobody"}, "Write a mail address"),
    ({"way": "email", "address": "a@elsewhere.example"}, {}, "IVR_SEND_TO"),
    ({"way": "email", "address": "a@example.org\nBcc: b@example.org"}, {}, "Write a mail address"),
]


@pytest.mark.parametrize(("given", "more", "why"), REFUSED)
def test_what_cannot_be_sent_is_said_at_its_field_and_the_words_stay(ready, as_supervisor, given, more, why):
    form = {"words": WORDS, **given, **more}
    answer = send(as_supervisor, complaint(ready), "send", **form)
    assert answer.status_code == 422
    assert why in answer.text
    assert history(ready) == []


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"send_to": ("+1",)}, "That number may not be rung or written to from here"),
        ({"sms_from": "", "mode": "production"}, "Your operator has not set up text messages."),
    ],
)
def test_a_way_that_is_not_open_says_why_and_is_not_offered(desk, as_supervisor, settings, why):
    set_up(desk, **settings)
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert why in page
    assert '<option value="sms"' not in page
    assert send(as_supervisor, complaint(desk), "send", words=WORDS, way="sms").status_code == 422


@pytest.mark.parametrize("carrier", ["signalwire", "somleng"])
def test_with_another_carrier_the_same_ways_are_open(desk, as_supervisor, carrier):
    fields = ACCOUNT_FIELDS[carrier]
    account = {fields.account: "b3877c40-da60-4998-90ad-b792e98472af", fields.tokens: (SecretStr("a token"),)}
    set_up(desk, carrier=carrier, twilio_account_sid="", **account)
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert '<option value="sms"' in page
    assert "Your operator has not set up" not in page
    assert send(as_supervisor, complaint(desk), "ring", telephone="2824 6111").status_code == 302


def test_where_nothing_is_set_up_the_forms_say_so(desk, as_supervisor):
    set_up(desk, smtp_url=SecretStr(""), sms_from="", twilio_account_sid="", mode="production")
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert "Your operator has not set up mail." in page
    assert "Your operator has not set up calls from here." in page
    assert 'name="words"' not in page


def test_a_demo_shows_text_messages_and_so_can_be_tried(desk, as_supervisor):
    assert send(as_supervisor, complaint(desk), "send", words=WORDS, way="sms").status_code == 302


def test_ringing_rings_the_officer_first_and_remembers_the_telephone(ready, as_supervisor):
    case = complaint(ready)
    assert send(as_supervisor, case, "ring", telephone="2824 6111").status_code == 302
    page = as_supervisor.get(page_of(case)).text
    assert "rang the caller from here" in page
    assert 'value="2824 6111"' in page
    rung = answered(ready, "call")
    assert (rung.destination, rung.content["from"]) == ("+85228246111", "+85222200101")
    assert rung.until - rung.made_at == timedelta(minutes=2)
    assert case.call_back not in str(rung.content)
    assert complaint(ready).replied_at is None


@pytest.mark.parametrize("telephone", ["", "999", "900 12345678", "+4420", "+44 20 7946 0958", "rm -rf"])
def test_no_telephone_is_rung_that_may_not_be(ready, as_supervisor, telephone):
    assert send(as_supervisor, complaint(ready), "ring", telephone=telephone).status_code == 422
    assert history(ready) == []


def test_a_case_that_is_closed_can_still_have_its_reply_sent_again(ready, as_supervisor):
    send(as_supervisor, complaint(ready), "send", words=WORDS, way="sms")
    answered(ready, "sms", "refused", "no such number")
    send(as_supervisor, complaint(ready), "settle", outcome="x", cause="y", remedy="z")
    send(as_supervisor, complaint(ready), "close", why="done")
    assert send(as_supervisor, complaint(ready), "send-again", sent="1").status_code == 302
    assert send(as_supervisor, complaint(ready), "send", words=WORDS, way="sms").status_code == 422


def test_the_case_in_a_terminal_says_whether_it_went(ready, as_supervisor):
    send(as_supervisor, complaint(ready), "send", words=WORDS, way="sms")
    assert replies_of(ready.installation.database, complaint(ready).key)[1].state == "waiting"
    answered(ready, "sms")
    assert replies_of(ready.installation.database, complaint(ready).key)[1].state == "sent"
    assert cases_of_call(ready.installation.database, complaint(ready).call_sid)[0].acknowledged_at is not None
