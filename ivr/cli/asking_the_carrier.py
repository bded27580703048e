"""What the commands about the carrier begin with: the account, and the edition whose numbers it has."""

import requests

from ivr.app.carrier_account import carrier_account
from ivr.app.installation import Installation
from ivr.carrier.rest.account import TwilioAccount
from ivr.cli.opening import opened
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing
from ivr.storage.editions.shelf import served_edition
from ivr.translation import said

PUBLISH_FIRST = said("Nothing was published yet, so no number has a hotline. Run: ivr publish")


def asked_with(session: requests.Session | None) -> tuple[Installation, TwilioAccount]:
    """The installation, and its account at the carrier; `session` carries the requests."""
    installation = opened()
    return installation, carrier_account(installation.settings, session)


def served(installation: Installation) -> Edition:
    """The edition whose hotlines are connected. Raises EditionMissing."""
    edition = served_edition(installation.shelf)
    if edition is None:
        raise EditionMissing(PUBLISH_FIRST)
    return edition
