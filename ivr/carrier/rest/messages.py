"""Text messages (SMS): sent, and looked for where nobody knows whether one was."""

from datetime import datetime

from ivr.carrier.rest.account import Answer, Fields, TwilioAccount, text_of
from ivr.carrier.rest.made import made_since, sid_of


def send_message(
    account: TwilioAccount, sender: str, to: str, text: str, *, seconds: int = 0, status_url: str = ""
) -> str:
    """Send `text` from the account's number `sender` to the number `to`, both in E.164; the carrier's SID of it.

    It is dropped when it cannot be handed on within so many seconds; without them, as many as the carrier takes. What
    becomes of it is told to `status_url`, if that is given. Raises CarrierFault; after CarrierUnclear ask
    `message_sent` before sending again, for the carrier takes no idempotency key.
    """
    most = account.carrier.rest.message_seconds
    fields: Fields = {"To": to, "From": sender, "Body": text, "ValidityPeriod": min(seconds or most, most)}
    if status_url:
        fields = {**fields, "StatusCallback": status_url}
    return sid_of(account.carrier, account.post("/Messages", fields), "SM", "MM")


def message_sent(account: TwilioAccount, sender: str, to: str, text: str, since: datetime) -> str:
    """The SID of a message with these words that the carrier has taken from us since then; empty where it has none.

    The carrier's lists lag behind: what it took a moment ago may be missing. Raises CarrierFault.
    """
    listed = account.listed("/Messages", "messages", {"To": to, "From": sender})
    found = (each for each in made_since(listed, since) if _is_the_one(each, sender, to, text))
    return next((text_of(each, "sid") for each in found), "")


def _is_the_one(message: Answer, sender: str, to: str, text: str) -> bool:
    """Whether it is ours between these numbers; not every carrier lists those alone that are asked for."""
    between = {text_of(message, "from"), text_of(message, "to")} <= {sender, to}
    return between and text_of(message, "body") == text and text_of(message, "direction").startswith("outbound")
