"""Whom the system depends on outside the house: the carrier's numbers, the mail server, what is to be sent."""

import os
import shlex

from ivr.carrier.carriers import CARRIERS
from ivr.doctor.diagnosis import (
    Diagnosis,
    good,
    in_demo,
    needless,
    not_asked,
    nothing_served,
    told_by,
    unknown,
    warning,
    wrong,
)
from ivr.doctor.premises import Premises
from ivr.errors import CarrierAway, CarrierFault, EditionMissing, SendingFailed, SettingsRefused, StorageAway
from ivr.settings.destinations import Destinations
from ivr.storage.messages.transcripts import count_given_up
from ivr.storage.outbox.listing import UNSETTLED, count_outbox
from ivr.translation import Sentence, said

NO_NUMBER = said("The account has no number {number}.")


def _account(premises: Premises) -> Sentence:
    """Which settings to look at."""
    carrier = CARRIERS[premises.settings.carrier]
    return said(
        "See {account} and {token}; ivr twilio numbers", account=carrier.account_setting, token=carrier.token_setting
    )


def carrier(premises: Premises) -> Diagnosis:
    """Whether the hotlines' numbers at the carrier lead here; `ivr twilio check` tells of each, and of more."""
    if premises.is_demo:
        return in_demo()
    from ivr.carrier.rest.numbers import numbers
    from ivr.doctor.at_the_carrier import numbers_of_hotlines, of_number

    url = premises.settings.public_url
    try:
        account = premises.account()
        lines = list(numbers_of_hotlines(premises.shelf.current(), tuple(numbers(account))))
        told = [found for each in lines for _, found in of_number(*each, url, account.carrier)]
    except EditionMissing:
        return nothing_served()
    except CarrierAway as away:
        return unknown(told_by(away))
    except (CarrierFault, SettingsRefused) as refused:
        return wrong(told_by(refused), _account(premises))
    if faults := [found for found in told if found.state == "wrong"]:
        return faults[0]
    if not account.carrier.rest.has_fallback:
        return good(
            said(
                "At the carrier the number of every hotline leads here; {carrier} asks nobody else when this server is "
                "gone.",
                carrier=account.carrier.title,
            )
        )
    if alone := [dialled for _, dialled, number in lines if number and number.pointing.fallback.startswith(url)]:
        return warning(
            said(
                "When this server is gone, nobody answers: {numbers} has its fallback here too.",
                numbers=", ".join(alone),
            ),
            said(
                "ivr twilio fallback HOTLINE makes a document to be kept elsewhere; ivr twilio connect --fallback URL"
            ),
        )
    return good(said("At the carrier the number of every hotline leads here, and its fallback elsewhere."))


def texts(premises: Premises) -> Diagnosis:
    """Whether the number that text messages come from is ours at the carrier, and may send them."""
    sender = premises.settings.sms_from
    if needed := _texts_not_sent(premises):
        return needed
    if not sender:
        return needless(said("No text messages are sent: IVR_SMS_FROM is not set."))
    from ivr.carrier.rest.numbers import numbers

    try:
        found = next((each for each in numbers(premises.account()) if each.number == sender), None)
    except CarrierAway as away:
        return unknown(told_by(away))
    except (CarrierFault, SettingsRefused) as refused:
        return wrong(told_by(refused), _account(premises))
    if found and found.takes_messages:
        return good(said("Text messages come from {number}, which may send them.", number=sender))
    why = said("{number} may not send text messages.", number=sender) if found else said(NO_NUMBER, number=sender)
    return wrong(why, said("Set IVR_SMS_FROM to a number of the account that may: the carrier's console tells which."))


def transcripts(premises: Premises) -> Diagnosis:
    """Whether recordings are written down, where somebody is named who does it."""
    setting = premises.settings.transcribe
    if not setting:
        return needless(said("Recordings are not written down: IVR_TRANSCRIBE is not set."))
    allowed = "://" not in setting or Destinations(premises.settings.send_to).take_webhook(setting)
    if not allowed:
        return wrong(
            said("Recordings may not be sent to where IVR_TRANSCRIBE says."),
            said("List its host, or its scheme, host and port, in IVR_SEND_TO."),
        )
    if "://" not in setting and not os.access(shlex.split(setting)[0], os.X_OK):
        return wrong(
            said("The program in IVR_TRANSCRIBE is not there, or may not be run."),
            said("Write its whole path, and let the account of the scheduler run it."),
        )
    if given_up := count_given_up(premises.database):
        return warning(
            said("Recordings that could not be written down: {count}.", count=given_up),
            said("The scheduler's log says why: a recording is not written down."),
        )
    return good(said("Recordings are written down by the program or server in IVR_TRANSCRIBE."))


def _texts_not_sent(premises: Premises) -> Diagnosis | None:
    """That menus offer text messages which callers never hear of; None where they do, or need not."""
    settings = premises.settings
    sent = settings.sms_from and Destinations(settings.send_to).take_numbers()
    if sent or premises.is_demo or not premises.offers_texts():
        return None
    why = said("Menus offer answers by text message, of which callers hear nothing: none may be sent.")
    return wrong(why, said("Set IVR_SMS_FROM, and in IVR_SEND_TO how numbers begin that may have them, such as +852."))


def mail(premises: Premises) -> Diagnosis:
    """Whether the mail server is reached, and lets us in."""
    settings = premises.settings
    if not settings.smtp_url.get_secret_value():
        return needless(said("No mail is sent: IVR_SMTP_URL is not set."))
    if not (settings.mail_from and settings.send_to):
        return wrong(
            said("Mail has a server, but no sender or nobody to go to."),
            said("Set IVR_MAIL_FROM, and in IVR_SEND_TO where anything may be sent."),
        )
    try:
        premises.mail().knock()
    except SendingFailed as failed:
        return wrong(
            told_by(failed),
            said("Mend IVR_SMTP_URL; what waits is sent by itself then, until its deadline."),
        )
    return good(said("The mail server is reached, and lets us in."))


def outbox(premises: Premises) -> Diagnosis:
    """Whether what is to leave the house does."""
    try:
        counts = count_outbox(premises.database)
    except StorageAway:
        return not_asked()
    if left := sum(counts.get(state, 0) for state in UNSETTLED):
        return warning(
            said("What could not be sent, or nobody knows whether it was: {count}.", count=left),
            said('ivr outbox list --state "given up" (or unsure); ivr outbox retry KEY'),
        )
    if not counts and not premises.settings.send_to:
        return needless(said("Nothing is sent anywhere: IVR_SEND_TO is not set."))
    return good(said("Nothing in the outbox was given up; waiting: {count}.", count=counts.get("waiting", 0)))
