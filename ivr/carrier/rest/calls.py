"""Calls that we make: started, and looked for where nobody knows whether one was."""

from datetime import datetime

from ivr.carrier.rest.account import Answer, Fields, TwilioAccount, text_of
from ivr.carrier.rest.made import made_since, sid_of

MOST_DOCUMENT = 4000  # characters of a document that is sent along (error 32018)
LEAST_RINGING, MOST_RINGING = 5, 600  # seconds


def start_call(
    account: TwilioAccount,
    sender: str,
    to: str,
    *,
    document: str = "",
    url: str = "",
    seconds: int = 30,
    status_url: str = "",
) -> str:
    """Ring `to` from the account's number `sender`, both in E.164, for so many seconds; the carrier's SID of the call.

    Whoever answers hears `document` (TwiML, at most 4,000 characters, every address in it with its host) or what the
    carrier is answered at `url`: one of the two is given. The end is told to `status_url`, if that is given. Raises
    ValueError, and CarrierFault; after CarrierUnclear ask `call_started` before ringing again, for the carrier takes
    no idempotency key.
    """
    if bool(document) == bool(url):
        raise ValueError("a call is given either a document or the address of one")
    if len(document) > MOST_DOCUMENT:
        raise ValueError(f"a document has {len(document)} characters, and at most {MOST_DOCUMENT} can be sent along")
    fields: Fields = {"To": to, "From": sender, "Timeout": min(max(LEAST_RINGING, seconds), MOST_RINGING)}
    fields = {**fields, **({"Twiml": document} if document else {"Url": url, "Method": "POST"})}
    if status_url:
        fields = {**fields, "StatusCallback": status_url, "StatusCallbackMethod": "POST"}
    return sid_of(account.carrier, account.post("/Calls", fields), "CA")


def call_started(account: TwilioAccount, sender: str, to: str, since: datetime) -> str:
    """The SID of a call between these numbers that the carrier has made for us since then; empty where it has none.

    The carrier's lists lag behind: what it began a moment ago may be missing. Raises CarrierFault.
    """
    listed = account.listed("/Calls", "calls", {"To": to, "From": sender})
    return next((text_of(each, "sid") for each in made_since(listed, since) if _is_ours(each, sender, to)), "")


def _is_ours(call: Answer, sender: str, to: str) -> bool:
    """Whether we made the call between these numbers; not every carrier lists those alone that are asked for."""
    between = {text_of(call, "from"), text_of(call, "to")} <= {sender, to}
    return between and text_of(call, "direction") == "outbound-api"
