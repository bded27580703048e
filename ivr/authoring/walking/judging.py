"""Judging one turn of the walk: what in it must never happen to a caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from ivr.authoring.sentences import NOTHING, Sentence, said
from ivr.authoring.walking.acts import Act, single_key
from ivr.authoring.walking.circumstances import Taken
from ivr.authoring.walking.findings import DROPPED, ENDLESS, NO_OFFICER, NOTHING_SAID, Finding
from ivr.authoring.walking.helping import blamed, helps, speaking
from ivr.authoring.walking.moments import Moments
from ivr.authoring.walking.places import Place
from ivr.authoring.walking.wording import UNFILLED, prompts_of, silent, why_not_said, written_so
from ivr.engine.edition import Edition
from ivr.engine.events import CallEnded, Event, NodeReached, TransferEnded, TransferStarted
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Keys, hung_up
from ivr.engine.instructions import HangUp, Pause, Record, Reject
from ivr.engine.turn import Turn
from ivr.engine.visit import Visit

REACHES = ("transfer", "message", "feedback")  # kinds at which somebody is reached, now or later
WITHHELD = "anonymous"
Wrong = tuple[str, str, tuple[str, ...], Sentence]
"""A rule, the node and its setting that are to blame, and what is said of it."""


@dataclass(frozen=True)
class Judge:
    """Judges the turns of one edition; `allowed` are words that look like a mistake but are written so."""

    edition: Edition
    moments: Moments
    allowed: frozenset[str]

    def findings(self, place: Place, act: Act, taken: Taken) -> Iterator[Finding]:
        """What is wrong with a turn taken at a place."""
        for rule, node, setting, message in self._wrongs(place, act, taken):
            script = (*place.script, act.script) if act.script else place.script
            at = self.moments.at[self.moments.first_of(taken.moments)] if taken.moments != self.moments.all else None
            looked = (*place.all_looked, *zip(taken.tables, taken.looked, strict=True))
            caller = "" if place.call.caller else WITHHELD
            yield Finding(rule, node, setting, message, place.call.hotline, script, at, looked, caller)

    def helps(self, turn: Turn, moments: int) -> bool:
        """Whether the caller is helped in a turn taken at these moments."""
        place = self.moments.first_of(moments)
        opens = frozenset(name for name, signs in self.moments.signs.items() if signs[place][2])
        return helps(self.edition, turn, opens=opens)

    def _wrongs(self, place: Place, act: Act, taken: Taken) -> Iterator[Wrong]:
        turn = taken.turn
        if turn is None:
            yield NOTHING_SAID, _node_of(taken.fault, place), (), _told(taken.fault)
            return
        yield from self._said(place, turn)
        if any(isinstance(event, CallEnded) and event.how == "failed" for event in turn.events):
            yield (
                ENDLESS,
                turn.call.node,
                (),
                said("from here the call goes on for ever without waiting for the caller."),
            )
        elif _ends(turn) and not hung_up(act.heard) and not (place.helped or self.helps(turn, taken.moments)):
            node, setting = blamed(self.edition, turn)
            yield DROPPED, node, setting, said("callers are let go here without having been helped.")
        if place.is_first_try and self._is_officer_key(place, act) and not self._reaches(turn):
            key = KEY_OF_DIGIT[act.script]
            yield (
                NO_OFFICER,
                place.call.node,
                ("choices", key),
                said("{key} does not lead to an officer here.", key=key),
            )

    def _said(self, place: Place, turn: Turn) -> Iterator[Wrong]:
        for at, prompt in enumerate(prompts_of(turn)):
            why = NOTHING if isinstance(prompt, Pause) else why_not_said(prompt.text)
            if why and not (isinstance(prompt, Pause) or self._written_so(prompt.text)):
                yield NOTHING_SAID, *speaking(self.edition, turn, place.call.node, first=at == 0), why
        if silent(turn):
            message = said("callers are asked for something here without a word.")
            yield NOTHING_SAID, *speaking(self.edition, turn, place.call.node, first=False), message

    def _written_so(self, text: str) -> bool:
        found = {each[0] for each in UNFILLED.finditer(text)}
        return bool(found) and found <= self.allowed

    def _is_officer_key(self, place: Place, act: Act) -> bool:
        if not isinstance(act.heard, Keys) or not single_key(place.closing):
            return False
        return self.edition.inherited.get(KEY_OF_DIGIT.get(act.heard.digits, "")) == "officer"

    def _reaches(self, turn: Turn) -> bool:
        return isinstance(turn.instructions[-1], Record) or any(map(self._reached, turn.events))

    def _reached(self, event: Event) -> bool:
        if isinstance(event, NodeReached):
            return event.kind in REACHES or event.node.partition("/")[2] == "officer"
        return isinstance(event, TransferStarted | TransferEnded)


def judge_of(edition: Edition, moments: Moments) -> Judge:
    """The judge of an edition."""
    return Judge(edition, moments, written_so(edition))


def _ends(turn: Turn) -> bool:
    return isinstance(turn.instructions[-1], HangUp | Reject)


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
