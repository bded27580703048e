"""A case answered by a call: officer and caller joined, signed at each step, told on the case, in no figure."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from stand_in_carrier import ACCOUNT, LOST, NOTHING, TOKEN, StandInCarrier
from web.desk.cases import complaint, page_of, send, set_up

from ivr.app.application import bare_app
from ivr.app.sending import senders_of
from ivr.carrier.rest.account import TwilioAccount
from ivr.jobs.rollups import update_now
from ivr.jobs.sending import Sending
from ivr.phone.signing import sign
from ivr.replies.calls import ReplyTokens
from ivr.sending.call import CallSender
from ivr.settings.destinations import Destinations
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.cases.replies import note_replies, replies_of
from ivr.storage.figures.tables import hotline_hours
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.outbox.listing import list_outbox

OFFICER, HOTLINE = "+85228246111", "+85222200101"
OUTGOING = "CA" + "9" * 32


@pytest.fixture
def carrier():
    """A carrier that must have been asked nothing but what is described."""
    carrier = StandInCarrier()
    yield carrier
    assert carrier.invalid == []


@pytest.fixture
def rung(desk, as_supervisor, carrier):
    """The complaint, of which the officer asked to be put through, with his telephone rung."""
    set_up(desk)
    case = complaint(desk)
    assert send(as_supervisor, case, "ring", telephone="2824 6111").status_code == 302
    assert dial(desk, carrier) == 1
    return case


def dial(desk, carrier):
    """Ring what the outbox holds, at that carrier; how many attempts."""
    installation = desk.installation
    addresses = senders_of(installation.settings)["call"]._addresses
    account = TwilioAccount(ACCOUNT, (TOKEN,), session=carrier.session())
    sender = CallSender(lambda: account, Destinations(("+852",)), addresses)
    sending = Sending(installation.database, {"call": sender}, {"call": 9}, desk.clock.now, lambda: HONG_KONG)
    done = sending.send_due("call")
    note_replies(installation.database, desk.clock.now())
    return done


def ask(desk, url, signed=True, **form):
    """What the carrier is answered at an address that it was given."""
    settings = desk.installation.settings
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}"
    fields = {"CallSid": OUTGOING, "From": HOTLINE, "To": OFFICER, "CallStatus": "in-progress", **form}
    whole = settings.public_url.rstrip("/") + target
    signature = sign(whole, list(fields.items()), settings.auth_tokens[0]) if signed else ""
    return desk.app.test_client().post(target, data=fields, headers={"X-Twilio-Signature": signature})


def found_in(answer, name):
    """An attribute of a document, as it is written."""
    return re.search(f'{name}="([^"]*)"', answer.text)[1].replace("&amp;", "&")


def reply_of(desk):
    """How the call stands on the case."""
    desk.installation.database.catch_up()
    (reply,) = replies_of(desk.installation.database, complaint(desk).key).values()
    return reply


def test_officer_then_caller_and_what_came_of_it_stands_on_the_case(desk, as_supervisor, carrier, rung):
    asked = carrier.asked[-1].form
    assert (asked["To"], asked["From"]) == (OFFICER, HOTLINE)
    assert rung.call_back not in str(asked)
    begun = ask(desk, asked["Url"])
    assert begun.status_code == 200
    assert "press one" in begun.text
    assert rung.call_back not in begun.text
    pressed = ask(desk, found_in(begun, "action"), Digits="1")
    assert f'callerId="{HOTLINE}"' in pressed.text
    assert f">{rung.call_back}</Number>" in pressed.text
    assert OFFICER not in pressed.text
    greeting = ask(desk, found_in(pressed, "url"), CallSid="CA" + "8" * 32)
    assert "運輸" in greeting.text
    assert rung.reference not in greeting.text
    over = ask(desk, found_in(pressed, "action"), DialCallStatus="completed", DialCallDuration="95", DialBridged="true")
    assert over.status_code == 200
    assert ask(desk, asked["StatusCallback"], CallStatus="completed", CallDuration="120").status_code == 200
    assert (reply_of(desk).outcome, reply_of(desk).seconds) == ("answered", 95)
    page = as_supervisor.get(page_of(rung)).text
    assert "the caller answered" in page
    assert "was rung from here, and answered (95 s)" in page
    assert "talked 95 s" in page
    assert complaint(desk).replied_at is None  # nobody knows yet what the caller was told
    told = as_supervisor.get(f"/desk/calls/{rung.call_sid}").text
    assert "a call from the office: the caller answered" in told
    rebuild_projections(desk.installation.database)
    assert reply_of(desk).outcome == "answered"


def test_a_machine_is_no_reply_and_the_words_make_one(desk, as_supervisor, carrier, rung):
    begun = ask(desk, carrier.asked[-1].form["Url"])
    pressed = ask(desk, found_in(begun, "action"), Digits="1")
    ask(desk, found_in(pressed, "action"), DialCallStatus="completed", DialCallDuration="9", DialBridged="true")
    assert reply_of(desk).outcome == "answered"
    assert send(as_supervisor, complaint(desk), "machine", rung="7").status_code == 422
    assert send(as_supervisor, complaint(desk), "machine", rung="1").status_code == 302
    assert reply_of(desk).outcome == "machine"
    page = as_supervisor.get(page_of(rung)).text
    assert "a machine answered" in page
    assert "was rung from here, and answered" not in page
    rebuild_projections(desk.installation.database)
    assert reply_of(desk).outcome == "machine"


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        ("busy", "busy", "busy"),
        ("no-answer", "unanswered", "does not answer"),
        ("failed", "failed", "cannot be reached"),
    ],
)
def test_an_officer_who_is_not_put_through_hears_why(desk, carrier, rung, status, outcome, words):
    begun = ask(desk, carrier.asked[-1].form["Url"])
    pressed = ask(desk, found_in(begun, "action"), Digits="1")
    assert words in ask(desk, found_in(pressed, "action"), DialCallStatus=status).text
    ask(desk, carrier.asked[-1].form["StatusCallback"], CallStatus="completed")
    assert reply_of(desk).outcome == outcome


@pytest.mark.parametrize(
    ("status", "outcome"), [("busy", "officer-busy"), ("no-answer", "officer-silent"), ("completed", "officer-left")]
)
def test_an_officer_who_is_not_there_or_presses_nothing_reaches_nobody(desk, carrier, rung, status, outcome):
    asked = carrier.asked[-1].form
    if status == "completed":
        begun = ask(desk, asked["Url"])
        assert "<Dial" not in ask(desk, found_in(begun, "action"), Digits="2").text
    ask(desk, asked["StatusCallback"], CallStatus=status)
    assert reply_of(desk).outcome == outcome


def test_whatever_order_and_however_often_it_is_told_the_same_comes_of_it(desk, carrier, rung):
    url = carrier.asked[-1].form["Url"]
    begun = ask(desk, url)
    pressed = ask(desk, found_in(begun, "action"), Digits="1")
    ended = carrier.asked[-1].form["StatusCallback"]
    for _ in range(2):
        ask(desk, ended, CallStatus="completed")
        ask(desk, found_in(pressed, "action"), DialCallStatus="completed", DialCallDuration="95", DialBridged="true")
        assert ask(desk, url).data == begun.data
    assert (reply_of(desk).outcome, reply_of(desk).seconds) == ("answered", 95)


def test_nobody_is_put_through_without_the_carriers_signature_or_our_token(desk, carrier, rung):
    url = carrier.asked[-1].form["Url"]
    assert ask(desk, url, signed=False).status_code == 403
    step = url.partition("?call=")[2].partition("&")[2].partition("#")[0]
    for token in ("", "x", "%00", ReplyTokens(["another key of thirty-two letters"]).seal(_token(desk, url))):
        answer = ask(desk, f"https://x/voice/reply?call={token}&{step}".replace("begun", "pressed"), Digits="1")
        assert answer.status_code == 200
        assert "<Dial" not in answer.text
    assert "<Dial" not in ask(desk, url.replace("begun", "nonsense"), Digits="1").text
    assert reply_of(desk).outcome == ""


def _token(desk, url):
    return ReplyTokens(desk.installation.settings.secret_keys).open(re.search("call=([^&]+)", url)[1])


def test_a_request_that_is_sent_again_hours_later_puts_nobody_through(desk, carrier, rung):
    begun = ask(desk, carrier.asked[-1].form["Url"])
    desk.clock.at += timedelta(hours=2)
    assert "<Dial" not in ask(desk, found_in(begun, "action"), Digits="1").text


@pytest.mark.parametrize(
    ("trouble", "told"), [(LOST, "unsure"), (NOTHING, "unsure"), (429, "waiting"), (400, "given up")]
)
def test_what_goes_wrong_at_the_carrier_rings_nobody_twice(desk, as_supervisor, carrier, trouble, told):
    set_up(desk)
    send(as_supervisor, complaint(desk), "ring", telephone="2824 6111")
    carrier.troubles.append(trouble)
    assert dial(desk, carrier) == 1
    assert list_outbox(desk.installation.database)[0].state == told
    assert dial(desk, carrier) == 0
    assert len(carrier.things["/Calls"]) == (trouble == LOST)


def test_the_call_is_in_no_figure_of_calls_that_came_in(desk, carrier, rung):
    database = desk.installation.database
    update_now(database, HONG_KONG)
    with database.reading() as connection:
        before = connection.execute(hotline_hours.select()).all()
    begun = ask(desk, carrier.asked[-1].form["Url"])
    ask(desk, found_in(begun, "action"), Digits="1")
    update_now(database, HONG_KONG)
    with database.reading() as connection:
        assert sorted(connection.execute(hotline_hours.select()).all()) == sorted(before)


def test_after_a_restart_the_call_goes_on(desk, carrier, rung):
    url = carrier.asked[-1].form["Url"]
    begun = ask(desk, url)
    again = replace(desk, app=bare_app(desk.installation))
    assert "<Dial" in ask(again, found_in(begun, "action"), Digits="1").text


def test_calls_made_are_a_list_of_their_own_for_their_department(desk, as_viewer, as_other, carrier, rung):
    begun = ask(desk, carrier.asked[-1].form["Url"])
    pressed = ask(desk, found_in(begun, "action"), Digits="1")
    ask(desk, found_in(pressed, "action"), DialCallStatus="busy")
    page = as_viewer.get("/desk/calls/made").text
    assert rung.reference in page
    assert "busy" in page
    assert rung.call_back not in page
    assert rung.reference not in as_other.get("/desk/calls/made").text
    assert OUTGOING not in as_viewer.get("/desk/calls").text
