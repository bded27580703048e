"""Answering a case from here: by which ways, what is wrong with an answer, what became of others, and doing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import session
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.logs import mask_number
from ivr.replies.answering import TRIED_FOR, Answering
from ivr.replies.ways import WaysOut
from ivr.replies.wording import ReplyWording
from ivr.storage.cases.history import Deed, Doing
from ivr.storage.cases.listing import Case
from ivr.storage.cases.replies import (
    CARRIES_WORDS,
    MACHINE,
    REPLIED,
    ReplyWay,
    SentReply,
    note_machine,
    replies_of,
)
from ivr.storage.outbox.outbox import send_again
from ivr.translation import NOTHING
from ivr.web.desk.cases import words
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import callers_language, told
from ivr.web.desk.frame.person import person
from ivr.words.telephones import as_dialled, is_costly, is_emergency, read_telephone

TELEPHONE = "telephone"  # what the browser remembers the person's own as, in the desk's cookie
Texts = Mapping[str, str]
"""What was written into a form, by field."""


@dataclass(frozen=True)
class CaseAnswers:
    """How a case with that `history` is answered from here."""

    case: Case
    history: Sequence[Deed]

    @cached_property
    def replies(self) -> Mapping[int, SentReply]:
        """The replies that were sent from here, by the version of their deed."""
        return replies_of(desk.database, self.case.key)

    @property
    def unsent(self) -> Sequence[SentReply]:
        """Those of them that did not go, with no reply since."""
        return [reply for reply in self._since_last_reply if reply.unsent]

    @property
    def talked(self) -> Sequence[SentReply]:
        """Calls from here that were answered, of which nobody wrote yet what the caller was told."""
        return [reply for reply in self._since_last_reply if reply.outcome == "answered"]

    @property
    def ways_open(self) -> Mapping[ReplyWay, str]:
        """The ways by which words can be sent to this caller, in words."""
        to = {"sms": f" ({mask_number(self.case.call_back)})"}
        return {way: f"{words.WAYS[way]}{to.get(way, '')}" for way in CARRIES_WORDS if not self._why_not(way)}

    @property
    def ways_shut(self) -> Mapping[str, Sequence[str]]:
        """Why the other ways are not open: the ways, by the reason that they have in common."""
        reasons: dict[str, list[str]] = {}
        for way in CARRIES_WORDS:
            if why := self._why_not(way):
                reasons.setdefault(why, []).append(str(words.WAYS[way]))
        return reasons

    @property
    def why_no_call(self) -> str:
        """Why the caller cannot be rung from here; empty where it can be done."""
        return self._why_not("call")

    @cached_property
    def wording(self) -> ReplyWording:
        """What stands around words that are sent to this caller."""
        return _answering().wording(self.case)

    @property
    def frame(self) -> tuple[str, str]:
        """What stands before and behind the words of a text message."""
        return self.wording.before(self.case).strip(), self.wording.behind(self._ways.line_of(self.case))

    @property
    def my_telephone(self) -> str:
        """The person's own, as it was rung last on this browser."""
        return str(session.get(TELEPHONE, ""))

    def has_no_form(self, deed: str) -> bool:
        """Whether the page has no form for an answer by that deed, as the ways stand now."""
        return (deed == "send" and not self.ways_open) or (deed == "ring" and bool(self.why_no_call))

    def wrong_in(self, deed: str, texts: Texts) -> dict[str, str]:
        """What is wrong with an answer, a sentence by field; nothing for what is none."""
        match deed:
            case "send":
                return self._wrong_words(texts)
            case "ring":
                return self._wrong_telephone(texts["telephone"])
            case "send-again" if texts["sent"] not in map(str, (reply.version for reply in self.unsent)):
                return {"deeds": gettext("That reply went meanwhile, or is on its way again; nothing is sent twice.")}
            case "machine" if texts["rung"] not in map(str, (reply.version for reply in self.talked)):
                return {"deeds": gettext("No call of that kind was answered.")}
        return {}

    def _wrong_words(self, texts: Texts) -> dict[str, str]:
        way = next((each for each in CARRIES_WORDS if each == texts["way"]), None)
        if way is None:
            return {"way": gettext("Choose how it is sent.")}
        wrong = self._ways.wrong_with(way, self.case, texts["words"], texts["address"])
        return {name: told(why) for name, why in wrong.items()}

    def _wrong_telephone(self, text: str) -> dict[str, str]:
        number = telephone_of(text)
        why = self._ways.why_not("call", self.case) or (self._ways.why_not_ring(number) if number else NOTHING)
        if why:
            return {"telephone": told(why)}
        return {} if number else {"telephone": gettext("Write a telephone number, such as 2824 6111.")}

    @property
    def _ways(self) -> WaysOut:
        return WaysOut(desk.settings, desk.edition)

    @property
    def _since_last_reply(self) -> Sequence[SentReply]:
        last = max((deed.version for deed in self.history if deed.what == REPLIED), default=0)
        return [reply for reply in self.replies.values() if reply.version > last]

    def _why_not(self, way: ReplyWay) -> str:
        return told(self._ways.why_not(way, self.case))


def telephone_of(text: str) -> str:
    """A telephone of the office as a carrier dials it; empty for none, and for one that costs more than a call."""
    country = desk.edition.home.country
    try:
        number = as_dialled(read_telephone(text, country), country)
    except ValueError:
        return ""
    return "" if is_costly(number) or is_emergency(text, country) else number


def _send(case: Case, version: int, texts: Texts) -> None:
    way = next(each for each in CARRIES_WORDS if each == texts["way"])
    address = texts["address"] if way == "email" else ""
    heard = bool(texts["heard"])
    _answering().send(case, version, person().email, way, texts["words"], address, heard=heard)


def _send_again(case: Case, _version: int, texts: Texts) -> None:
    reply, now = replies_of(desk.database, case.key)[int(texts["sent"])], desk.now()
    send_again(desk.database, reply.key, now, now + TRIED_FOR)


def _ring(case: Case, version: int, texts: Texts) -> None:
    session[TELEPHONE] = texts["telephone"]
    _answering().ring(case, version, person().email, telephone_of(texts["telephone"]), callers_language())


def _note_machine(case: Case, version: int, texts: Texts) -> None:
    reply = replies_of(desk.database, case.key)[int(texts["rung"])]
    note_machine(desk.database, Doing(case.key, version, person().email, desk.now(), MACHINE, {}), reply)


ANSWERING: Mapping[str, Callable[[Case, int, Texts], None]] = {
    "send": _send,
    "send-again": _send_again,
    "ring": _ring,
    "machine": _note_machine,
}
"""The deeds by which callers are answered from here, to a case as it was seen in a version."""
ON_ITS_WAY: Mapping[str, LazyString] = {
    **dict.fromkeys(("send", "send-again"), lazy_gettext("It goes within seconds. The history tells when it went.")),
    "ring": lazy_gettext("Your telephone rings within seconds. Press 1 on it, and the caller is rung."),
}
"""What is said when something was put on its way."""


def _answering() -> Answering:
    return Answering(desk.database, WaysOut(desk.settings, desk.edition), desk.now)
