"""The wire to a hotline that runs somewhere: HTTP, with the carrier's time limits."""

import time
from dataclasses import dataclass

import requests

from ivr.phone.requesting import NotAnsweredError, NotConnectedError, Reply, Request

CONNECT_SECONDS = 5.0
ENOUGH = 20_000_000  # bytes; a longer body is cut, and is refused by whoever reads it


@dataclass(frozen=True)
class HttpWire:
    """Sends over HTTP. `reach` replaces scheme and host where a hotline stands behind another public address."""

    public: str = ""
    reach: str = ""

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply within `seconds`, redirects not followed. Raises NotConnectedError or NotAnsweredError."""
        try:
            return self._send(request, time.monotonic() + seconds, seconds)
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise NotConnectedError(str(error)) from error
        except requests.Timeout as error:
            raise NotAnsweredError(str(error)) from error
        except requests.ConnectionError as error:
            raise NotConnectedError(str(error)) from error
        except requests.RequestException as error:
            raise NotAnsweredError(str(error)) from error

    def _send(self, request: Request, until: float, seconds: float) -> Reply:
        prepared = requests.Request(
            request.method, self._address(request.url), headers=dict(request.headers), data=request.body or None
        ).prepare()
        prepared.url = self._address(request.url)  # as signed: requests would decode what needs no encoding
        with requests.Session() as session:
            session.trust_env = False
            answer = session.send(
                prepared,
                timeout=(min(CONNECT_SECONDS, seconds), seconds),
                allow_redirects=False,
                stream=True,
            )
            return _reply(answer, until)

    def _address(self, url: str) -> str:
        if self.reach and url.startswith(self.public):
            return self.reach + url.removeprefix(self.public)
        return url


def _reply(answer: requests.Response, until: float) -> Reply:
    with answer:
        return Reply(
            answer.status_code,
            answer.headers.get("Content-Type", ""),
            _read(answer, until),
            answer.headers.get("Location", ""),
            {cookie.name: cookie.value or "" for cookie in answer.cookies},
        )


def _read(answer: requests.Response, until: float) -> bytes:
    body = b""
    for piece in answer.iter_content(65_536):
        body += piece
        if time.monotonic() > until:
            raise NotAnsweredError("the answer took too long to arrive")
        if len(body) > ENOUGH:
            break
    return body
