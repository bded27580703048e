"""The account's telephone numbers, and where each of them points: listed, read again, and set."""

from dataclasses import dataclass

from ivr.carrier.carriers import Carrier
from ivr.carrier.rest.account import Answer, Fields, TwilioAccount, text_of
from ivr.carrier.rest.faults import UNREADABLE
from ivr.carrier.rest.made import sid_of
from ivr.errors import CarrierUnclear

GET, POST = "GET", "POST"
PATH = "/IncomingPhoneNumbers"


@dataclass(frozen=True)
class Pointing:
    """Whom the carrier asks when a number is rung, when that fails, and whom it tells of the end; empty for nobody.

    Each has the method by which it does. An address may end in a fragment, which is meant for the carrier.
    """

    voice: str = ""
    voice_method: str = POST
    fallback: str = ""
    fallback_method: str = POST
    status: str = ""
    status_method: str = POST


@dataclass(frozen=True)
class CarrierNumber:
    """A number (E.164) of the account; `sid` is the carrier's name of it.

    Where `application` or `trunk` is not empty that answers instead, and what the number points to is not asked.
    `takes_calls` says whether it can be rung at all, and `takes_messages` whether messages can be sent from it.
    """

    sid: str
    number: str
    pointing: Pointing
    application: str = ""
    trunk: str = ""
    takes_calls: bool = True
    takes_messages: bool = False


def numbers(account: TwilioAccount) -> tuple[CarrierNumber, ...]:
    """All numbers of the account, in order. Raises CarrierFault."""
    found = (_number(account.carrier, each) for each in account.listed(PATH, "incoming_phone_numbers"))
    return tuple(sorted(found, key=lambda each: each.number))


def read_number(account: TwilioAccount, sid: str) -> CarrierNumber:
    """One number as the carrier has it now. Raises CarrierFault."""
    return _number(account.carrier, account.get(f"{PATH}/{sid}"))


def point_number(account: TwilioAccount, sid: str, to: Pointing) -> None:
    """Let a number point there from the next call on. Raises CarrierFault.

    To set it again changes nothing, so this may be asked for again after CarrierUnclear.
    """
    rest = account.carrier.rest
    fallback = {"VoiceFallbackUrl": to.fallback, "VoiceFallbackMethod": to.fallback_method}
    fields: Fields = {
        "VoiceUrl": to.voice,
        "VoiceMethod": to.voice_method,
        **(fallback if rest.has_fallback else {}),
        "StatusCallback": to.status,
        "StatusCallbackMethod": to.status_method,
    }
    account.post(f"{PATH}/{sid}", {name: value for name, value in fields.items() if value or rest.takes_nothing})


def _number(carrier: Carrier, told: Answer) -> CarrierNumber:
    number = text_of(told, "phone_number")
    if not number:
        raise CarrierUnclear(UNREADABLE)
    can = told.get("capabilities")
    can = can if isinstance(can, dict) else {}
    pointing = Pointing(
        voice=text_of(told, "voice_url"),
        voice_method=text_of(told, "voice_method") or POST,
        fallback=text_of(told, "voice_fallback_url"),
        fallback_method=text_of(told, "voice_fallback_method") or POST,
        status=text_of(told, "status_callback"),
        status_method=text_of(told, "status_callback_method") or POST,
    )
    return CarrierNumber(
        sid=sid_of(carrier, told, "PN"),
        number=number,
        pointing=pointing,
        application=text_of(told, "voice_application_sid"),
        trunk=text_of(told, "trunk_sid"),
        takes_calls=can.get("voice") is not False and text_of(told, "voice_receive_mode") != "fax",
        takes_messages=can.get("sms") is True,
    )
