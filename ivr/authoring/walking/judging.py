"""Judging one step of the walk: what in it must never happen to a caller."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

from ivr.authoring.walking.acts import Act, single_key
from ivr.authoring.walking.circumstances import Taken
from ivr.authoring.walking.findings import DROPPED, NO_OFFICER, NOTHING_SAID, Finding
from ivr.authoring.walking.helping import any_helps, blamed, speaking
from ivr.authoring.walking.moments import Moments
from ivr.authoring.walking.places import Owed, Place
from ivr.authoring.walking.wording import UNFILLED, silent, why_not_said, written_so
from ivr.authoring.walking.world import CALLER
from ivr.engine.edition import Edition
from ivr.engine.events import Event, NodeReached, TransferEnded, TransferStarted
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Keys
from ivr.engine.instructions import HangUp, Hold, Record, Transfer
from ivr.engine.turn import Turn
from ivr.engine.visit import Visit
from ivr.translation import Sentence, said

REACHES = ("officer", "message")  # somebody is reached, now or later
WITHHELD = "anonymous"
Wrong = tuple[str, str, tuple[str, ...], Sentence]
"""A rule, the node and its setting that are to blame, and what is said of it."""


@dataclass(frozen=True)
class Judge:
    """Judges the steps of calls to one edition; `allowed` are words that look like a mistake but are written so."""

    edition: Edition
    moments: Moments
    allowed: frozenset[str]

    def findings(self, place: Place, act: Act, taken: Taken) -> Iterator[Finding]:
        """What is wrong with a step taken from a place."""
        for rule, node, setting, message in self._wrongs(place, act, taken):
            script = (*place.script, act.script) if act.script else place.script
            at = self.moments.at[self.moments.first_of(taken.moments)] if taken.moments != self.moments.all else None
            looked = (*place.all_looked, *zip(taken.tables, taken.looked, strict=True))
            caller = "" if place.call.caller == CALLER else place.call.caller or WITHHELD
            yield Finding(rule, node, setting, message, place.call.hotline, script, at, looked, caller)

    def helps(self, taken: Taken) -> bool:
        """Whether the caller is helped in a step."""
        place = self.moments.first_of(taken.moments)
        opens = frozenset(name for name, signs in self.moments.signs.items() if signs[place][2])
        return isinstance(taken.closing, Record) or any_helps(self.edition, taken.events, opens=opens)

    def owed(self, place: Place, act: Act, taken: Taken) -> Owed | None:
        """The node and its key that should have led to an officer and has not yet."""
        pressed = place.is_first_try and self._is_officer_key(place, act)
        owed = (place.call.node, KEY_OF_DIGIT[act.script]) if pressed else place.owed
        return None if owed is None or taken.went is None or self._reaches(taken, taken.went.events) else owed

    def _wrongs(self, place: Place, act: Act, taken: Taken) -> Iterator[Wrong]:
        went = taken.went
        if went is None:
            yield NOTHING_SAID, _node_of(taken.fault, place), (), _told(taken.fault)
            return
        yield from self._said(place, taken)
        if not isinstance(went, Turn) or isinstance(taken.closing, Hold):
            return
        if silent(went):
            message = said("callers are asked for something here without a word.")
            yield NOTHING_SAID, place.speaker, (), message
        if _ends(went) and not act.parts and not (place.helped or self.helps(taken)):
            node, setting = blamed(self.edition, went.events, went.call.node)
            yield DROPPED, node, setting, said("callers are let go here without having been helped.")
        owed = self.owed(place, act, taken)
        if owed:
            node, key = owed
            yield NO_OFFICER, node, ("choices", key), said("{key} does not lead to an officer here.", key=key)

    def _said(self, place: Place, taken: Taken) -> Iterator[Wrong]:
        whisper = (taken.closing.whisper,) if isinstance(taken.closing, Transfer) else ()
        for at, prompt in enumerate((*taken.says, *whisper)):
            why = why_not_said(prompt.text)
            if why and not self._written_so(prompt.text):
                yield NOTHING_SAID, *speaking(self.edition, taken.events, place.speaker, first=at == 0), why

    def _written_so(self, text: str) -> bool:
        found = {each[0] for each in UNFILLED.finditer(text)}
        return bool(found) and found <= self.allowed

    def _is_officer_key(self, place: Place, act: Act) -> bool:
        if place.closing is None or not isinstance(act.heard, Keys) or not single_key(place.closing):
            return False
        if not self.edition.has_officers(place.call.hotline):
            return False
        return self.edition.inherited.get(KEY_OF_DIGIT.get(act.heard.digits, "")) == "officer"

    def _reaches(self, taken: Taken, events: Iterable[Event]) -> bool:
        return isinstance(taken.closing, Record) or any(map(self._reached, events))

    def _reached(self, event: Event) -> bool:
        if isinstance(event, NodeReached):
            return self.edition.nodes[event.node].gives in REACHES or event.node.partition("/")[2] == "officer"
        return isinstance(event, TransferStarted | TransferEnded)


def judge_of(edition: Edition, moments: Moments) -> Judge:
    """The judge of an edition."""
    return Judge(edition, moments, written_so(edition))


def _ends(turn: Turn) -> bool:
    return isinstance(turn.instructions[-1], HangUp)


def _told(fault: Exception | None) -> Sentence:
    if isinstance(fault, KeyError):
        return said('nothing fills "{place}" on the way that leads here.', place=f"{{{fault.args[0]}}}")
    return said("callers would hear an apology here: {fault}.", fault=repr(fault))


def _node_of(fault: Exception | None, place: Place) -> str:
    """The node that was being visited when the engine failed."""
    here, trace = place.call.node, fault.__traceback__ if fault else None
    while isinstance(trace, TracebackType):
        visit = trace.tb_frame.f_locals.get("visit")
        here = visit.here if isinstance(visit, Visit) else here
        trace = trace.tb_next
    return here
