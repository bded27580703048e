"""An account at the carrier: asks its REST interface for values, and takes no answer for more than it is.

A request has 10 seconds to begin to be answered and 20 in all. What was asked for once is asked for once: the carrier
has no idempotency key, so that whoever asks again after CarrierUnclear must first look whether it was done.
Source: Twilio, "API requests" and "Twilio's response"; its OpenAPI description. The interfaces of other carriers are
like it, but for what `carriers` tells.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

import requests

from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.rest.connection import AnswerTooLarge, AnswerTooSlow, Connection, Nobody, read_within
from ivr.carrier.rest.faults import (
    MAYBE_DONE,
    NO_ANSWER,
    UNREADABLE,
    bad_credentials,
    fault_of,
    fault_of_silence,
)
from ivr.errors import CarrierRefused, CarrierUnclear, SettingsRefused
from ivr.translation import said

REST_URL = "https://api.twilio.com"
READ_SECONDS, ALL_SECONDS = 10.0, 20.0
MOST_BYTES = 4 * 1024 * 1024
MOST_PAGES, PAGE_SIZE = 50, 200
LONGEST_WAIT = 3600  # seconds, whatever the carrier asks for

Fields = Mapping[str, str | int | Sequence[str]]
"""What is sent along, by the carrier's names."""
Answer = Mapping[str, Any]


class TwilioAccount:
    """The account `sid` at a carrier. `tokens` are its tokens, a second one while they are rotated.

    `root` is where the REST interface is; `session` carries the requests. Raises SettingsRefused for no account at all.
    """

    def __init__(
        self,
        sid: str,
        tokens: Sequence[str],
        root: str = REST_URL,
        session: requests.Session | None = None,
        carrier: Carrier = TWILIO,
    ) -> None:
        if not re.fullmatch(carrier.rest.account_name, sid, re.ASCII):
            raise SettingsRefused(
                said(
                    "{setting} must be {form}, from the carrier's console",
                    setting=carrier.account_setting,
                    form=carrier.rest.account,
                )
            )
        self.sid = sid
        self.carrier = carrier
        self._root = root
        self._connection = Connection(tokens, READ_SECONDS, session)

    def get(self, path: str, fields: Fields | None = None) -> Answer:
        """What the carrier has at `path` of the account, such as "/Messages". Raises CarrierFault."""
        return self._ask("GET", f"{self._home}{path}.json", params=fields or {})

    def post(self, path: str, fields: Fields) -> Answer:
        """What the carrier made or changed at `path` of the account. Raises CarrierFault."""
        try:
            return self._ask("POST", f"{self._home}{path}.json", data=fields)
        except CarrierUnclear as unclear:
            raise CarrierUnclear(said(MAYBE_DONE, what=unclear.args[0])) from None

    def listed(self, path: str, name: str, fields: Fields | None = None) -> Iterator[Answer]:
        """All in a list of the account, the newest first; `name` is the list's in each page. Raises CarrierFault."""
        page = self.get(path, {"PageSize": PAGE_SIZE, **(fields or {})})
        for _ in range(MOST_PAGES):
            yield from _entries(page, name)
            following = page.get("next_page_uri")
            if not following:
                return
            if not isinstance(following, str) or not following.startswith(self._lists_at(path)):
                raise CarrierUnclear(UNREADABLE)
            page = self._ask("GET", following)

    def shown_to_anybody(self, address: str, most: int) -> tuple[int, bytes]:
        """What anybody gets who asks for an address without our credentials: the status, and at most so many bytes.

        Where `most` is 0 nothing of it is read. Raises CarrierFault, also where there are more.
        """
        until = time.monotonic() + ALL_SECONDS
        with _told_in_words(), closing(self._connection.send("GET", address, Nobody())) as answer:
            return answer.status_code, read_within(answer, most, until) if most else b""

    def address_of(self, path: str) -> str:
        """The address of what is at `path` of the account."""
        return f"{self._root}{self._home}{path}"

    @property
    def _home(self) -> str:
        return f"{self.carrier.rest.path}/Accounts/{self.sid}"

    def _lists_at(self, path: str) -> tuple[str, ...]:
        """How the address of a further page of a list may begin."""
        return f"{self._home}{path}.json?", f"{self._home}{path}?"

    def _ask(self, method: str, path: str, **given: Any) -> Answer:
        until = time.monotonic() + ALL_SECONDS
        with _told_in_words():
            answer = self._connection.ask(method, self._root + path, self.sid, **given)
            if answer is None:
                raise CarrierRefused(bad_credentials(self.carrier))
            with closing(answer):
                body = read_within(answer, MOST_BYTES, until)
        return self._value(answer, body)

    def _value(self, answer: requests.Response, body: bytes) -> Answer:
        value = _read(body)
        if not 200 <= answer.status_code < 300:
            raise fault_of(answer.status_code, _code(value), _wait(answer), self.carrier)
        if value is None:
            raise CarrierUnclear(UNREADABLE)
        return value


@contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except requests.RequestException as error:
        raise fault_of_silence(error) from None
    except AnswerTooSlow:
        raise CarrierUnclear(NO_ANSWER) from None
    except AnswerTooLarge:
        raise CarrierUnclear(UNREADABLE) from None


def _code(value: Answer | None) -> int:
    """The carrier's own code of an error, which some write as text; 0 where there is none."""
    code = value.get("code") if value else None
    if isinstance(code, str) and re.fullmatch("[0-9]{1,6}", code, re.ASCII):
        return int(code)
    return code if isinstance(code, int) else 0


def _read(body: bytes) -> Answer | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _entries(page: Answer, name: str) -> Sequence[Answer]:
    entries = page.get(name)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CarrierUnclear(UNREADABLE)
    return entries


def _wait(answer: requests.Response) -> int:
    told = answer.headers.get("Retry-After", "")
    return min(int(told), LONGEST_WAIT) if re.fullmatch("[0-9]{1,9}", told, re.ASCII) else 0


def text_of(answer: Answer, name: str) -> str:
    """A text that the carrier gives under a name; empty where it has none."""
    value = answer.get(name)
    return value if isinstance(value, str) else ""
