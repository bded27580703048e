"""Text messages over a stand-in of the carrier: sent once, and never a second time where nobody knows."""

from datetime import UTC, datetime, timedelta

import pytest
from stand_in_carrier import ACCOUNT, LOST, NOTHING, TOKEN, StandInCarrier

from ivr.carrier.rest.account import TwilioAccount
from ivr.errors import SendingFailed, SendingRefused, SendingUnclear, SettingsRefused
from ivr.sending.sender import Errand
from ivr.sending.text import TextSender
from ivr.settings.destinations import Destinations

LINE, OFFICER = "+85222200101", "+85262345678"


@pytest.fixture
def carrier():
    return StandInCarrier()


@pytest.fixture
def sender(carrier):
    account = TwilioAccount(ACCOUNT, [TOKEN], session=carrier.session())
    return TextSender(lambda: account, LINE, Destinations(("+852",)))


def errand(number=1, to=OFFICER):
    made = datetime.now(UTC) - timedelta(seconds=60)
    return Errand("k" * 40, to, {"text": "渠務收到一宗投訴。"}, made, number)


def test_a_message_is_sent_from_our_number_and_told_by_the_carriers_name_for_it(carrier, sender):
    assert sender.send(errand()) == carrier.things["/Messages"][0]["sid"]
    assert (carrier.asked[0].form["From"], carrier.asked[0].form["To"]) == (LINE, OFFICER)
    assert carrier.invalid == []


def test_the_carrier_is_asked_to_tell_what_becomes_of_it(carrier):
    account = TwilioAccount(ACCOUNT, [TOKEN], session=carrier.session())
    TextSender(lambda: account, LINE, Destinations(("+852",)), "https://ivr.example.org/voice/text").send(errand())
    assert carrier.asked[0].form["StatusCallback"] == "https://ivr.example.org/voice/text"
    assert carrier.invalid == []


def test_after_an_answer_that_was_lost_the_carrier_is_asked_before_anything_is_sent_again(carrier, sender):
    carrier.troubles.append(LOST)
    with pytest.raises(SendingUnclear):
        sender.send(errand())
    assert sender.send(errand(2)) == carrier.things["/Messages"][0]["sid"]
    assert len(carrier.things["/Messages"]) == 1


def test_where_the_carrier_has_none_it_is_sent_again(carrier, sender):
    assert sender.send(errand(2)) == carrier.things["/Messages"][0]["sid"]


def test_nothing_is_sent_again_while_the_carrier_does_not_say_whether_it_has_it(carrier, sender):
    carrier.troubles.append(NOTHING)
    with pytest.raises(SendingFailed):
        sender.send(errand(2))
    assert carrier.things["/Messages"] == []


@pytest.mark.parametrize(("status", "error"), [(429, SendingFailed), (400, SendingRefused)])
def test_what_the_carrier_refuses_or_has_no_time_for(carrier, sender, status, error):
    carrier.troubles.append(status)
    with pytest.raises(error):
        sender.send(errand())


@pytest.mark.parametrize("to", ["+4420794600", "62345678", "+852; DROP", "+852"])
def test_no_message_goes_to_a_number_that_the_operator_did_not_list(sender, carrier, to):
    with pytest.raises(SendingRefused, match="IVR_SEND_TO"):
        sender.send(errand(to=to))
    assert carrier.asked == []


def test_what_is_missing_is_said():
    def none():
        raise SettingsRefused("no account")

    with pytest.raises(SendingFailed, match="set IVR_SMS_FROM"):
        TextSender(none, "", Destinations(("+852",))).send(errand())
    with pytest.raises(SendingFailed, match="no account"):
        TextSender(none, LINE, Destinations(("+852",))).send(errand())
