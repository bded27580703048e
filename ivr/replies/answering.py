"""Answering a case from here: the deed, and what is sent because of it, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.replies.ways import WaysOut
from ivr.replies.wording import ReplyWording, in_reach
from ivr.storage.cases.callers import languages_of_calls
from ivr.storage.cases.history import Doing
from ivr.storage.cases.listing import Case
from ivr.storage.cases.replies import RANG, SENT_OFF, ReplyWay, send_off
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.listing import masked_destination
from ivr.storage.outbox.outbox import Dispatch, key_of

ABOUT = "reply to a case"  # never which: whoever has a reference may ask about the case
A_CALL = "call about a case"
TRIED_FOR = timedelta(days=1)
RUNG_WITHIN = timedelta(minutes=2)  # no longer does anybody wait beside the telephone


@dataclass(frozen=True)
class Answering:
    """Answers cases over the ways out, by a clock."""

    database: Database
    ways: WaysOut
    clock: Callable[[], datetime]

    def send(
        self, case: Case, version: int, who: str, way: ReplyWay, words: str, address: str = "", *, heard: bool = False
    ) -> None:
        """Send words to a caller: as a text message, or to a mail `address`; they may also be `heard` by ringing.

        `version` of the case is what `who` saw. Raises WorkConflict, RecordMissing and StorageAway.
        """
        wording, line = self.wording(case), self.ways.line_of(case)
        to = address or case.call_back
        content = {"text": wording.text(case, line, words)} if way == "sms" else wording.mail(case, line, words)
        now = self.clock()
        details = {"text": words, "way": way, "to": masked_destination(way, to)}
        details |= {"heard": wording.language} if heard else {}
        doing = Doing(case.key, version, who, now, SENT_OFF, details)
        key = key_of("reply", case.call_sid, case.turn, version)
        dispatch = Dispatch(key, way, to, ABOUT, content, now, now + TRIED_FOR, case.call_sid)
        send_off(self.database, doing, dispatch)

    def wording(self, case: Case) -> ReplyWording:
        """What stands around words to the caller of a case, in their language. Raises StorageAway."""
        spoken = languages_of_calls(self.database, [case.call_sid]).get(case.call_sid, "")
        return ReplyWording(self.ways.edition, in_reach(self.ways.edition, spoken))

    def ring(self, case: Case, version: int, who: str, telephone: str, language: str) -> None:
        """Ring the officer's `telephone`, who presses 1 and is put through to the caller; spoken to in a `language`.

        The line must be there; see `WaysOut.why_not`. Raises WorkConflict, RecordMissing and StorageAway.
        """
        line, now = self.ways.line_of(case), self.clock()
        content = {"from": line.number if line else "", "turn": case.turn, "language": language}
        to, by = (masked_destination("call", number) for number in (case.call_back, telephone))
        doing = Doing(case.key, version, who, now, RANG, {"way": "call", "to": to, "from": by})
        key = key_of("ring", case.call_sid, case.turn, version)
        until = now + RUNG_WITHIN
        send_off(self.database, doing, Dispatch(key, "call", telephone, A_CALL, content, now, until, case.call_sid))
