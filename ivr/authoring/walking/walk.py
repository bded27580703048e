"""The walk: every act at every place of every call, breadth first, so that what is found wrong is found shortest."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_

from ivr.authoring.sentences import said
from ivr.authoring.walking.acts import ALL_KEYS, SILENCE, Act, acts_at, keys_worth_pressing
from ivr.authoring.walking.circumstances import Circumstances, Taken
from ivr.authoring.walking.essence import essence_of
from ivr.authoring.walking.findings import ENDLESS, Finding
from ivr.authoring.walking.judging import judge_of
from ivr.authoring.walking.loops import Loops
from ivr.authoring.walking.moments import moments_of
from ivr.authoring.walking.places import Looked, Place, Places
from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.events import (
    EntryRefused,
    Event,
    FieldKept,
    KeyPressed,
    LanguageChosen,
    SilenceHeard,
    TriesRanOut,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Recorded, Ringing, Silence, TransferFinished, hung_up
from ivr.engine.instructions import Ask, HangUp, Reject
from ivr.engine.node import Node
from ivr.engine.turn import Turn
from ivr.engine.ways import NO, YES

MOST_PLACES = 40_000  # some 30 s of walking; a thousand nodes in three languages need a tenth of it
MOST_FINDINGS = 50
ROUNDS_SHOWN = 2
CALLER = "+85255501234"
FAILED = (WrongKeyPressed, SilenceHeard)
LED_THERE = (KeyPressed, WordsHeard, FieldKept, LanguageChosen)
BEGINNING = Act("", Ringing())
READ_BACK = (SILENCE, Act(YES, Keys(YES)), Act(NO, Keys(NO)))


@dataclass(frozen=True)
class Walk:
    """What a walk found: `findings`, shortest calls first; how many `places` calls wait at, `turns` were taken.

    `whole` is False for a site so large that the walk was broken off.
    """

    findings: tuple[Finding, ...]
    places: int
    turns: int
    whole: bool


def walk(edition: Edition) -> Walk:
    """Walk every path of an edition."""
    walker = _Walker(edition)
    walker.go()
    findings = (*walker.found.values(), *walker.endless())
    whole = not walker.waiting and len(walker.found) < MOST_FINDINGS
    return Walk(tuple(findings), len(walker.places), walker.circumstances.turns, whole)


@dataclass
class _Walker:
    edition: Edition
    places: Places = field(default_factory=Places)
    waiting: deque[Place] = field(default_factory=deque)
    found: dict[tuple[str, str, tuple[str, ...], str], Finding] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.moments = moments_of(self.edition)
        self.circumstances = Circumstances(self.edition, self.moments)
        self.essence = essence_of(self.edition)
        self.judge = judge_of(self.edition, self.moments)
        self.loops = Loops(self.circumstances, self.essence)
        self._wrong_acts: dict[tuple[str, str], Act] = {}
        self._kinds: set[tuple[str, str]] = set()
        self._spoken: set[tuple[object, ...]] = set()

    def go(self) -> None:
        """Walk until there is nothing new."""
        for line in self.edition.hotlines.values():
            call = Call("CA0", line.name, self.edition.hash, CALLER, line.number, 0)
            self._do(Place(call, HangUp(), (), self.moments.all, helped=False), BEGINNING)
        while self.waiting and len(self.places) < MOST_PLACES and len(self.found) < MOST_FINDINGS:
            place = self.waiting.popleft()
            for act in self._acts(place):
                self._do(place, act)

    def endless(self) -> Iterator[Finding]:
        """The circles in which a caller who does nothing, or presses wrong keys, goes round; one a node."""
        told: set[str] = set()
        for circle in self.loops.circles():
            place = circle[0].place
            if place.call.node in told:
                continue
            told.add(place.call.node)
            moments = reduce(and_, (step.moments for step in circle))
            at = None if moments == self.moments.all else self.moments.at[self.moments.first_of(moments)]
            script = (*place.script, *(step.act.script for step in circle * ROUNDS_SHOWN))
            message = said("callers who do nothing that is offered go round here and never come to an end.")
            hotline, looked = place.call.hotline, place.all_looked
            yield Finding(ENDLESS, place.call.node, (), message, hotline, script, at, looked)

    def _acts(self, place: Place) -> Iterator[Act]:
        """All acts on the first try; on the next ones, those of a caller who fails again in the same way."""
        call = place.call
        if call.meant:
            yield from READ_BACK
            return
        if isinstance(place.closing, Ask) and not place.is_first_try:
            yield from (SILENCE,) if call.silences else (self._wrong_acts[call.node, call.stage],)
            return
        node = self.edition.nodes[call.node]
        keep = f"{place.call.department}/{getattr(node, 'keep', '')}"
        cases = self.essence.switched.get(keep, frozenset())
        today = self.moments.at[self.moments.first_of(place.moments)].date()
        yield from acts_at(self.edition, place.closing, node, today, self._keys(place, node), cases)

    def _keys(self, place: Place, node: Node) -> str:
        """Every key where a kind of node asks for the first time; then those that may make a difference."""
        kind = (node.kind, place.call.stage)
        if kind not in self._kinds and isinstance(place.closing, Ask):
            self._kinds.add(kind)
            return ALL_KEYS
        return keys_worth_pressing(self.edition, place.closing) if isinstance(place.closing, Ask) else ""

    def _do(self, place: Place, act: Act) -> None:
        leaving = False
        arrived: dict[tuple[object, ...], Place] = {}
        for taken in self.circumstances.all(place.call, act.heard, place.moments):
            self._judge(place, act, taken)
            if taken.turn is None:
                continue
            if any(isinstance(event, WrongKeyPressed) for event in taken.turn.events):
                self._wrong_acts.setdefault((place.call.node, place.call.stage), act)
            self._in_other_languages(place, act, taken, taken.turn)
            leaving = leaving or taken.turn.call.node in self.essence.leaving
            for there in self._arrivals(place, act, taken, taken.turn):
                alike = (there.key, there.helped, there.looked)
                before = arrived.get(alike, there)
                arrived[alike] = replace(before, moments=before.moments | there.moments)
        self._wait_at(arrived.values())
        if leaving and place.call.caller and place.call.node not in self.essence.leaving:
            self._do(replace(place, call=replace(place.call, caller="")), act)

    def _arrivals(self, place: Place, act: Act, taken: Taken, turn: Turn) -> Iterator[Place]:
        """Where the call waits after a turn, unless it has ended."""
        if isinstance(turn.instructions[-1], HangUp | Reject) or hung_up(act.heard):
            return
        looked: Looked = tuple(zip(taken.tables, taken.looked, strict=True))
        helped = place.helped or self.judge.helps(turn, taken.moments)
        key = self.essence.of(turn.call)
        if place.key and is_passive(act.heard, turn):
            self.loops.note(place, act, taken, key)
        yield Place(turn.call, turn.instructions[-1], key, taken.moments, helped, place, act.script, looked)

    def _wait_at(self, places: Iterable[Place]) -> None:
        """Go on from these places later, at the moments at which nobody was there yet."""
        for place in places:
            new = self.places.new_moments(place.key, place.moments, helped=place.helped)
            if new:
                there = replace(place, moments=new)
                self.places.first.setdefault(place.key, there)
                self.waiting.append(there)

    def _judge(self, place: Place, act: Act, taken: Taken) -> None:
        for each in self.judge.findings(place, act, taken):
            self.found.setdefault((each.rule, each.node, each.setting, each.message), each)

    def _in_other_languages(self, place: Place, act: Act, taken: Taken, turn: Turn) -> None:
        """What is said in this turn, said in the other languages too, once for each way of saying it."""
        if self.essence.by_language or not turn.call.language or not place.call.language:
            return
        said = _ways_of_saying(self.edition, place, taken, turn)
        if said in self._spoken:
            return
        self._spoken.add(said)
        for other in self.edition.languages:
            if other != place.call.language:
                there = replace(place, call=replace(place.call, language=other))
                again = self.circumstances.one(there.call, act.heard, taken.moments, taken.looked)
                self._judge(_in_language(self.edition, there, other), act, again)


def is_passive(heard: Heard, turn: Turn) -> bool:
    """Whether the caller did nothing that was offered, or nobody answered."""
    if isinstance(heard, Silence):
        return True
    if isinstance(heard, TransferFinished):
        return heard.outcome != "answered"
    if isinstance(heard, Recorded):
        return heard.seconds == 0
    return any(isinstance(event, WrongKeyPressed) for event in turn.events)


def _ways_of_saying(edition: Edition, place: Place, taken: Taken, turn: Turn) -> tuple[object, ...]:
    """What decides the words of a turn: what happened, but for the keys that led there, and where the call waits.

    After a failure a node says again what it said before; the words for the failure are those of its kind.
    """
    happened = tuple(event for event in turn.events if not isinstance(event, LED_THERE))
    if any(isinstance(event, FAILED) for event in happened):
        kind = edition.nodes[place.call.node].kind
        stays = turn.call.node == place.call.node
        if stays:
            return (kind, turn.call.stage, turn.call.silences, turn.call.wrongs, *map(_why, happened))
        happened = tuple(event for event in happened if not isinstance(event, (*FAILED, TriesRanOut)))
    apart = taken.moments if taken.moments != place.moments else 0
    return (place.call.department, bool(turn.call.caller), turn.call.node, turn.call.stage, happened, apart)


def _why(event: Event) -> str:
    return event.why if isinstance(event, EntryRefused) else type(event).__name__


def _in_language(edition: Edition, place: Place, language: str) -> Place:
    """The place come to by a script that first chooses another language; 0 pressed instead is pressed after it."""
    key = edition.languages[language].key
    chosen = next(digit for digit, name in KEY_OF_DIGIT.items() if name == key)
    way = place.way
    start = next((at for at, each in enumerate(way) if each.call.node not in ("", "language")), len(way) - 1)
    to_officer = way[start].act if KEY_OF_DIGIT.get(way[start].act) in edition.inherited else ""
    acts = [chosen, to_officer, *(each.act for each in way[start + 1 :])]
    return replace(place, before=None, act=",".join(filter(None, acts)), looked=place.all_looked)
