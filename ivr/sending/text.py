"""Sends text messages (SMS) over the carrier's REST interface, which cannot tell a second one from the first."""

from collections.abc import Callable

from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.messages import message_sent, send_message
from ivr.errors import CarrierFault, SendingFailed
from ivr.sending.at_the_carrier import carrier_faults_told, see_that_it_may_reach
from ivr.sending.sender import Errand
from ivr.settings.destinations import Destinations

NO_NUMBER = "no text message can be sent: set IVR_SMS_FROM"


class TextSender:
    """Text messages from `sender`, a number of ours at the carrier (E.164); `account` opens its account.

    What becomes of them the carrier tells to `status_url`, if that is given.
    """

    tells_repeats = False

    def __init__(
        self, account: Callable[[], TwilioAccount], sender: str, allowed: Destinations, status_url: str = ""
    ) -> None:
        self._account = account
        self._status_url = status_url
        self._sender = sender
        self._allowed = allowed

    def send(self, errand: Errand) -> str:
        """Send its `text`; the carrier's name for the message.

        Raises SendingFailed and SendingRefused, and SendingUnclear where it may have been sent. At another attempt the
        carrier is asked first whether it has it.
        """
        see_that_it_may_reach(errand.destination, self._allowed)
        if not self._sender:
            raise SendingFailed(NO_NUMBER)
        text = str(errand.content["text"])
        with carrier_faults_told():
            account = self._account()
            return self._sent(account, errand, text) or send_message(
                account, self._sender, errand.destination, text, status_url=self._status_url
            )

    def _sent(self, account: TwilioAccount, errand: Errand, text: str) -> str:
        """The name of the message where an attempt before brought it to the carrier; empty where none did."""
        if errand.number == 1:
            return ""
        try:
            return message_sent(account, self._sender, errand.destination, text, errand.made_at)
        except CarrierFault as why:  # nothing was sent now; and without an answer nothing is
            raise SendingFailed(str(why)) from None
