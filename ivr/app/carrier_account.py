"""The account at the carrier that the settings name, for what is asked over REST."""

from typing import TYPE_CHECKING

from ivr.carrier.carriers import CARRIERS
from ivr.errors import SettingsRefused
from ivr.settings import Settings
from ivr.translation import said

if TYPE_CHECKING:
    import requests

    from ivr.carrier.rest.account import TwilioAccount


def carrier_account(settings: Settings, session: "requests.Session | None" = None) -> "TwilioAccount":
    """The account; `session` carries its requests. Raises SettingsRefused where there is none, as in a demo."""
    from ivr.carrier.rest.account import TwilioAccount  # its HTTP client is 4 MB that most workers never need

    account, carrier = settings.account, CARRIERS[settings.carrier]
    if account.made_up:
        raise SettingsRefused(
            said(
                "the carrier cannot be asked: set {account} and {token}, from its console",
                account=carrier.account_setting,
                token=carrier.token_setting,
            )
        )
    return TwilioAccount(account.sid, account.tokens, account.rest_url, session, carrier)
