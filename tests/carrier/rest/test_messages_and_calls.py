"""Sending a message and starting a call: each request as described, and what is told when it goes wrong."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from requests.adapters import BaseAdapter
from stand_in_carrier import ACCOUNT, LOST, NOTHING, TOKEN, StandInCarrier
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, ProtocolError

from ivr.carrier.rest import account as account_module
from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.calls import call_started, start_call
from ivr.carrier.rest.messages import message_sent, send_message
from ivr.errors import CarrierAway, CarrierFault, CarrierRefused, CarrierUnclear, SettingsRefused

LINE, CALLER = "+85222200101", "+85262345678"
DOCUMENT = "<Response><Say>Hello</Say></Response>"
STATUS = "https://ivr.example.org/told"


def since(seconds: int = 60) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def test_a_message_is_sent_as_the_carrier_describes_it(carrier, account):
    sid = send_message(account, LINE, CALLER, "你好", seconds=600, status_url=STATUS)
    assert sid == carrier.things["/Messages"][0]["sid"]
    assert carrier.asked[0].form == {
        "To": CALLER, "From": LINE, "Body": "你好", "ValidityPeriod": "600", "StatusCallback": STATUS,
    }  # fmt: skip


def test_a_call_is_started_with_a_document_or_the_address_of_one(carrier, account):
    first = start_call(account, LINE, CALLER, document=DOCUMENT, seconds=1)
    second = start_call(account, LINE, CALLER, url="https://ivr.example.org/x", status_url=STATUS)
    assert [first, second] == [call["sid"] for call in carrier.things["/Calls"]]
    assert carrier.asked[0].form == {"To": CALLER, "From": LINE, "Timeout": "5", "Twiml": DOCUMENT}
    assert carrier.asked[1].form["Url"] == "https://ivr.example.org/x"
    assert carrier.asked[1].form["StatusCallback"] == STATUS


@pytest.mark.parametrize("given", [{}, {"document": DOCUMENT, "url": STATUS}, {"document": "x" * 4001}])
def test_a_call_that_makes_no_sense_is_not_started(carrier, account, given):
    with pytest.raises(ValueError, match="document"):
        start_call(account, LINE, CALLER, **given)
    assert carrier.asked == []


def test_after_an_answer_that_was_lost_it_can_be_seen_that_it_was_done(carrier, account):
    carrier.troubles.extend([LOST, LOST])
    with pytest.raises(CarrierUnclear):
        send_message(account, LINE, CALLER, "one")
    with pytest.raises(CarrierUnclear):
        start_call(account, LINE, CALLER, document=DOCUMENT)
    assert message_sent(account, LINE, CALLER, "one", since()) == carrier.things["/Messages"][0]["sid"]
    assert call_started(account, LINE, CALLER, since()) == carrier.things["/Calls"][0]["sid"]


def test_what_is_another_message_or_was_sent_before_does_not_count(carrier, account):
    send_message(account, LINE, CALLER, "one")
    assert message_sent(account, LINE, CALLER, "two", since()) == ""
    assert message_sent(account, LINE, "+85262345670", "one", since()) == ""
    assert message_sent(account, LINE, CALLER, "one", datetime.now(UTC) + timedelta(seconds=5)) == ""
    carrier.things["/Messages"][0]["direction"] = "inbound"
    assert message_sent(account, LINE, CALLER, "one", since()) == ""
    assert call_started(account, LINE, CALLER, since()) == ""


def test_a_message_of_the_very_second_asked_about_counts(carrier, account):
    at = datetime(2026, 11, 30, 9, 0, 7, 900_000, UTC)
    send_message(account, LINE, CALLER, "one")
    carrier.things["/Messages"][0]["date_created"] = "Mon, 30 Nov 2026 09:00:07 +0000"
    assert message_sent(account, LINE, CALLER, "one", at)


def test_a_list_is_followed_page_by_page(carrier, account):
    carrier.page = 2
    sids = [send_message(account, LINE, CALLER, f"message {number}") for number in range(5)]
    assert message_sent(account, LINE, CALLER, "message 0", since()) == sids[0]
    assert len([asked for asked in carrier.asked if asked.method == "GET"]) == 3


TOLD = [
    (401, CarrierRefused, "IVR_TWILIO_AUTH_TOKEN"),
    (404, CarrierRefused, "nothing of that name"),
    (429, CarrierAway, "in a minute"),
    (400, CarrierRefused, "400"),
    (301, CarrierRefused, "301"),
    (500, CarrierUnclear, "500"),
    (503, CarrierUnclear, "503"),
    (NOTHING, CarrierUnclear, "did not answer"),
]


@pytest.mark.parametrize(("status", "fault", "words"), TOLD)
def test_what_goes_wrong_is_told_in_an_operators_words_and_nothing_private(carrier, account, status, fault, words):
    carrier.troubles.append(status)
    with pytest.raises(fault, match=words) as told:
        send_message(account, LINE, CALLER, "one")
    for secret in (ACCOUNT, TOKEN, CALLER, LINE, "api.twilio.com"):
        assert secret not in str(told.value)
    assert carrier.things["/Messages"] == []


def test_how_long_the_carrier_wants_to_be_left_alone_is_told(carrier, account):
    carrier.troubles.extend([429, 429])
    carrier.headers["Retry-After"] = "7"
    with pytest.raises(CarrierAway) as told:
        send_message(account, LINE, CALLER, "one")
    assert told.value.seconds == 7
    carrier.headers["Retry-After"] = "Mon, 30 Nov 2026 09:00:07 GMT"
    with pytest.raises(CarrierAway) as told:
        send_message(account, LINE, CALLER, "one")
    assert told.value.seconds == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [(21610, "asked for no more"), (21408, "permissions of Messaging"), (21614, "no mobile"), (30999, "errors/30999")],
)
def test_a_refusal_has_its_reason_and_the_carriers_code(carrier, account, code, words):
    carrier.refusals[CALLER] = code
    with pytest.raises(CarrierRefused, match=words) as told:
        send_message(account, LINE, CALLER, "one")
    assert told.value.code == code
    assert str(code) in str(told.value)
    assert CALLER not in str(told.value)  # which the carrier's own words hold


class Broken(BaseAdapter):
    """Answers nothing but an error, or one body."""

    def __init__(self, error: Exception | None = None, body: bytes = b"") -> None:
        super().__init__()
        self.error, self.body = error, body

    def send(self, request, **_):
        """Fail, or answer with the body."""
        if self.error:
            raise self.error
        carrier = StandInCarrier(pages={request.url: (201, "application/json", self.body)})
        return carrier.session().get_adapter("https://").send(request, timeout=1)

    def close(self):
        """Nothing is open."""


def broken(adapter: Broken) -> TwilioAccount:
    session = requests.Session()
    session.mount("https://", adapter)
    return TwilioAccount(ACCOUNT, (TOKEN,), session=session)


def behind(cause: Exception) -> MaxRetryError:
    return MaxRetryError(None, f"/2010-04-01/Accounts/{ACCOUNT}", cause)


@pytest.mark.parametrize(
    ("error", "fault", "words"),
    [
        (
            requests.ConnectionError(behind(NameResolutionError("api.twilio.com", None, OSError("no")))),
            CarrierAway,
            "name server",
        ),
        (requests.ConnectionError(behind(NewConnectionError(None, "refused"))), CarrierAway, "port 443"),
        (requests.ConnectTimeout(), CarrierAway, "port 443"),
        (requests.exceptions.SSLError(), CarrierAway, "certificate"),
        (requests.exceptions.ProxyError(), CarrierAway, "HTTPS_PROXY"),
        (requests.ConnectionError(ProtocolError("reset")), CarrierUnclear, "did not answer"),
        (requests.ReadTimeout(), CarrierUnclear, "did not answer"),
    ],
)
def test_a_connection_that_fails_says_whether_anything_can_have_been_done(error, fault, words):
    with pytest.raises(fault, match=words) as told:
        send_message(broken(Broken(error)), LINE, CALLER, "one")
    assert ACCOUNT not in str(told.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"{}", b'{"sid": "SM1"}', b'{"sid": 7}'])
def test_an_answer_that_says_nothing_is_no_success(body):
    with pytest.raises(CarrierUnclear, match="cannot be read"):
        send_message(broken(Broken(body=body)), LINE, CALLER, "one")


@pytest.mark.parametrize("body", [b"{}", b'{"messages": {}}', b'{"messages": ["x"]}'])
def test_a_list_that_is_none_is_not_an_empty_one(body):
    with pytest.raises(CarrierUnclear, match="cannot be read"):
        message_sent(broken(Broken(body=body)), LINE, CALLER, "one", since())


def test_a_list_leads_nowhere_but_on_in_itself(carrier, account):
    body = b'{"messages": [], "next_page_uri": "@evil.example/x"}'
    with pytest.raises(CarrierUnclear, match="cannot be read"):
        message_sent(broken(Broken(body=body)), LINE, CALLER, "one", since())


def test_an_answer_that_is_too_large_or_never_ends_is_not_taken(carrier, account, monkeypatch):
    monkeypatch.setattr(account_module, "MOST_BYTES", 8)
    with pytest.raises(CarrierUnclear, match="cannot be read"):
        send_message(account, LINE, CALLER, "one")
    monkeypatch.undo()
    monkeypatch.setattr(account_module, "ALL_SECONDS", -1.0)
    with pytest.raises(CarrierUnclear, match="did not answer"):
        send_message(account, LINE, CALLER, "one")


def test_of_a_question_nobody_is_told_that_it_may_have_been_done(carrier, account):
    for status in (NOTHING, 500):
        carrier.troubles.extend([status, status])
        with pytest.raises(CarrierUnclear, match="may have done"):
            send_message(account, LINE, CALLER, "one")
        with pytest.raises(CarrierUnclear) as told:
            message_sent(account, LINE, CALLER, "one", since())
        assert "may have done" not in str(told.value)


def test_a_carrier_that_takes_its_time_is_not_waited_for_longer_than_that(carrier, monkeypatch):
    monkeypatch.setattr(account_module, "READ_SECONDS", 0.05)
    carrier.delay = 0.3
    with carrier.served() as address, pytest.raises(CarrierUnclear, match="did not answer"):
        send_message(TwilioAccount(ACCOUNT, (TOKEN,), root=address), LINE, CALLER, "one")


def test_while_tokens_are_rotated_both_are_tried_and_it_is_done_once(carrier):
    account = TwilioAccount(ACCOUNT, ("new", TOKEN), session=carrier.session())
    send_message(account, LINE, CALLER, "one")
    assert len(carrier.things["/Messages"]) == 1


@pytest.mark.parametrize("sid", ["", "AC1", "SK" + "1" * 32, f"{ACCOUNT}/../x", f"{ACCOUNT}\n"])
def test_without_an_account_nothing_is_asked(sid):
    with pytest.raises(SettingsRefused, match="IVR_TWILIO_ACCOUNT_SID"):
        TwilioAccount(sid, (TOKEN,))


def test_without_a_token_or_with_one_in_other_letters_the_carrier_knows_nobody(carrier):
    for tokens in ((), ("密碼",)):
        with pytest.raises(CarrierRefused, match="401"):
            send_message(TwilioAccount(ACCOUNT, tokens, session=carrier.session()), LINE, CALLER, "one")


def test_over_a_network_it_is_the_same(carrier):
    with carrier.served() as address:
        account = TwilioAccount(ACCOUNT, (TOKEN,), root=address)
        assert send_message(account, LINE, CALLER, "one") == carrier.things["/Messages"][0]["sid"]
        carrier.troubles.extend([NOTHING, LOST, 429])
        with pytest.raises(CarrierUnclear):
            send_message(account, LINE, CALLER, "two")
        with pytest.raises(CarrierUnclear):
            start_call(account, LINE, CALLER, document=DOCUMENT)
        with pytest.raises(CarrierAway):
            send_message(account, LINE, CALLER, "three")
    assert (len(carrier.things["/Messages"]), len(carrier.things["/Calls"])) == (1, 1)
    with pytest.raises(CarrierFault):
        send_message(account, LINE, CALLER, "nobody listens there any more")
