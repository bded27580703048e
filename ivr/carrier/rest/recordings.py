"""Fetches and deletes callers' recordings at the carrier, over its REST interface.

The address came with a signed webhook and is kept in the database; all the same nothing but recordings of the carrier
is asked for, where `carriers` or the settings say that it is asked, and its credentials are shown to nobody else. The
carrier may send us on to where it keeps its media: followed over https to hosts that `carriers` tells, or where it was
asked. Source: Twilio, "Recordings resource"; by REST a WAV is 16 bits, 8,000 samples a second. SignalWire, "Retrieve a
recording"; Somleng, `recordings_controller.rb`.
"""

import re
import time
from collections.abc import Sequence
from contextlib import closing
from urllib.parse import urljoin, urlsplit

import requests

from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.rest.account import REST_URL
from ivr.carrier.rest.connection import AnswerTooLarge, AnswerTooSlow, Connection, Nobody, read_within
from ivr.errors import CarrierSilent, RecordingAway, RecordingGone, RecordingTooLarge
from ivr.sound.kinds import sound_type

READ_SECONDS, ALL_SECONDS = 3.0, 20.0
MOST_BYTES = 32 * 1024 * 1024  # half an hour and more; a message is at most minutes
MOST_REDIRECTS = 3


class TwilioRecordings:
    """The recordings of an account. `tokens` are its tokens, a second one while they are rotated.

    Without `account` the one in each recording's address is used. `root` is where the REST interface is, besides its
    usual place; `session` carries the requests.
    """

    def __init__(
        self,
        account: str,
        tokens: Sequence[str],
        root: str = REST_URL,
        session: requests.Session | None = None,
        carrier: Carrier = TWILIO,
    ) -> None:
        self._account = account
        self._root = root
        self._carrier = carrier
        rest = carrier.rest
        name = f"RE{rest.name}" if rest.tells_kinds else rest.name
        self._at_the_root = re.compile(
            f"{re.escape(rest.path)}/Accounts/({rest.account_name}){rest.recording}/{name}", re.ASCII
        )
        self._connection = Connection(tokens, READ_SECONDS, session)

    def delete(self, url: str) -> None:
        """Delete the recording at `url`; no matter if it is gone already.

        Raises RecordingAway when not now, and of that CarrierSilent when the carrier does not answer. One that deletes
        nothing when it is asked must have done it by itself.
        """
        found = self._found(url)
        if not found:
            return  # not at this carrier, so there is nothing to delete
        if not self._carrier.rest.deletes_recordings:
            self._expect_gone(url)
            return
        try:
            with closing(self._ask("DELETE", f"{url}.json", self._account or found[1])) as answer:
                if answer.status_code not in (204, 404, 410):
                    raise RecordingAway(f"the carrier answers {answer.status_code}")
        except requests.RequestException as error:
            raise CarrierSilent(f"the carrier does not answer: {type(error).__name__}") from None

    def fetch(self, url: str) -> bytes:
        """The WAV of the recording at `url`. Raises RecordingGone when there is none, RecordingAway when not now."""
        found = self._found(url)
        if not found:
            raise RecordingGone("this is not the address of a recording of the carrier")
        until = time.monotonic() + ALL_SECONDS
        try:
            address = url + ".wav"
            return self._follow(self._ask("GET", address, self._account or found[1]), address, until)
        except requests.RequestException as error:
            raise CarrierSilent(f"the carrier does not answer: {type(error).__name__}") from None

    def _found(self, url: str) -> re.Match[str] | None:
        """The account and the recording in an address of the carrier; None for any other address."""
        roots = filter(None, (self._carrier.rest.recordings_at, self._root))
        root = next((root for root in roots if url.startswith(f"{root}/")), None)
        return self._at_the_root.fullmatch(url, len(root)) if root else None

    def _expect_gone(self, url: str) -> None:
        try:
            self.fetch(url)
        except RecordingGone:
            return
        raise RecordingAway(f"{self._carrier.title} deletes no recording over REST: have its storage delete it")

    def _ask(self, method: str, address: str, account: str) -> requests.Response:
        answer = self._connection.ask(method, address, account)
        if answer is None:
            settings = f"{self._carrier.account_setting} and {self._carrier.token_setting}"
            raise RecordingAway(f"the carrier refuses our token: check {settings}")
        return answer

    def _follow(self, answer: requests.Response, address: str, until: float) -> bytes:
        for _ in range(MOST_REDIRECTS):
            if not answer.is_redirect:
                break
            answer.close()
            address = _allowed(urljoin(address, answer.headers["Location"]), self._root, self._carrier.rest.media)
            answer = self._connection.send("GET", address, Nobody())
        with closing(answer):
            return _sound_of(answer, until)


def _allowed(address: str, root: str, media: tuple[str, ...]) -> str:
    """The address we are sent on to, if it is the carrier's. Raises RecordingAway for any other."""
    if address.startswith(f"{root}/"):
        return address
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise RecordingAway("the carrier sends us on to an address that is none") from None
    own = (parts.hostname or "").endswith(media)
    if parts.scheme != "https" or not own or port not in (None, 443) or "@" in parts.netloc or "\\" in address:
        raise RecordingAway("the carrier sends us on to an address that is not its own")
    return address


def _sound_of(answer: requests.Response, until: float) -> bytes:
    """The sound in an answer. Raises RecordingGone and RecordingAway."""
    if answer.status_code in (404, 410):
        raise RecordingGone("the carrier no longer has this recording")
    if answer.status_code != 200:
        raise RecordingAway(f"the carrier answers {answer.status_code}")
    try:
        sound = read_within(answer, MOST_BYTES, until)
    except AnswerTooLarge:
        raise RecordingTooLarge("the recording is larger than any message") from None
    except AnswerTooSlow:
        raise RecordingAway("the carrier sends the recording too slowly") from None
    if not sound_type(sound[:12]):
        raise RecordingAway("what the carrier sends is no sound")
    return sound
