"""One request to the carrier: with an account's credentials, each step within seconds, its answer within limits."""

import time
from collections.abc import Sequence
from typing import Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth

CONNECT_SECONDS = 1.0
PIECE = 64 * 1024


class AnswerTooLarge(Exception):
    """The answer has more bytes than may be taken."""


class AnswerTooSlow(Exception):
    """The answer is still coming in when its time is over."""


class Nobody(AuthBase):
    """No credentials, not even those that a file on this machine may hold for a host."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Leave the request as it is."""
        return request


class Connection:
    """Asks as an account. `tokens` are its tokens, a second one while they are rotated.

    `seconds` is how long nothing may come in while an answer is waited for. `session` carries the requests.
    """

    def __init__(self, tokens: Sequence[str], seconds: float, session: requests.Session | None = None) -> None:
        self._tokens = tuple(tokens)
        self._timeout = (CONNECT_SECONDS, seconds)
        self._session = session or requests.Session()

    def ask(self, method: str, address: str, account: str, **given: Any) -> requests.Response | None:
        """The answer, its body still to be read; None when the carrier takes none of the tokens.

        Raises requests.RequestException.
        """
        for token in self._tokens:
            answer = self.send(method, address, HTTPBasicAuth(account.encode(), token.encode()), **given)
            if answer.status_code != 401:
                return answer
            answer.close()
        return None

    def send(self, method: str, address: str, credentials: AuthBase, **given: Any) -> requests.Response:
        """The answer to one request, wherever it would send us on to. Raises requests.RequestException."""
        return self._session.request(
            method, address, auth=credentials, timeout=self._timeout, stream=True, allow_redirects=False, **given
        )


def read_within(answer: requests.Response, most: int, until: float) -> bytes:
    """The body of an answer, at most so many bytes, by `until` on the monotonic clock.

    Raises AnswerTooLarge, AnswerTooSlow and requests.RequestException.
    """
    taken = bytearray()
    for piece in answer.iter_content(PIECE):
        taken += piece
        if len(taken) > most:
            raise AnswerTooLarge
        if time.monotonic() > until:
            raise AnswerTooSlow
    return bytes(taken)
