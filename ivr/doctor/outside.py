"""Whom the system depends on outside the house: the carrier's numbers, the mail server, what is to be sent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
from ivr.storage.outbox.listing import UNSETTLED, count_outbox
from ivr.translation import Sentence, said
from ivr.words.telephones import as_dialled

if TYPE_CHECKING:
    from ivr.carrier.rest.numbers import CarrierNumber  # with an HTTP client, 4 MB that most workers never need


ACCOUNT = said("See IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN; ivr twilio numbers")


def carrier(premises: Premises) -> Diagnosis:
    """Whether the hotlines' numbers at the carrier lead here."""
    if premises.is_demo:
        return in_demo()
    from ivr.carrier.rest.numbers import numbers

    try:
        known = {each.number: each for each in numbers(premises.account())}
        faults, alone = list(_faults(premises, known)), list(_without_another_fallback(premises, known))
    except EditionMissing:
        return nothing_served()
    except CarrierAway as away:
        return unknown(told_by(away))
    except (CarrierFault, SettingsRefused) as refused:
        return wrong(told_by(refused), ACCOUNT)
    if faults:
        return wrong(faults[0], said("ivr twilio numbers shows where each points; ivr twilio connect NUMBER sets it."))
    if alone:
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


def _without_another_fallback(premises: Premises, known: "dict[str, CarrierNumber]") -> Iterator[str]:
    country, ours = premises.shelf.country(), premises.settings.public_url
    dialled = (as_dialled(number, country) for _, number in premises.hotlines())
    return (number for number in dialled if number in known and known[number].pointing.fallback.startswith(ours))


def _faults(premises: Premises, known: "dict[str, CarrierNumber]") -> Iterator[Sentence]:
    from ivr.carrier.connecting import answered_elsewhere
    from ivr.carrier.pointing import differences, pointing_here

    country = premises.shelf.country()
    for _, number in premises.hotlines():
        found = known.get(as_dialled(number, country))
        if found is None:
            yield _no_number(number)
        elif elsewhere := answered_elsewhere(found):
            yield elsewhere
        elif list(differences(found.pointing, pointing_here(premises.settings.public_url, found.pointing.fallback))):
            yield said("{number} does not point here.", number=number)


def _no_number(number: str) -> Sentence:
    return said("The account has no number {number}.", number=number)


def texts(premises: Premises) -> Diagnosis:
    """Whether the number that text messages come from is ours at the carrier, and may send them."""
    sender = premises.settings.sms_from
    if not sender:
        return needless(said("No text messages are sent: IVR_SMS_FROM is not set."))
    from ivr.carrier.rest.numbers import numbers

    try:
        found = next((each for each in numbers(premises.account()) if each.number == sender), None)
    except CarrierAway as away:
        return unknown(told_by(away))
    except (CarrierFault, SettingsRefused) as refused:
        return wrong(told_by(refused), ACCOUNT)
    if found and found.takes_messages:
        return good(said("Text messages come from {number}, which may send them.", number=sender))
    why = said("{number} may not send text messages.", number=sender) if found else _no_number(sender)
    return wrong(why, said("Set IVR_SMS_FROM to a number of the account that may: the carrier's console tells which."))


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
