"""A carrier for tests: its REST interface as it is described, over a connection within the process or over HTTP.

Each request is held against the description, and each answer too. It can be told to be out of sorts.
"""

import base64
import io
import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from openapi_description import FORM, Description
from requests.adapters import BaseAdapter

ACCOUNT, TOKEN = "AC" + "1" * 32, "a-token-of-the-account"
HOME = f"/2010-04-01/Accounts/{ACCOUNT}"
NOTHING = 0  # in the place of a status: no answer comes
LOST = -1  # likewise, but it is done all the same
DESCRIPTION = Description()
CODES = {401: 20003, 404: 20404, 429: 20429}
LISTS = {"/Messages": "messages", "/Calls": "calls", "/IncomingPhoneNumbers": "incoming_phone_numbers"} | {
    "/Recordings": "recordings"
}


@dataclass
class Asked:
    """One request, as it came in."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    authorization: str


@dataclass
class StandInCarrier:
    """`account` is the account as the carrier tells of it; `troubles` are the statuses of the next answers.

    A trouble may be NOTHING or LOST, and the last one stays when `for_good`. `invalid` is all that was wrong with what
    it was asked, `refusals` are the errors it answers with by what stands in `To`. It takes `delay` seconds.
    """

    token: str = TOKEN
    account: dict[str, Any] = field(default_factory=lambda: {"sid": ACCOUNT, "status": "active", "type": "Full"})
    things: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    troubles: deque[int] = field(default_factory=deque)
    for_good: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    delay: float = 0.0
    page: int = 50
    asked: list[Asked] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._names = itertools.count(1)

    def add_number(self, number: str, **as_set: str) -> dict[str, Any]:
        """A number that the account has, pointing nowhere unless said."""
        added = {
            "sid": self._name("PN"), "account_sid": ACCOUNT, "phone_number": number, "friendly_name": number,
            "voice_url": "", "voice_method": "POST", "voice_fallback_url": "", "voice_fallback_method": "POST",
            "status_callback": "", "status_callback_method": "POST", "voice_application_sid": None, "trunk_sid": None,
            "voice_receive_mode": "voice", "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        }  # fmt: skip
        self.things["/IncomingPhoneNumbers"].append(added | as_set)
        return self.things["/IncomingPhoneNumbers"][-1]

    def session(self) -> requests.Session:
        """A session that reaches this carrier and nobody else."""
        session = requests.Session()
        session.mount("https://", _InProcess(self))
        session.mount("http://", _InProcess(self))
        return session

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address at which it is reached over HTTP."""
        carrier = self

        class Handler(_Handler):
            answers = staticmethod(carrier.answer)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = False  # so that none outlives the server
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes] | None:
        """Status, headers and body; None when nothing is answered."""
        if self.delay:
            time.sleep(self.delay)
        parts = urlsplit(url)
        elsewhere = self.pages.get(url) or self.pages.get(parts.path)
        if elsewhere:
            self.asked.append(Asked(method, url, {}, {}, headers.get("Authorization", "")))
            return elsewhere[0], {"Content-Type": elsewhere[1]}, elsewhere[2]
        form = parse_qsl(body.decode(), keep_blank_values=True)
        query = parse_qsl(parts.query, keep_blank_values=True)
        asked = Asked(method, parts.path, dict(query), dict(form), headers.get("Authorization", ""))
        kind = headers.get("Content-Type", FORM if not body else "")
        with self._lock:
            self.asked.append(asked)
            wrong = DESCRIPTION.wrong_with_request(method, parts.path, query, kind, form)
            self.invalid += wrong
            status, told = (400, _error(400, 20001)) if wrong else self._answered(asked)
        if status == NOTHING:
            return None
        return status, {"Content-Type": "application/json", **self.headers}, json.dumps(told).encode()

    def _answered(self, asked: Asked) -> tuple[int, Any]:
        trouble = self.troubles[0] if self.troubles else None
        if self.troubles and not (self.for_good and len(self.troubles) == 1):
            self.troubles.popleft()
        if trouble not in (None, LOST):
            return (trouble, _error(trouble, CODES.get(trouble, 0))) if trouble else (NOTHING, None)
        if asked.authorization != _basic(ACCOUNT, self.token):
            return 401, _error(401, CODES[401])
        status, told = self._done(asked)
        if status < 300:
            assert DESCRIPTION.wrong_with_answer(asked.method, asked.path, status, told) == []
        return (NOTHING, None) if trouble == LOST else (status, told)

    def _done(self, asked: Asked) -> tuple[int, Any]:
        if asked.path == f"{HOME}.json":
            return 200, self.account
        found = re.fullmatch(re.escape(HOME) + r"(/\w+?)(?:/(\w+))?\.json", asked.path)
        if not found or found[1] not in self.things:
            return 404, _error(404, CODES[404])
        if found[2]:
            return self._one(asked, found[1], found[2])
        return self._listed(asked, found[1]) if asked.method == "GET" else self._made(asked, found[1])

    def _one(self, asked: Asked, name: str, sid: str) -> tuple[int, Any]:
        thing = next((each for each in self.things[name] if each["sid"] == sid), None)
        if thing is None:
            return 404, _error(404, CODES[404])
        thing |= {_snake(field): value for field, value in asked.form.items()}
        return 200, thing

    def _listed(self, asked: Asked, name: str) -> tuple[int, Any]:
        wanted = {"To": "to", "From": "from", "PhoneNumber": "phone_number"}
        found = [
            thing
            for thing in reversed(self.things[name])
            if all(thing.get(wanted[each]) == value for each, value in asked.query.items() if each in wanted)
        ]
        size = min(self.page, int(asked.query.get("PageSize", "50")))
        at = int(asked.query.get("Page", "0"))
        more = urlencode(asked.query | {"Page": str(at + 1), "PageToken": f"PA{at + 1}"})
        following = f"{asked.path}?{more}" if len(found) > (at + 1) * size else None
        return 200, {LISTS[name]: found[at * size : (at + 1) * size], "next_page_uri": following, "page": at}

    def _made(self, asked: Asked, name: str) -> tuple[int, Any]:
        if code := self.refusals.get(asked.form.get("To", "")):
            return 400, _error(400, code)
        kind = {"/Messages": "SM", "/Calls": "CA"}[name]
        direction = "outbound-api"
        made = {"sid": self._name(kind), "account_sid": ACCOUNT, "status": "queued", "direction": direction}
        made |= {"date_created": format_datetime(datetime.now(UTC)), "to": asked.form["To"], "from": asked.form["From"]}
        if name == "/Messages":
            made["body"] = asked.form.get("Body", "")
        self.things[name].append(made)
        return 201, made

    def _name(self, kind: str) -> str:
        return f"{kind}{next(self._names):032x}"


class _InProcess(BaseAdapter):
    """Carries requests to a carrier without a network; an answer that does not come is a time that is over."""

    def __init__(self, carrier: StandInCarrier) -> None:
        super().__init__()
        self._carrier = carrier

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Answer a request, as requests asks its adapters to."""
        assert timeout, "a request without an end"
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        answered = self._carrier.answer(request.method, request.url, request.headers, body)
        if answered is None:
            raise requests.ReadTimeout(f"no answer from {request.url}")
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = answered[0], request.url, request
        answer.headers.update(answered[1])
        answer.raw = io.BytesIO(answered[2])
        return answer

    def close(self):
        """Nothing is open."""


class _Handler(BaseHTTPRequestHandler):
    answers: Any

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def do_DELETE(self) -> None:
        self._do()

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answered = self.answers(self.command, self.path, self.headers, body)
        self.close_connection = True
        if answered is None:
            return
        status, headers, content = answered
        with suppress(OSError):  # who asked may have gone
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _error(status: int, code: int) -> dict[str, Any]:
    number = "+85262345678"  # what the carrier says of an error often repeats whose number it is about
    return {"code": code, "message": f"something is wrong with {number}", "more_info": "", "status": status}


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
