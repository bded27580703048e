"""How an account stands with the carrier, and whether anybody may fetch what its callers recorded."""

from itertools import islice
from typing import Literal

from ivr.carrier.rest.account import TwilioAccount, text_of
from ivr.carrier.rest.made import sid_of

Guarded = Literal["guarded", "open", "always open", "unknown"]
LOOKED_AT = 20  # recordings, of which one is tried


def account_standing(account: TwilioAccount) -> tuple[str, str]:
    """The status ("active", "suspended", "closed") and the type ("Full", "Trial") of the account; empty for unknown.

    Raises CarrierFault.
    """
    told = account.get("")
    return text_of(told, "status"), text_of(told, "type")


def recordings_guarded(account: TwilioAccount) -> Guarded:
    """Whether a recording is given to nobody without the account's credentials; unknown while there is none to try.

    At some carriers it always is given, and nothing is asked. Else one is asked for as anybody could ask for it, and
    nothing of it is read. Raises CarrierFault.
    """
    if not account.carrier.rest.guards_recordings:
        return "always open"
    listed = islice(account.listed("/Recordings", "recordings", {"PageSize": LOOKED_AT}), LOOKED_AT)
    complete = next((each for each in listed if text_of(each, "status") == "completed"), None)
    if complete is None:
        return "unknown"
    status, _ = account.shown_to_anybody(
        account.address_of(f"/Recordings/{sid_of(account.carrier, complete, 'RE')}"), most=0
    )
    if status in (401, 403):
        return "guarded"
    return "open" if status < 400 else "unknown"
