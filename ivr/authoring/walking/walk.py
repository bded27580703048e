"""The walk: every act at every place of every call, so that what is found wrong is found by the shortest call.

It goes step by step, from node to node, also within a turn: a node come to in the same way from many places, or by
look-ups that differ in nothing that matters further on, is walked from once.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from ivr.authoring.walking.acts import ALL_KEYS, BEGINNING, COMING, HOLDS, SILENCE, Act, acts_at, keys_worth_pressing
from ivr.authoring.walking.alike_calls import Essence, Key, essence_of
from ivr.authoring.walking.circumstances import Circumstances, Taken
from ivr.authoring.walking.findings import ENDLESS, Finding
from ivr.authoring.walking.helping import blamed
from ivr.authoring.walking.judging import judge_of
from ivr.authoring.walking.loops import Loops
from ivr.authoring.walking.moments import moments_of
from ivr.authoring.walking.places import Place, Places
from ivr.authoring.walking.world import CALLER
from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.events import (
    CallBackChosen,
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
from ivr.engine.grammar import DIGIT_OF_KEY, KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Recorded, Silence, TransferFinished
from ivr.engine.instructions import Ask, HangUp, Hold
from ivr.engine.node import Node
from ivr.engine.turn import LANGUAGE, Passage
from ivr.engine.values import replace
from ivr.engine.ways import NO, YES
from ivr.translation import said

MOST_PLACES = 250_000  # far more than a thousand nodes have; what is larger is broken off
MOST_FINDINGS = 50
OF_KIND = "of a kind"
OfKinds = frozenset[tuple[object, ...]]
FAILED = (WrongKeyPressed, SilenceHeard)
LED_THERE = (KeyPressed, WordsHeard, FieldKept, CallBackChosen, LanguageChosen)
READ_BACK = (SILENCE, Act(YES, Keys(YES)), Act(NO, Keys(NO)))


@dataclass(frozen=True)
class Walk:
    """What a walk found: `findings`, shortest calls first; how many `places` calls wait at, `steps` were taken.

    `whole` is False for a site so large that the walk was broken off. `heard` is what was heard of kinds of nodes: the
    ways of saying something, and of asking for a key, that are the same at every other node of the kind.
    """

    findings: tuple[Finding, ...]
    places: int
    steps: int
    whole: bool
    heard: OfKinds = frozenset()


def walk(edition: Edition, essence: Essence | None = None, heard: OfKinds = frozenset()) -> Walk:
    """Walk every path of an edition; calls alike in their `essence` are walked once.

    What was `heard` of kinds of nodes in another part of the site is not listened to again.
    """
    walker = _Walker(edition, essence or essence_of(edition), heard)
    walker.go()
    findings = (*walker.found.values(), *walker.endless())
    whole = not walker.has_more and len(walker.found) < MOST_FINDINGS
    return Walk(tuple(findings), len(walker.met), walker.circumstances.steps, whole, walker.heard)


@dataclass
class _Walker:
    edition: Edition
    essence: Essence
    before: OfKinds = frozenset()
    places: Places = field(default_factory=Places)
    waiting: deque[Place] = field(default_factory=deque)
    coming: deque[Place] = field(default_factory=deque)
    found: dict[tuple[str, str, tuple[str, ...], str], Finding] = field(default_factory=dict)
    met: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.moments = moments_of(self.edition)
        self.circumstances = Circumstances(self.edition, self.moments)
        self.judge = judge_of(self.edition, self.moments)
        self.loops = Loops(self.circumstances, self.essence, self.moments)
        self._wrong_acts: dict[tuple[str, str], Act] = {}
        self._spoken: set[tuple[object, ...]] = set(self.before)
        self._leads: dict[tuple[Key, str], set[str]] = defaultdict(set)  # the nodes to which acts at a place lead
        self._announced = self.moments.closures

    def go(self) -> None:
        """Walk until there is nothing new."""
        for line in self.edition.hotlines.values():
            call = Call("CA0", line.name, self.edition.hash, CALLER, line.number, 0, turn=1)
            self._do(Place(call, HangUp(), (), self.moments.all, helped=False), BEGINNING)
        while self.has_more and len(self.met) < MOST_PLACES and len(self.found) < MOST_FINDINGS:
            place = self.coming.popleft() if self.coming else self.waiting.popleft()
            for act in self._acts(place):
                self._do(place, act)

    @property
    def heard(self) -> OfKinds:
        """What was heard of kinds of nodes, at whatever moment."""
        return frozenset(said for said in self._spoken if said[0] == OF_KIND)

    @property
    def has_more(self) -> bool:
        """Whether there are places that were not walked from."""
        return bool(self.coming or self.waiting)

    def endless(self) -> Iterator[Finding]:
        """The circles in which a caller who does nothing, or presses wrong keys, goes round; one a node."""
        told: set[str] = set()
        for circle in self.loops.circles():
            place = circle.place
            if place.call.node in told:
                continue
            told.add(place.call.node)
            at = None if circle.moments == self.moments.all else self.moments.at[self.moments.first_of(circle.moments)]
            message = said("callers who do nothing that is offered go round here and never come to an end.")
            if not circle.waits:
                message = said("from here the call goes on for ever without waiting for the caller.")
            hotline = place.call.hotline
            yield Finding(ENDLESS, place.call.node, (), message, hotline, circle.script, at, circle.looked)

    def _acts(self, place: Place) -> Iterable[Act]:
        """All acts on the first try; on the next ones, those of a caller who fails again in the same way."""
        call = place.call
        if place.closing is None:
            return (COMING,)
        if isinstance(place.closing, Hold):
            return (HOLDS,)
        if call.meant:
            return READ_BACK
        if isinstance(place.closing, Ask) and not place.is_first_try:
            return (SILENCE,) if call.silences else (self._wrong_acts[call.node, call.stage],)
        node = self.edition.nodes[call.node]
        cases = self.essence.cases_of(place.call.department, node)
        days = self.moments.days_of(place.moments)
        acts = acts_at(self.edition, place.closing, node, days, self._keys(place, node), cases)
        return acts if place.again is None else (act for act in acts if self._leads_back(place, act))

    def _leads_back(self, place: Place, act: Act) -> bool:
        """Whether an act goes on towards the look-ups for whose misses the call is walked from here again."""
        leads = self._leads[place.key, act.script]
        return any(self.essence.counts_at(node, name) for node in leads for name in place.again or ())

    def _keys(self, place: Place, node: Node) -> str:
        """Every key where a kind of node asks for the first time; then those that may make a difference."""
        asking = (OF_KIND, node.kind, place.call.stage, "asks")
        if asking not in self._spoken and isinstance(place.closing, Ask):
            self._spoken.add(asking)
            return ALL_KEYS
        return keys_worth_pressing(self.edition, place.closing) if isinstance(place.closing, Ask) else ""

    def _do(self, place: Place, act: Act) -> None:
        arrived: dict[tuple[object, ...], Place] = {}
        for taken in self.circumstances.all(place, act.heard):
            self._judge(place, act, taken)
            if taken.call is None:
                continue
            if any(isinstance(event, WrongKeyPressed) for event in taken.events):
                self._wrong_acts.setdefault((place.call.node, place.call.stage), act)
            self._in_other_languages(place, act, taken)
            for there in self._arrivals(place, act, taken, taken.call):
                alike = (there.key, there.helped, there.looked)
                before = arrived.get(alike, there)
                arrived[alike] = replace(before, moments=before.moments | there.moments)
        self._wait_at(arrived.values())

    def _arrivals(self, place: Place, act: Act, taken: Taken, call: Call) -> Iterator[Place]:
        """Where the call stands after a step, unless it has ended; at a node that asks for it, without a number too."""
        closing = taken.closing
        if isinstance(closing, HangUp) or act.parts:
            return
        there = Place(
            call if call.announced == self._announced else replace(call, announced=self._announced),
            closing,
            (),
            taken.moments,
            helped=place.helped or self.judge.helps(taken),
            before=place,
            act=act.script,
            heard=act.heard,
            looked=tuple(zip(taken.tables, taken.looked, strict=True)),
        )
        if isinstance(taken.went, Passage):
            owed = self.judge.owed(place, act, taken)
            began, went = place.began if place.closing is None else place.call.node, taken.went
            there = replace(there, says=went.says, events=went.events, began=began, owed=owed)
            there = replace(there, key=self._key_on_the_way(there))
        else:
            owed = self.judge.owed(place, act, taken) if isinstance(closing, Hold) else None
            key = self.essence.of(call)
            there = replace(there, owed=owed, key=(*key, owed) if owed else key)
        if place.key and (place.closing is None or is_passive(act.heard, taken)):
            self.loops.note(place, act, taken, there.key)
        yield there
        if closing is None and call.caller == CALLER and call.node in self.essence.leaving:
            for number in ("", *sorted(self.essence.callers_at(call.node))):
                other = replace(there, call=replace(there.call, caller=number))
                yield replace(other, key=self._key_on_the_way(other))

    def _key_on_the_way(self, there: Place) -> Key:
        """What matters in the middle of a turn: whether anything was said, whom it owes, whom to blame for its end."""
        built_in = "/" not in there.call.node
        blame = blamed(self.edition, there.events, there.call.node) if built_in and not there.helped else None
        return ("on the way", bool(there.says), there.owed, blame, self.essence.of(there.call))

    def _wait_at(self, places: Iterable[Place]) -> None:
        """Go on from these places later, at the moments at which nobody was there yet with as many misses."""
        for place in places:
            if place.before and place.act:
                self._leads[place.before.key, place.act].add(place.call.node)
            new = self.places.new_moments(place.key, place.moments, helped=place.helped)
            misses = tuple(self.essence.misses(place.call))
            counted = [
                self.places.new_moments((place.key, each), place.moments, helped=place.helped) for each in misses
            ]
            if new or any(counted):
                self.met.update((place.key,) if place.closing else ())
                again = frozenset(name for (name, *_), moments in zip(misses, counted, strict=True) if moments)
                there = replace(place, moments=reduce(or_, counted, new), again=None if new else again)
                (self.waiting if place.closing else self.coming).append(there)

    def _judge(self, place: Place, act: Act, taken: Taken) -> None:
        for each in self.judge.findings(place, act, taken):
            self.found.setdefault((each.rule, each.node, each.setting, each.message), each)

    def _in_other_languages(self, place: Place, act: Act, taken: Taken) -> None:
        """What is said in this step, said in the other languages too, once for each way of saying it."""
        spoken_in_all = place.call.node in ("", LANGUAGE)
        if self.essence.by_language or not taken.says or spoken_in_all:
            return
        said = _ways_of_saying(self.edition, place, taken)
        if said in self._spoken:
            return
        self._spoken.add(said)
        first = place.call.language or next(iter(self.edition.languages))
        for other in self.edition.languages:
            if other != first:
                again = self.circumstances.one(place, act.heard, taken.moments, taken.looked, speaking=other)
                if any(self.judge.findings(place, act, again)):
                    self._judge(_in_language(self.edition, place, other), act, again)


def is_passive(heard: Heard | None, taken: Taken) -> bool:
    """Whether the caller did nothing that was offered, or nobody answered."""
    if isinstance(heard, Silence):
        return True
    if isinstance(heard, TransferFinished):
        return heard.outcome != "answered"
    if isinstance(heard, Recorded):
        return heard.seconds == 0
    return any(isinstance(event, WrongKeyPressed) for event in taken.events)


def _ways_of_saying(edition: Edition, place: Place, taken: Taken) -> tuple[object, ...]:
    """What decides the words of a step: the place come to; or what happened where the call waited, but for the keys.

    After a failure a node says again what it said before; the words for the failure are those of its kind.
    """
    apart = taken.moments if taken.moments != place.moments else 0
    if place.closing is None or taken.call is None:
        return (place.key[-1:], taken.looked, apart)  # whom the turn owes, or may blame, has no say in its words
    happened = tuple(event for event in taken.events if not isinstance(event, LED_THERE))
    if any(isinstance(event, FAILED) for event in happened):
        kind = edition.nodes[place.call.node].kind
        if taken.call.node == place.call.node and not isinstance(taken.went, Passage):
            number, stands = bool(place.call.caller), (taken.call.silences, taken.call.wrongs)
            return (OF_KIND, kind, place.call.stage, taken.call.stage, number, *stands, *map(_why, happened))
        happened = tuple(event for event in happened if not isinstance(event, (*FAILED, TriesRanOut)))
        anywhere = "" if happened or apart else OF_KIND
        return (anywhere, kind, place.call.stage, happened, apart)
    return (bool(place.call.caller), place.call.node, place.call.stage, taken.call.stage, happened, apart)


def _why(event: Event) -> str:
    return event.why if isinstance(event, EntryRefused) else type(event).__name__


def _in_language(edition: Edition, place: Place, language: str) -> Place:
    """The place come to by a script that first chooses another language; 0 pressed instead is pressed after it."""
    chosen = ",".join(DIGIT_OF_KEY[key] for key in edition.languages[language].keys)
    way = place.way
    start = next((at for at, each in enumerate(way) if each.call.node not in ("", LANGUAGE)), len(way) - 1)
    to_officer = way[start].act if KEY_OF_DIGIT.get(way[start].act) in edition.inherited else ""
    acts = [chosen, to_officer, *(each.act for each in way[start + 1 :])]
    return replace(place, before=None, act=",".join(filter(None, acts)), looked=place.all_looked)
