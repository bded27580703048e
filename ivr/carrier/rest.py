"""Fetches and deletes callers' recordings at the carrier, over its REST interface.

The address came with a signed webhook and is kept in the database; all the same nothing but recordings of the carrier
is asked for, and its credentials are shown to its own REST host alone. The carrier may send us on to where it keeps
its media: followed over https and within its own domain only.
Source: Twilio, "Recordings resource"; by REST a WAV is 16 bits, 8,000 samples a second.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from ivr.errors import CarrierSilent, RecordingAway, RecordingGone, RecordingTooLarge
from ivr.sound.kinds import sound_type

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 1.0, 3.0, 20.0
MOST_BYTES = 32 * 1024 * 1024  # half an hour and more; a message is at most minutes
MOST_REDIRECTS = 3
PIECE = 64 * 1024
_RECORDING = re.compile(
    r"https://api\.twilio\.com/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Recordings/(RE[0-9a-fA-F]{32})", re.ASCII
)


class _Nobody(AuthBase):
    """No credentials, not even those that a file on this machine may hold for a host."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class TwilioRecordings:
    """The recordings of an account. `tokens` are its tokens, a second one while they are rotated.

    Without `account` the one in each recording's address is used. `session` carries the requests.
    """

    def __init__(self, account: str, tokens: Sequence[str], session: requests.Session | None = None) -> None:
        self._account = account
        self._tokens = tuple(tokens)
        self._session = session or requests.Session()

    def delete(self, url: str) -> None:
        """Delete the recording at `url`; no matter if it is gone already.

        Raises RecordingAway when not now, and of that CarrierSilent when the carrier does not answer.
        """
        found = _RECORDING.fullmatch(url)
        if not found:
            return  # not at this carrier, so there is nothing to delete
        try:
            with closing(self._ask("DELETE", f"{url}.json", self._account or found[1])) as answer:
                if answer.status_code not in (204, 404, 410):
                    raise RecordingAway(f"the carrier answers {answer.status_code}")
        except requests.RequestException as error:
            raise CarrierSilent(f"the carrier does not answer: {type(error).__name__}") from None

    def fetch(self, url: str) -> bytes:
        """The WAV of the recording at `url`. Raises RecordingGone when there is none, RecordingAway when not now."""
        found = _RECORDING.fullmatch(url)
        if not found:
            raise RecordingGone("this is not the address of a recording of the carrier")
        until = time.monotonic() + ALL_SECONDS
        try:
            address = url + ".wav"
            return self._follow(self._ask("GET", address, self._account or found[1]), address, until)
        except requests.RequestException as error:
            raise CarrierSilent(f"the carrier does not answer: {type(error).__name__}") from None

    def _ask(self, method: str, address: str, account: str) -> requests.Response:
        for token in self._tokens:
            answer = self._send(method, address, HTTPBasicAuth(account, token))
            if answer.status_code != 401:
                return answer
            answer.close()
        raise RecordingAway("the carrier refuses our token: check IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN")

    def _follow(self, answer: requests.Response, address: str, until: float) -> bytes:
        for _ in range(MOST_REDIRECTS):
            if not answer.is_redirect:
                break
            answer.close()
            address = _allowed(urljoin(address, answer.headers["Location"]))
            answer = self._send("GET", address, _Nobody())
        with closing(answer):
            return _sound_of(answer, until)

    def _send(self, method: str, address: str, credentials: AuthBase) -> requests.Response:
        timeout = (CONNECT_SECONDS, READ_SECONDS)
        return self._session.request(
            method, address, auth=credentials, timeout=timeout, stream=True, allow_redirects=False
        )


def _allowed(address: str) -> str:
    """The address we are sent on to, if it is the carrier's. Raises RecordingAway for any other."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise RecordingAway("the carrier sends us on to an address that is none") from None
    own = (parts.hostname or "").endswith(".twilio.com")
    if parts.scheme != "https" or not own or port not in (None, 443) or "@" in parts.netloc or "\\" in address:
        raise RecordingAway("the carrier sends us on to an address that is not its own")
    return address


def _sound_of(answer: requests.Response, until: float) -> bytes:
    """The sound in an answer. Raises RecordingGone and RecordingAway."""
    if answer.status_code in (404, 410):
        raise RecordingGone("the carrier no longer has this recording")
    if answer.status_code != 200:
        raise RecordingAway(f"the carrier answers {answer.status_code}")
    sound = b"".join(_within_limits(answer, until))
    if not sound_type(sound[:12]):
        raise RecordingAway("what the carrier sends is no sound")
    return sound


def _within_limits(answer: requests.Response, until: float) -> Iterator[bytes]:
    taken = 0
    for piece in answer.iter_content(PIECE):
        taken += len(piece)
        if taken > MOST_BYTES:
            raise RecordingTooLarge("the recording is larger than any message")
        if time.monotonic() > until:
            raise RecordingAway("the carrier sends the recording too slowly")
        yield piece
