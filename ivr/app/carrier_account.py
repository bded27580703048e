"""The account at the carrier that the settings name, for what is asked over REST."""

from typing import TYPE_CHECKING

from ivr.errors import SettingsRefused
from ivr.settings import Settings
from ivr.translation import said

if TYPE_CHECKING:
    import requests

    from ivr.carrier.rest.account import TwilioAccount


def carrier_account(settings: Settings, session: "requests.Session | None" = None) -> "TwilioAccount":
    """The account; `session` carries its requests. Raises SettingsRefused where there is none, as in a demo."""
    from ivr.carrier.rest.account import TwilioAccount  # its HTTP client is 4 MB that most workers never need

    if settings.whence.get("IVR_TWILIO_AUTH_TOKEN", "").startswith("made for the demo"):
        raise SettingsRefused(
            said("the carrier cannot be asked: set IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN, from its console")
        )
    return TwilioAccount(
        settings.twilio_account_sid, settings.auth_tokens, root=settings.twilio_rest_url, session=session
    )
