"""Posts JSON to a program of the office's own, signed, with a key by which it knows a second copy for one.

The receiver checks `IVR-Signature: t=SECONDS,v1=HEX`, HMAC-SHA-256 with the shared secret of `SECONDS.KEY.` and the
body; a second `v1` stands there while the secret is changed. `Idempotency-Key` names the thing, whatever the attempt.
"""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ivr.errors import SendingFailed, SendingRefused
from ivr.sending.sender import STEP_SECONDS, Errand, broken_off, one_line
from ivr.settings.destinations import WEB_PORTS, Destinations, is_private

UNSIGNED = "no webhook can be sent: set IVR_WEBHOOK_SECRET"
MOST_READ = 1024  # bytes of an answer, of which people read a line
TRY_LATER = frozenset({408, 409, 425, 429})  # besides 5xx: what may be taken another time
TAKEN, REDIRECTED = range(200, 300), range(300, 400)


class WebhookSender:
    """Webhooks signed with each of `secrets`. `clock` tells seconds since 1970, for the signature.

    `trust` is who vouches for certificates, the machine's authorities unless given.
    """

    tells_repeats = True

    def __init__(
        self,
        secrets: Sequence[str],
        allowed: Destinations,
        clock: Callable[[], float] = time.time,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._secrets = tuple(secrets)
        self._allowed = allowed
        self._clock = clock
        self._trust = trust

    def send(self, errand: Errand) -> str:
        """Post the content; the status and the answer's first line. Raises SendingFailed and SendingRefused.

        Nobody is followed who sends on to elsewhere: what is signed for one goes to nobody else.
        """
        if not self._allowed.take_webhook(errand.destination):
            raise SendingRefused("IVR_SEND_TO lists neither this host nor this scheme, host and port")
        if not self._secrets:
            raise SendingFailed(UNSIGNED)
        url = urlsplit(errand.destination)
        body = body_of(errand.content)
        try:
            connection = self._connected(url)
            try:
                with broken_off(lambda: connection.sock):
                    connection.request("POST", _path(url), body, self._headers(errand, body))
                    return _taken(connection.getresponse())
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise SendingFailed(f"the receiver cannot be reached: {one_line(error) or type(error).__name__}") from None

    def _connected(self, url: SplitResult) -> http.client.HTTPConnection:
        """A connection to where a host is said to be now: the address that was looked at is the one that is used."""
        host, port = url.hostname or "", url.port or WEB_PORTS[url.scheme]
        addresses = [found[4] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        private = next((each[0] for each in addresses if is_private(str(each[0]))), None)
        if private and not self._allowed.names_origin(url.geturl()):
            origin = f"{url.scheme}://{url.netloc}"
            raise SendingRefused(f"{host} lies in a private network; if it should, list {origin} in IVR_SEND_TO")
        plain = _first_of(addresses)
        connection = http.client.HTTPConnection(host, port, timeout=STEP_SECONDS)
        try:
            connection.sock = self._encrypted(plain, host) if url.scheme == "https" else plain
        except BaseException:
            plain.close()
            raise
        return connection

    def _encrypted(self, plain: socket.socket, host: str) -> socket.socket:
        trust = self._trust or ssl.create_default_context()
        with broken_off(lambda: plain):
            return trust.wrap_socket(plain, server_hostname=host)

    def _headers(self, errand: Errand, body: bytes) -> dict[str, str]:
        moment = int(self._clock())
        return {
            "Content-Type": "application/json",
            "User-Agent": "ivr",
            "Idempotency-Key": errand.key,
            "IVR-Attempt": str(errand.number),
            "IVR-Signature": signature(self._secrets, moment, errand.key, body),
        }


def signature(secrets: Sequence[str], moment: int, key: str, body: bytes) -> str:
    """The value of `IVR-Signature` at a moment (seconds since 1970), one `v1` for each secret."""
    signed = f"{moment}.{key}.".encode() + body
    each = (hmac.digest(secret.encode(), signed, hashlib.sha256).hex() for secret in secrets)
    return ",".join((f"t={moment}", *(f"v1={code}" for code in each)))


def body_of(content: Any) -> bytes:
    """The JSON that is posted: the same to the byte whenever it is made."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _path(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _first_of(addresses: Sequence[Any]) -> socket.socket:
    """A connection to the first address that takes one. Raises OSError."""
    refused: OSError = OSError("the host has no address")
    for address in addresses[:3]:
        try:
            return socket.create_connection(address[:2], timeout=STEP_SECONDS)
        except OSError as error:
            refused = error
    raise refused


def _taken(answer: http.client.HTTPResponse) -> str:
    """What is told of an answer that took it. Raises SendingFailed and SendingRefused."""
    told = f"{answer.status} {one_line(answer.read(MOST_READ), 120)}".strip()
    if answer.status in TAKEN:
        return told
    if answer.status in REDIRECTED:
        raise SendingRefused(f"the receiver sends us on to elsewhere, where nothing goes: {answer.status}")
    if answer.status >= 500 or answer.status in TRY_LATER:
        raise SendingFailed(f"the receiver answers {told}")
    raise SendingRefused(f"the receiver refuses it: {told}")
