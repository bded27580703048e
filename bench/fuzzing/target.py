"""The application under fire: a hotline with calls on record, and somebody signed in who may do everything."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.logs import set_up_logs
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.requesting import Reply, Request
from ivr.phone.signing import sign
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.phone.wsgi_wire import WsgiWire
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade
from ivr.storage.people.accounts import account_named, add_account, change_account, read_grants
from ivr.storage.people.sign_ins import begin_sign_in

SITE = Path(__file__).parents[2]
URL = "https://fuzz.example"
WHO, ROLES = "all@fuzz.example", "supervisor editor administrator"
CALLS = (
    "3,4,1,record:20,3,1,hangup",
    "3,0,officer:busy,officer:unanswered,record:9,3,1",
    "3,1,12345674,1,01011980,hangup",
)
FORM = "application/x-www-form-urlencoded; charset=utf-8"
ALLOWED = ("enquiry unavailable",)  # what a warning may say, traceback and all


@dataclass(frozen=True)
class Sent:
    """One request: `target` is path and query as they stand on the wire; "{token}" and "{csrf}" stand for real ones.

    `carrier` signs it as the carrier does, `desk` sends the cookie of somebody signed in.
    """

    method: str
    target: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    carrier: bool = False
    desk: bool = False


@dataclass
class Target:
    """The application, and what a sender can know of it."""

    app: Flask
    installation: Installation
    calls: tuple[str, ...]
    said: io.StringIO
    token: str = ""
    _cookie: str = ""
    _csrf: str = ""

    def begin(self) -> None:
        """A new example: nobody's call, and somebody newly signed in whatever was done to the account before."""
        database = self.installation.database
        account = account_named(database, WHO)
        change_account(
            database, account.id, grants=read_grants(ROLES), disabled_at=None, must_change=False, totp="", failures=0
        )
        now = self.installation.switchboard.clock.now()
        secret = begin_sign_in(database, account.id, now, "127.0.0.1")
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        self.token, self._csrf = "", ""
        self._cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'desk': secret})}"

    def send(self, sent: Sent) -> Reply:
        """What comes back. Raises what the application raises."""
        self.said.seek(0)
        self.said.truncate()
        reply = WsgiWire(self.app.wsgi_app).send(self._request(sent), 15)
        found = re.findall(rb"[?&]call=([\w-]+)", reply.body)
        self.token = found[-1].decode() if sent.carrier and found else self.token
        return reply

    def crashes(self) -> list[str]:
        """What the log tells of errors that were caught, since the last request."""
        told = [json.loads(line) for line in self.said.getvalue().splitlines() if line.startswith("{")]
        wrong = [one for one in told if one.get("level") in ("error", "critical") or "exception" in one]
        return [json.dumps(one, ensure_ascii=False) for one in wrong if one.get("event") not in ALLOWED]

    def _request(self, sent: Sent) -> Request:
        target = sent.target.replace("{token}", self.token)
        body = sent.body.replace("{csrf}", self._known_csrf()) if "{csrf}" in sent.body else sent.body
        headers = dict(sent.headers)
        if sent.method == "POST":
            headers.setdefault("Content-Type", FORM)
        if sent.desk:
            headers |= {"Cookie": self._cookie, "Referer": f"{URL}/desk/"}
        if sent.carrier:
            pairs = parse_qsl(body, keep_blank_values=True) if sent.method == "POST" else ()
            token = self.installation.settings.auth_tokens[0]
            headers["X-Twilio-Signature"] = sign(URL + target, tuple(pairs), token)
        return Request(sent.method, URL + target, headers, body.encode("utf-8", "surrogatepass"))

    def _known_csrf(self) -> str:
        if not self._csrf:
            client = self.app.test_client()
            name, _, value = self._cookie.partition("=")
            client.set_cookie(name, value, domain=str(urlsplit(URL).hostname))
            page = client.get("/desk/help", base_url=URL)
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
            self._csrf = found[1] if found else ""
            kept = client.get_cookie(name, domain=str(urlsplit(URL).hostname))
            self._cookie = f"{name}={kept.value}" if kept else self._cookie
        return self._csrf


@contextmanager
def target() -> Iterator[Target]:
    """The sample site served from nothing but memory and a folder that is thrown away."""
    with TemporaryDirectory(prefix="fuzzing") as folder:
        settings = load_settings(
            {"IVR_MODE": "production", "IVR_SITE": str(SITE), "IVR_STATE": folder, "IVR_PUBLIC_URL": URL}
            | {"IVR_TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef", "IVR_SECRET_KEY": "fuzz" + "ing key " * 6}
        )
        installation = open_installation(settings)
        upgrade(installation.database)
        installation.publish("fuzzing", ruled=False)
        app = bare_app(installation)
        add_account(
            installation.database,
            WHO,
            "all",
            read_grants(ROLES),
            "no password",
            installation.switchboard.clock.now(),
            False,
        )
        said = io.StringIO()
        set_up_logs("WARNING", said)
        try:
            yield Target(app, installation, tuple(_rung(app, installation, script) for script in CALLS), said)
        finally:
            set_up_logs()
            installation.database.close()


def _rung(app: Flask, installation: Installation, script: str) -> str:
    """The name of a call that was made."""
    telephone = Telephone(line_into(app.wsgi_app, installation.settings), new_call("+85222200101", hong_kong()))
    telephone.ring()
    for act in parse_script(script):
        if telephone.waits != "ended" and not (act.kind == "officer" and telephone.waits != "officers"):
            perform(telephone, act)
    if telephone.waits != "ended":
        telephone.hang_up()
    return telephone.state.call_sid
