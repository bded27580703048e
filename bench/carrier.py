"""The carrier's part: signed webhooks of 29 parameters as bytes for the wire, and calls walked key by key."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from secrets import randbelow, token_hex
from urllib.parse import urlencode

from ivr.carrier.forms import heard_from
from ivr.journal.entry import Entry
from ivr.phone.signing import sign
from ivr.switchboard.ports import Kept
from ivr.switchboard.switchboard import Switchboard

CALLER = "+85255501234"
CALLS = (
    ("+85222200101", ("3", "1", "12345674", "1", "01011980", "#", "9", "2", "1", "9", "3")),
    ("+85222200102", ("2", "2", "0045001237", "1", "0417", "#", "9", "2", "*")),
    ("+85222200103", ("1", "1", "1", "1", "#", "9", "2", "00261145", "1", "9", "")),
    ("+85222200100", ("3", "1", "2", "1", "#", "8", "9", "1")),
)
"""What callers do, by number called: languages, menus, entries read back, look-ups, a wrong key and silence."""


class KeepsNothing:
    """A journal for calls that are walked only to know what their next webhook will be."""

    def keep(self, entry: Entry) -> Kept:
        """Nothing is kept."""
        return Kept()


def new_turns(board: Switchboard, url: str, token: str) -> Iterator[bytes]:
    """Webhooks without end, for a hotline at `url` that has the secrets of `board`: each a turn never taken before."""
    walker = replace(board, journal=KeepsNothing())
    for called, keys in cycle(CALLS):
        sid, caller = f"CA{token_hex(16)}", f"+8525550{randbelow(10_000):04}"
        yield webhook(url, "/voice/answer", form(sid, called, caller=caller), token)
        answer = walker.answer(sid, called, caller)
        for digits in keys:
            pressed = form(sid, called, digits, caller)
            yield webhook(url, f"/voice/turn?call={answer.token}", pressed, token)
            answer = walker.turn(answer.token, sid, heard_from(pressed), caller)


def same_turns(url: str, token: str) -> Iterator[bytes]:
    """Webhooks without end for an application that has one menu."""
    for number in count():
        yield webhook(url, "/voice/turn", form(f"CA{number:032x}", "+85222200101", "1"), token)


def form(sid: str, called: str, digits: str | None = None, caller: str = CALLER) -> dict[str, str]:
    """The 29 parameters of a call from Hong Kong with all that a carrier may add."""
    return {
        "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "CallSid": sid, "CallStatus": "in-progress",
        "Called": called, "CalledCity": "", "CalledCountry": "HK", "CalledState": "", "CalledZip": "",
        "Caller": caller, "CallerCity": "", "CallerCountry": "HK", "CallerName": "PUBLIC, JO", "CallerState": "",
        "CallerZip": "", "Direction": "inbound", "From": caller, "FromCity": "", "FromCountry": "HK",
        "FromState": "", "FromZip": "", "StirVerstat": "TN-Validation-Passed-A", "To": called, "ToCity": "",
        "ToCountry": "HK", "ToState": "", "ToZip": "", "FinishedOnKey": "", "Digits": digits or "",
    }  # fmt: skip


def webhook(url: str, target: str, params: dict[str, str], token: str) -> bytes:
    """One signed POST as it goes over the wire."""
    pairs = list(params.items())
    body = urlencode(pairs).encode()
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {url.rpartition('/')[2]}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nX-Twilio-Signature: {sign(url + target, pairs, token)}\r\n\r\n"
    )
    return head.encode() + body
