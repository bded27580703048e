"""Which settings hold the account at each carrier, and the account that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

CarrierName = Literal["twilio", "signalwire", "somleng"]
MADE_FOR_THE_DEMO = "made for the demo"


class AccountFields(NamedTuple):
    """The fields of one carrier: the account's name, its tokens, the keys it signs with, and where it is asked.

    Those `needed` must be given in production.
    """

    account: str
    tokens: str
    signing_keys: str
    rest_url: str
    needed: tuple[str, ...]


def _all_needed(account: str, tokens: str, signing_keys: str, rest_url: str) -> AccountFields:
    fields = (account, tokens, signing_keys, rest_url)
    return AccountFields(*fields, needed=tuple(dict.fromkeys(fields)))


ACCOUNT_FIELDS: Mapping[CarrierName, AccountFields] = {
    "twilio": AccountFields(
        "twilio_account_sid", "twilio_auth_token", "twilio_auth_token", "twilio_rest_url", needed=("twilio_auth_token",)
    ),
    "signalwire": _all_needed(
        "signalwire_project_id", "signalwire_api_token", "signalwire_signing_key", "signalwire_space_url"
    ),
    "somleng": _all_needed("somleng_account_sid", "somleng_auth_token", "somleng_auth_token", "somleng_url"),
}
"""By carrier, each called as that carrier's own pages call it."""


@dataclass(frozen=True)
class CarrierAccount:
    """The account `sid` at a carrier, whose REST interface is at `rest_url`.

    Of its tokens and of the keys with which it signs there is a second one while they are rotated. One that is
    `made_up`, for a demo, nobody but the test telephone knows.
    """

    carrier: CarrierName
    sid: str
    tokens: tuple[str, ...] = field(repr=False)
    signing_keys: tuple[str, ...] = field(repr=False)
    rest_url: str = ""
    made_up: bool = False
