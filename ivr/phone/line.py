"""The line to one hotline: asks its addresses as the carrier does, signed, redirected, retried."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from ivr.errors import PhoneFault
from ivr.phone.imitations import TWILIO, Imitation
from ivr.phone.overrides import Overrides, overrides_of
from ivr.phone.requesting import NotAnsweredError, NotConnectedError, Reply, Request, Wire
from ivr.phone.signing import Params, sign
from ivr.phone.wsgi_wire import WsgiApp, WsgiWire

MOST_REDIRECTS = 10
KEEPING_THE_FORM = (307, 308)
REDIRECTS = (301, 302, 303, *KEEPING_THE_FORM)
ALWAYS_SENT = {
    "User-Agent": "TwilioProxy/1.1",
    "Accept": "text/xml, application/xml, text/html",
    "Cache-Control": "max-age=259200",
}


@dataclass(frozen=True)
class HotlineAnswer:
    """What a hotline answered, the address it finally came from, and the cookies the call holds from now on."""

    reply: Reply
    url: str
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A hotline's public address `url` (no slash at the end), the account it belongs to, and the wire to it.

    `auth_token` is what is signed with, and `carrier` the one that is played.
    """

    url: str
    auth_token: str = field(repr=False)
    account_sid: str
    wire: Wire
    seconds: float = 15.0
    carrier: Imitation = TWILIO

    def ask(
        self, method: str, url: str, params: Params = (), cookies: Mapping[str, str] | None = None
    ) -> HotlineAnswer:
        """What the hotline answers, redirects followed as a carrier follows them.

        Raises PhoneFault when it cannot be reached, takes too long or redirects without end.
        """
        kept = dict(cookies or {})
        for _ in range(MOST_REDIRECTS + 1):
            bare, overrides = overrides_of(url)
            reply = self._insist(method, bare, params, kept, overrides)
            kept |= reply.cookies
            if reply.status not in REDIRECTS or not reply.location:
                return HotlineAnswer(reply, bare, kept)
            url = urljoin(bare, reply.location)
            if reply.status not in KEEPING_THE_FORM:
                method, params = "GET", ()
        raise PhoneFault(f"{url} redirects more than {MOST_REDIRECTS} times (error 11215)")

    def owns(self, url: str) -> bool:
        """Whether an absolute address is on the hotline's own host."""
        return urlsplit(url)[:2] == urlsplit(self.url)[:2]

    def _insist(self, method: str, url: str, params: Params, cookies: Mapping[str, str], how: Overrides) -> Reply:
        request = self._request(method, url, params, cookies)
        for tries_left in range(how.retries, -1, -1):
            try:
                reply = self.wire.send(request, min(how.seconds, self.seconds))
            except NotConnectedError as error:
                failure, fault = "ct", PhoneFault(f"{url} cannot be connected to (error 11205): {error}")
            except NotAnsweredError as error:
                failure, fault = "rt", PhoneFault(f"{url} did not answer in time (error 11200): {error}")
            else:
                failure = f"{reply.status // 100}xx"
                if not tries_left or not how.retried(failure):
                    return reply
                continue
            if not tries_left or not how.retried(failure):
                raise fault
        raise AssertionError("the last try returns or raises")

    def _request(self, method: str, url: str, params: Params, cookies: Mapping[str, str]) -> Request:
        headers = dict(ALWAYS_SENT)
        headers["I-Twilio-Idempotency-Token"] = str(uuid.uuid4())
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if method == "GET":
            if params:
                url += ("&" if urlsplit(url).query else "?") + urlencode(params)
            return Request("GET", url, headers | {self.carrier.signed_in: sign(url, (), self.auth_token)})
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        headers[self.carrier.signed_in] = sign(url, params, self.auth_token)
        return Request("POST", url, headers, urlencode(params).encode())


def http_line(
    url: str,
    auth_token: str,
    account_sid: str,
    seconds: float = 15.0,
    reach: str = "",
    carrier: Imitation = TWILIO,
) -> Line:
    """The line to a running hotline; `reach` is where it really listens, when its public address leads elsewhere."""
    from ivr.phone.http_wire import HttpWire  # a server that rings itself needs no HTTP client

    bare = url.rstrip("/")
    return Line(bare, auth_token, account_sid, HttpWire(bare, reach.rstrip("/")), seconds, carrier)


def wsgi_line(app: WsgiApp, public_url: str, auth_token: str, account_sid: str, carrier: Imitation = TWILIO) -> Line:
    """The line straight into a hotline's WSGI application."""
    return Line(public_url.rstrip("/"), auth_token, account_sid, WsgiWire(app), carrier=carrier)
