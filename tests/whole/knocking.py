"""One request of a carrier, made by hand so that it can be made wrong."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

import requests
from whole.serving import NUMBERS, Server

from ivr.phone.checking import check_reply
from ivr.phone.requesting import Reply
from ivr.phone.signing import sign
from ivr.phone.twiml import read_document
from ivr.phone.verbs import Gather, Hangup, Say, Verb

FORM = "application/x-www-form-urlencoded; charset=utf-8"
Pairs = Sequence[tuple[str, str]]
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Knock:
    """Sends single requests to a running hotline."""

    server: Server

    def post(
        self,
        path: str,
        params: Pairs | Mapping[str, str],
        *,
        signature: bytes | str | None = "",
        body: str = "",
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> requests.Response:
        """A form, signed; `signature` replaces the right one, None leaves it out; `body` what is sent."""
        pairs = list(params.items()) if isinstance(params, Mapping) else list(params)
        sent: dict[str, str | bytes] = {"Content-Type": FORM, **headers}
        if signature is not None:
            sent["X-Twilio-Signature"] = self.signature(path, pairs) if signature == "" else signature
        return self._send("POST", path, sent, body or urlencode(pairs))

    def get(self, path: str, params: Pairs) -> requests.Response:
        """The same by GET, where the parameters stand in the address."""
        path += ("&" if "?" in path else "?") + urlencode(params)
        return self._send("GET", path, {"X-Twilio-Signature": self.signature(path)}, None)

    def signature(self, path: str, pairs: Pairs = ()) -> bytes:
        """What the carrier signs it with."""
        return sign(self.server.url + path, pairs, self.server.line().auth_token).encode()

    def says(self, answer: requests.Response) -> str:
        """The words of an answer that must be a document."""
        return " ".join(prompt.text for prompt in _prompts(self.verbs(answer)))

    def verbs(self, answer: requests.Response) -> tuple[Verb, ...]:
        """The verbs of an answer, after every check that the telephone makes."""
        reply = Reply(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)
        check_reply(reply, answer.url)
        return read_document(answer.content, answer.url, self.server.url)

    def hangs_up(self, answer: requests.Response) -> bool:
        """Whether it ends the call without a word."""
        return self.verbs(answer) == (Hangup(),)

    def next_turn(self, answer: requests.Response) -> str:
        """The path and query that an answer's question leads to."""
        gather = next(verb for verb in self.verbs(answer) if isinstance(verb, Gather))
        return gather.action.removeprefix(self.server.url)

    def _send(self, method: str, path: str, headers: Mapping[str, str | bytes], body: str | None) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            plain = requests.Request(method, self.server.url, headers=headers, data=body).prepare()
            plain.url = self.server.url + path
            return session.send(plain, timeout=15, allow_redirects=False)


def inbound(hotline: str = "transport", **different: str) -> dict[str, str]:
    """What every request of a new call holds; `From` is written `caller`."""
    caller = different.pop("caller", "+85255501234")
    to = NUMBERS.get(hotline, hotline)
    standard = {
        "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "CallSid": f"CA{secrets.token_hex(16)}",
        "CallStatus": "ringing", "Direction": "inbound", "From": caller, "Caller": caller, "To": to, "Called": to,
    }  # fmt: skip
    return standard | different


def _prompts(verbs: tuple[Verb, ...]) -> list[Say]:
    inside = [prompt for verb in verbs if isinstance(verb, Gather) for prompt in verb.prompts]
    return [verb for verb in (*verbs, *inside) if isinstance(verb, Say)]
