"""What went wrong with a request to the carrier, in an operator's words, and whether it may have been done.

The carrier's own words are left out: they repeat telephone numbers. Its codes stand in its "Error and Warning
Dictionary".
"""

from collections.abc import Mapping

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

from ivr.carrier.carriers import TWILIO, Carrier
from ivr.errors import CarrierAway, CarrierFault, CarrierRefused, CarrierUnclear
from ivr.translation import Sentence, said

_NOT_A_NUMBER = said("The number to be reached is none that can be.")
_NOT_OURS = said("The number it is to come from is not one of this account that may do that.")
_TRIAL = said("A trial account reaches only numbers that are verified in its console.")
_COUNTRY = said(
    "The account may not reach that country. Allow it in the console, under the geographic permissions of {what}."
)
_WHY: Mapping[int, Sentence] = {
    20404: said("The carrier has nothing of that name; was it released or deleted?"),
    21210: _NOT_OURS,
    21211: _NOT_A_NUMBER,
    21212: _NOT_OURS,
    21214: _NOT_A_NUMBER,
    21215: said(_COUNTRY, what="Voice"),
    21216: said(_COUNTRY, what="Voice"),
    21217: _NOT_A_NUMBER,
    21219: _TRIAL,
    21408: said(_COUNTRY, what="Messaging"),
    21606: _NOT_OURS,
    21608: _TRIAL,
    21610: said("Whoever has that number asked for no more messages from this one."),
    21612: said("Messages from this number do not reach that one."),
    21614: said("That number takes no messages; it is no mobile telephone."),
    21617: said("The message is longer than the carrier takes (1,600 characters)."),
}


def bad_credentials(carrier: Carrier) -> Sentence:
    """That the carrier does not take the account and its token, and where to compare them."""
    return said(
        "The carrier does not know this account and token (401). Compare {account} and {token} with its console: "
        "{place}.",
        account=carrier.account_setting,
        token=carrier.token_setting,
        place=carrier.console.keys,
    )


def fault_of(status: int, code: int, wait: int, carrier: Carrier = TWILIO) -> CarrierFault:
    """The fault that an answer tells which is no success: by its HTTP status and the carrier's own code, 0 for none.

    `wait` is how many seconds the carrier wants to be left alone, 0 where it does not say.
    """
    if status == 401:
        return CarrierRefused(bad_credentials(carrier), code)
    if status == 429:
        return CarrierAway(said("The carrier takes no more requests just now (429). Try again in a minute."), wait)
    if status >= 500:
        return CarrierUnclear(
            said(
                "The carrier has a fault of its own ({status}). Try again later; its status page tells more.",
                status=status,
            )
        )
    if code in _WHY:
        return CarrierRefused(said("{why} (The carrier's error {code}.)", why=_WHY[code], code=code), code)
    if code:
        page = carrier.console.errors.format(code=code)
        return CarrierRefused(
            said("The carrier refuses that with its error {code}: {page}", code=code, page=page), code
        )
    return CarrierRefused(said("The carrier refuses that ({status}).", status=status))


def fault_of_silence(error: requests.RequestException) -> CarrierFault:
    """The fault behind a request to which no answer came. What could not be sent was not done."""
    reason = error.args[0] if error.args else None
    cause = reason.reason if isinstance(reason, MaxRetryError) else reason
    if isinstance(cause, NameResolutionError):
        return CarrierAway(said("The carrier's host is not found. Does this machine reach a name server?"))
    if isinstance(error, requests.exceptions.SSLError):
        return CarrierAway(
            said("The carrier's certificate is not taken. Are the clock and the certificates of this machine right?")
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return CarrierAway(said("The proxy in HTTPS_PROXY does not let this machine reach the carrier."))
    if isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError | ConnectTimeoutError):
        return CarrierAway(said("The carrier cannot be reached. May this machine call other hosts on port 443?"))
    return CarrierUnclear(NO_ANSWER)


NO_ANSWER = said("The carrier was asked and did not answer.")
UNREADABLE = said("The carrier's answer cannot be read.")
MAYBE_DONE = said("{what} It may have done it all the same.")
