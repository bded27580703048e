"""SignalWire and Somleng for tests: the REST interface of each as its own pages and program have it.

What it is asked must be what it takes: another field, a value that is too large or, where it takes none, an empty one
is noted in `invalid`.
"""

import itertools
import json
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from stand_in_carrier import LOST, NOTHING, Asked, _basic, _InProcess, _snake

ACCOUNT, TOKEN = "b3877c40-da60-4998-90ad-b792e98472af", "a-token-of-the-account"
LISTS = {"Messages": "messages", "IncomingPhoneNumbers": "incoming_phone_numbers", "Calls": "calls"}
POINTING = {"VoiceUrl", "VoiceMethod", "StatusCallback", "StatusCallbackMethod"}
FALLBACK = {"VoiceFallbackUrl", "VoiceFallbackMethod"}
MADE_OF = {
    "Messages": {"To", "From", "Body", "ValidityPeriod", "StatusCallback"},
    "Calls": {"To", "From", "Url", "Method", "Timeout", "StatusCallback", "StatusCallbackMethod"},
}


@dataclass(frozen=True)
class Manners:
    """How one of them differs: where its interface is, what it takes, and how it answers."""

    root: str
    path: str
    number_takes: set[str]
    longest_message: int
    filters: bool = True
    takes_empty: bool = True
    codes_as_text: bool = False
    pages_end: str = ".json"


SIGNALWIRE = Manners("https://example.signalwire.com", "/api/laml/2010-04-01", POINTING | FALLBACK, 172_800)
SOMLENG = Manners(
    *("https://api.telephony.example.gov.hk", "/2010-04-01", POINTING, 14_400),
    filters=False,
    takes_empty=False,
    codes_as_text=True,
    pages_end="",
)


@dataclass
class KindredCarrier:
    """One of them. `things` are what it has by list; `troubles` are the statuses of the next answers."""

    manners: Manners
    things: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    troubles: deque[int] = field(default_factory=deque)
    files: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    page: int = 2

    def __post_init__(self) -> None:
        self._names = itertools.count(1)

    @property
    def home(self) -> str:
        """Where the account is, below the root."""
        return f"{self.manners.path}/Accounts/{ACCOUNT}"

    def add_number(self, number: str, **as_set: str) -> dict[str, Any]:
        """A number that the account has, pointing nowhere unless said."""
        nowhere = dict.fromkeys(map(_snake, POINTING | FALLBACK)) | {"voice_application_sid": None, "trunk_sid": None}
        can = {"voice_receive_mode": "voice", "capabilities": {"voice": True, "sms": True}}
        self.things["IncomingPhoneNumbers"].append(
            {"sid": self._name(), "phone_number": number} | nowhere | {"voice_method": "POST"} | can | as_set
        )
        return self.things["IncomingPhoneNumbers"][-1]

    def session(self) -> requests.Session:
        """A session that reaches this carrier and nobody else."""
        session = requests.Session()
        session.mount("https://", _InProcess(self))  # type: ignore[arg-type]
        return session

    def answer(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes] | None:
        """Status, headers and body; None when nothing is answered."""
        parts = urlsplit(url)
        query, form = (dict(parse_qsl(text, keep_blank_values=True)) for text in (parts.query, body.decode()))
        asked = Asked(
            method, f"{parts.scheme}://{parts.netloc}{parts.path}", query, form, headers.get("Authorization", "")
        )
        self.asked.append(asked)
        if url in self.files and method == "GET":
            return self.files[url]
        trouble = self.troubles.popleft() if self.troubles else 200
        status, told = (trouble, self._error(trouble, 20001)) if trouble >= 300 else self._done(asked, parts)
        if trouble in (NOTHING, LOST):
            return None
        return status, {"Content-Type": "application/json"}, json.dumps(told).encode()

    def _done(self, asked: Asked, parts: Any) -> tuple[int, Any]:
        if asked.authorization != _basic(ACCOUNT, TOKEN):
            return 401, self._error(401, 20003)
        below = parts.path.removeprefix(self.home).removesuffix(".json")
        if f"{parts.scheme}://{parts.netloc}" != self.manners.root or not parts.path.startswith(self.home):
            return 404, self._error(404, 20404)
        if below in ("", "/"):
            return 200, {"sid": ACCOUNT, "status": "active", "type": "Full"}
        if asked.method == "DELETE":
            return self._deleted(f"{self.manners.root}{self.home}{below}")
        _, name, *sid = below.split("/")
        if name not in self.things:
            return 404, self._error(404, 20404)
        return self._one(asked, name, sid[0]) if sid else self._list(asked, name)

    def _deleted(self, address: str) -> tuple[int, Any]:
        found = [each for each in self.files if each.startswith(address)]
        for each in found:
            del self.files[each]
        return (204, {}) if found and self.manners is SIGNALWIRE else (404, self._error(404, 20404))

    def _one(self, asked: Asked, name: str, sid: str) -> tuple[int, Any]:
        thing = next(each for each in self.things[name] if each["sid"] == sid)
        self._mind(asked, self.manners.number_takes)
        thing |= {_snake(field): value for field, value in asked.form.items()}
        return 200, thing

    def _list(self, asked: Asked, name: str) -> tuple[int, Any]:
        if asked.method == "POST":
            return self._made(asked, name)
        wanted = {"To": "to", "From": "from"} if self.manners.filters else {}
        found = [
            thing
            for thing in reversed(self.things[name])
            if all(thing.get(wanted[each]) == value for each, value in asked.query.items() if each in wanted)
        ]
        at = int(asked.query.get("Page", "0"))
        more = len(found) > (at + 1) * self.page
        following = f"{self.home}/{name}{self.manners.pages_end}?Page={at + 1}" if more else None
        return 200, {LISTS[name]: found[at * self.page : (at + 1) * self.page], "next_page_uri": following}

    def _made(self, asked: Asked, name: str) -> tuple[int, Any]:
        self._mind(asked, MADE_OF[name])
        if int(asked.form.get("ValidityPeriod", "1")) > self.manners.longest_message:
            self.invalid.append("a ValidityPeriod that is too long")
        if code := self.refusals.get(asked.form["To"]):
            return 422, self._error(422, code)
        made = {_snake(field): value for field, value in asked.form.items()}
        made |= {"sid": self._name(), "direction": "outbound-api", "date_created": format_datetime(datetime.now(UTC))}
        self.things[name].append(made)
        return 201, made

    def _mind(self, asked: Asked, takes: set[str]) -> None:
        self.invalid += [f"{name} is not taken" for name in asked.form.keys() - takes]
        if not self.manners.takes_empty:
            self.invalid += [f"{name} is empty" for name, value in asked.form.items() if not value]

    def _error(self, status: int, code: int) -> dict[str, Any]:
        return {"code": str(code) if self.manners.codes_as_text else code, "message": "no", "status": status}

    def _name(self) -> str:
        return re.sub(r"(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", f"{next(self._names):032x}")
