"""A call by which a case is answered, step by step: the officer's telephone, 1, the caller's, and what came of each.

The carrier asks for each step at an address that holds a token; what came of it goes into the journal of the call that
the case was left in, so that it outlives a database that is away, and counts in no figure of calls.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cryptography.exceptions import InvalidTag

from ivr.carrier.addresses import Addresses
from ivr.carrier.carriers import Carrier
from ivr.carrier.last_resort import HANG_UP
from ivr.carrier.reply_call import ask_to_connect, dial_caller, say_alone
from ivr.carrier.verbs import Verbs
from ivr.engine.edition import Edition, Hotline
from ivr.engine.heard import TransferFinished
from ivr.engine.instructions import Say
from ivr.errors import TokenRefused
from ivr.journal.entry import Entry
from ivr.replies.wording import in_reach
from ivr.storage.cases.callers import languages_of_calls
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import Case, cases_of_call
from ivr.storage.cases.replies import call_entry_name
from ivr.storage.database.transactions import Database
from ivr.switchboard.ports import Unkept
from ivr.switchboard.tokens import sealing_key
from ivr.words import Value, fill

AN_HOUR = timedelta(hours=1)  # after which nobody is put through any more
LONGEST_TOKEN = 1000
_MADE_BY = [b"ivr reply token 1"]
STANDS_IN: Mapping[str, str] = {
    "reply_case": "whisper_press",
    "reply_greeting": "greeting",
    "reply_unanswered": "officer_failed",
    "reply_busy": "officer_failed",
    "reply_failed": "officer_failed",
}
"""For each phrase that editions in service may not have yet, the one they have."""
OF_THE_CALLER: Mapping[str, str] = {"gave up": "gave-up"}
OF_THE_OFFICER: Mapping[str, str] = {
    "completed": "officer-left",
    "busy": "officer-busy",
    "no-answer": "officer-silent",
    "failed": "officer-failed",
    "canceled": "officer-failed",
}
"""What the carrier's word for the end of the officer's own call means, where no more is known."""


@dataclass(frozen=True)
class ReplyToken:
    """Which call it is: its `key` in the outbox, the case, the officer's `language`, and when it was asked for.

    `at` is in seconds since 1970.
    """

    key: str
    call_sid: str
    turn: int
    language: str
    at: int


class ReplyTokens:
    """Seals tokens with the first secret and opens those sealed with any of them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [sealing_key(secret, "ivr reply token") for secret in secrets]

    def seal(self, token: ReplyToken) -> str:
        """The token as it stands in an address; the same whenever it is made."""
        return (
            urlsafe_b64encode(self._keys[0].encrypt(json.dumps(asdict(token)).encode(), _MADE_BY)).decode().rstrip("=")
        )

    def open(self, token: str) -> ReplyToken:
        """What was sealed. Raises TokenRefused."""
        try:
            sealed = urlsafe_b64decode(token[:LONGEST_TOKEN].encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            raise TokenRefused("the reply token is no token") from None
        for key in self._keys:
            try:
                return ReplyToken(**json.loads(key.decrypt(sealed, _MADE_BY)))
            except (InvalidTag, ValueError, TypeError):
                continue
        raise TokenRefused("the reply token was forged, cut or made with another key")


class KeepsNotices(Protocol):
    """A journal that never fails a call."""

    def keep(self, entry: Entry) -> object:
        """Keep an entry; Unkept where it is kept nowhere."""
        ...

    def set_down(self, entry: Entry) -> None:
        """Leave an entry that was Unkept in the last place."""
        ...


@dataclass(frozen=True)
class ReplyCalls:
    """Answers the carrier at each step, with documents for it. What is not there any more is let go."""

    database: Database
    journal: KeepsNotices
    edition: Callable[[], Edition]
    tokens: ReplyTokens
    clock: Callable[[], datetime]
    addresses: Addresses
    carrier: Carrier

    def picked_up(self, sealed: str, sid: str) -> bytes:
        """Somebody picked up the officer's telephone: told which case it is, and asked to press 1."""
        token = self.tokens.open(sealed)
        case, line, edition = self._found(token)
        if case is None or line is None:
            return HANG_UP
        self._keep(token, sid, "picked-up")
        language = in_reach(edition, token.language)
        reference = Value(case.reference, "reference")
        says = [self._say(edition, language, "reply_case", line, {"reference": reference})]
        return ask_to_connect(says, self._verbs(edition), sealed)

    def pressed(self, sealed: str, sid: str, keys: str) -> bytes:
        """The officer pressed 1, and the caller is rung from the hotline's number; whoever pressed no 1 is let go."""
        token = self.tokens.open(sealed)
        case, line, edition = self._found(token)
        if keys != "1" or case is None or line is None:
            return HANG_UP
        self._keep(token, sid, "accepted")
        return dial_caller(case.call_back, line.number, self._verbs(edition), sealed)

    def greeted(self, sealed: str) -> bytes:
        """The caller picked up, or somebody beside them: told who rings, and nothing of the case."""
        token = self.tokens.open(sealed)
        case, line, edition = self._found(token)
        if case is None or line is None:
            return HANG_UP
        spoken = languages_of_calls(self.database, [case.call_sid]).get(case.call_sid, "")
        says = [self._say(edition, in_reach(edition, spoken), "reply_greeting", line, {})]
        return say_alone(says, self._verbs(edition))

    def rung(self, sealed: str, sid: str, rung: TransferFinished) -> bytes:
        """The caller was rung; an officer who was not put through is told why."""
        token = self.tokens.open(sealed)
        self._keep(token, sid, OF_THE_CALLER.get(rung.outcome, rung.outcome), rung.seconds)
        _, line, edition = self._found(token)
        if rung.outcome == "answered" or rung.hung_up or line is None:
            return HANG_UP
        language = in_reach(edition, token.language)
        says = [self._say(edition, language, f"reply_{rung.outcome}", line, {})]
        return say_alone(says, self._verbs(edition), over=True)

    def ended(self, sealed: str, sid: str, status: str) -> None:
        """The officer's call is over, by the carrier's word for it."""
        if outcome := OF_THE_OFFICER.get(status):
            self._keep(self.tokens.open(sealed), sid, outcome)

    def _found(self, token: ReplyToken) -> tuple[Case | None, Hotline | None, Edition]:
        """The case and its hotline; no case where nobody may be put through (any more)."""
        edition, key = self.edition(), Key(token.call_sid, token.turn)
        case = next((each for each in cases_of_call(self.database, token.call_sid) if each.key == key), None)
        late = self.clock() - datetime.fromtimestamp(token.at, UTC) > AN_HOUR
        if case is None or late or case.anonymous or not case.call_back.startswith("+"):
            return None, None, edition
        line = next((line for line in edition.hotlines.values() if line.name == case.hotline), None)
        return case, line, edition

    def _verbs(self, edition: Edition) -> Verbs:
        return Verbs(tuple(edition.languages.values()), self.addresses, self.carrier)

    def _say(self, edition: Edition, language: str, phrase: str, line: Hotline, values: Mapping[str, Value]) -> Say:
        texts = edition.phrases[language]
        text = texts.get(phrase) or texts[STANDS_IN[phrase]]
        title = line.title.get(language) or next(iter(line.title.values()), "")
        told = {"title": Value(title, "text"), **values}
        return Say(fill(text, told, edition.counts_in(language), edition.home), language)

    def _keep(self, token: ReplyToken, sid: str, outcome: str, seconds: int | None = None) -> None:
        entry = Entry(
            call_sid=token.call_sid,
            entry=call_entry_name(token.key, sid, outcome),
            turn=None,
            at=self.clock().astimezone(UTC),
            hotline="",
            caller="",
            called="",
            edition="",
            node="",
            language="",
            heard={"reply": outcome},
            seconds=seconds,
        )
        if isinstance(self.journal.keep(entry), Unkept):
            self.journal.set_down(entry)
