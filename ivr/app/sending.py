"""The ways out of the house, wired: which there are, and what is sent by them."""

from collections.abc import Callable, Mapping
from functools import partial

from ivr.app.carrier_account import carrier_account
from ivr.app.installation import Installation
from ivr.carrier.addresses import Addresses, addresses_under
from ivr.carrier.carriers import CARRIERS
from ivr.engine.edition import Edition
from ivr.jobs.alerting import Alerting
from ivr.jobs.sending import Sending
from ivr.replies.calls import ReplyCalls, ReplyToken, ReplyTokens
from ivr.sending.call import CallSender
from ivr.sending.mail import MailSender
from ivr.sending.sender import Errand, Sender
from ivr.sending.shown_text import ShownTexts
from ivr.sending.text import TextSender
from ivr.sending.webhook import WebhookSender
from ivr.settings import Settings
from ivr.settings.destinations import Destinations
from ivr.storage.people.accounts import list_accounts
from ivr.storage.people.own_alerts import with_own_alerts

SHOWN_IN = "text-messages.txt"
"""The file of a demo's state that has the text messages it would send."""


def senders_of(settings: Settings) -> Mapping[str, Sender]:
    """The senders by way; those that lack a setting say so when they are to send."""
    allowed = Destinations(settings.send_to)
    return {
        "email": mail_of(settings),
        "webhook": WebhookSender(settings.webhook_secrets, allowed),
        "sms": _texts_of(settings),
        "call": CallSender(partial(carrier_account, settings), allowed, partial(_addresses_of_call, settings)),
    }


def _texts_of(settings: Settings) -> Sender:
    if settings.only_shows_texts:
        return ShownTexts(settings.state / SHOWN_IN)
    texted = _addresses(settings).texted
    status_url = texted if texted.startswith("https://") else ""
    allowed = Destinations(settings.send_to)
    return TextSender(partial(carrier_account, settings), settings.sms_from, allowed, status_url)


def _addresses_of_call(settings: Settings, errand: Errand) -> tuple[str, str]:
    """Where a call goes on by which a case is answered, and where its end is told."""
    its, at = errand.content, int(errand.made_at.timestamp())
    token = ReplyToken(errand.key, errand.call_sid, its["turn"], its["language"], at)
    sealed, addresses = ReplyTokens(settings.secret_keys).seal(token), _addresses(settings)
    return addresses.reply_from_outside("begun", sealed), addresses.reply_from_outside("ended", sealed)


def _addresses(settings: Settings) -> Addresses:
    return addresses_under(settings.public_url, CARRIERS[settings.carrier])


def mail_of(settings: Settings) -> MailSender:
    """The way out for mail."""
    return MailSender(settings.smtp_url.get_secret_value(), settings.mail_from, Destinations(settings.send_to))


def sending_of(installation: Installation) -> Sending:
    """What sends the outbox of an installation."""
    settings, clock = installation.settings, installation.switchboard.clock
    return Sending(installation.database, senders_of(settings), settings.most_sent, clock.now, installation.shelf.zone)


def reply_calls_of(installation: Installation) -> ReplyCalls:
    """What answers the carrier in calls by which cases are answered."""
    settings, switchboard = installation.settings, installation.switchboard
    tokens = ReplyTokens(settings.secret_keys)
    return ReplyCalls(
        installation.database,
        switchboard.journal,
        installation.shelf.current,
        tokens,
        switchboard.clock.now,
        _addresses(settings),
        CARRIERS[settings.carrier],
    )


def alerting_of(installation: Installation) -> Alerting:
    """What tells the alerts of an installation."""
    address, clock = installation.settings.public_url, installation.switchboard.clock
    return Alerting(installation.database, edition_with_own_alerts(installation), address, clock.now)


def edition_with_own_alerts(installation: Installation) -> Callable[[], Edition]:
    """What gives the edition served, with the alerts that people chose at the desk beside its own."""
    return lambda: with_own_alerts(installation.shelf.current(), list_accounts(installation.database))
