"""Has an officer rung over the carrier's REST interface, to be joined with a caller; it goes on at the hotline's door.

The carrier cannot tell a second call from the first. What broke off is rung again by nobody: a telephone would ring
that nobody expects to.
"""

from collections.abc import Callable

from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.calls import start_call
from ivr.sending.at_the_carrier import carrier_faults_told, see_that_it_may_reach
from ivr.sending.sender import Errand
from ivr.settings.destinations import Destinations

OFFICER_RINGS = 30  # seconds


class CallSender:
    """Calls to officers. `account` opens the carrier's; `addresses` says where a call goes on, and where it ends."""

    tells_repeats = False

    def __init__(
        self,
        account: Callable[[], TwilioAccount],
        allowed: Destinations,
        addresses: Callable[[Errand], tuple[str, str]],
    ) -> None:
        self._account = account
        self._allowed = allowed
        self._addresses = addresses

    def send(self, errand: Errand) -> str:
        """Ring the officer from the hotline's number (`from`); the carrier's name for the call.

        Raises SendingFailed and SendingRefused, and SendingUnclear where it may ring all the same.
        """
        see_that_it_may_reach(errand.destination, self._allowed)
        url, status_url = self._addresses(errand)
        with carrier_faults_told():
            return start_call(
                self._account(),
                str(errand.content["from"]),
                errand.destination,
                url=url,
                status_url=status_url,
                seconds=OFFICER_RINGS,
            )
