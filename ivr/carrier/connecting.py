"""Numbers made to point here, and put back: each change asked of the carrier, and then asked whether it holds."""

from collections.abc import Iterable

from ivr.carrier.carriers import Carrier
from ivr.carrier.pointing import differences
from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.numbers import CarrierNumber, Pointing, point_number, read_number
from ivr.errors import CarrierRefused, CarrierUnclear
from ivr.translation import Sentence, said


def the_number(known: Iterable[CarrierNumber], number: str) -> CarrierNumber:
    """The one with that number (E.164). Raises CarrierRefused where the account has none such."""
    for each in known:
        if each.number == number:
            return each
    raise CarrierRefused(said("The account has no number {number}. See `ivr twilio numbers`.", number=number))


def answered_elsewhere(number: CarrierNumber, carrier: Carrier) -> Sentence | None:
    """Why what a number points to is not asked when it is rung; None where it is.

    That can only be changed in the console: the carrier's description lets nobody take an application away.
    """
    if not number.takes_calls:
        return said(
            "{number} takes no calls: rent one that does, at {place}.",
            number=number.number,
            place=carrier.console.numbers,
        )
    if number.trunk:
        what = said("a SIP trunk ({name})", name=number.trunk)
    elif number.application:
        what = said("a TwiML app ({name})", name=number.application)
    else:
        return None
    return said(
        "{what} answers {number}, and its addresses are not asked. In the console, {place}, choose the number, and "
        "under Voice configuration “Webhook”; then connect it again.",
        what=what,
        number=number.number,
        place=carrier.console.numbers,
    )


def point(account: TwilioAccount, number: CarrierNumber, to: Pointing) -> None:
    """Let a number point there, and ask the carrier whether it does.

    Raises CarrierFault where the carrier refuses, cannot be asked, or holds something else afterwards.
    """
    doubt: CarrierUnclear | None = None
    try:
        point_number(account, number.sid, to)
    except CarrierUnclear as unclear:
        doubt = unclear  # it may have done it: it is asked next
    held = read_number(account, number.sid).pointing
    if not list(differences(held, to)):
        return
    raise doubt or CarrierUnclear(
        said("The carrier says that it is done, and holds something else. Look with `ivr twilio numbers`, try again.")
    )
