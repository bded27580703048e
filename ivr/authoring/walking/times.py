"""Time to answer: the seconds and keys from the first word of the greeting to each answer, officer and message.

The caller knows the way and is in no hurry: listens until the words that name the wanted key are spoken, presses it
at once (half a second a key), listens to every question for something to key, and keys it. Speech takes what
`seconds_to_say` estimates. An answer is reached when its turn to be spoken comes; officers when their telephones
ring; a message when the tone sounds. Tables answer at once, a slow one after the words that say so and a second;
officers who do not answer are rung for their seconds.
Of all ways and all opening hours, the quickest counts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from heapq import heappop, heappush
from itertools import count
from operator import or_

from ivr.authoring.walking.acts import ALL_KEYS, BEGINNING, COMING, OUTCOMES, Act, acts_at, single_key
from ivr.authoring.walking.alike_calls import Essence, essence_of
from ivr.authoring.walking.circumstances import Circumstances, Taken
from ivr.authoring.walking.listening import HOLD_SECONDS, KEY_SECONDS, names_key, seconds_before, seconds_of
from ivr.authoring.walking.moments import Moments, moments_of
from ivr.authoring.walking.places import Place, Places
from ivr.authoring.walking.world import CALLER
from ivr.engine.call import Call
from ivr.engine.edition import Edition, Hotline
from ivr.engine.events import AnswerGiven, TransferStarted
from ivr.engine.grammar import DIGIT_OF_KEY, KEY_OF_DIGIT
from ivr.engine.heard import Keys, TransferFinished
from ivr.engine.instructions import Ask, HangUp, Hold, Record, Transfer
from ivr.engine.turn import LANGUAGE, Passage
from ivr.engine.values import replace


@dataclass(frozen=True)
class Reach:
    """The quickest way from a hotline to a node that answers: `seconds`, the number of `keys`, and the `script`.

    `node` is a full name; `listened` tells where on the way how many seconds were listened; `how` what is reached.
    """

    hotline: str
    language: str
    node: str
    seconds: float
    keys: int
    script: tuple[str, ...]
    how: str = "answer"  # or "officer", "message"
    listened: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class _Way:
    """A call that has come to a place: after how many seconds and keys, and when its turn `began`."""

    place: Place
    seconds: float
    keys: int
    began: float = 0.0
    listened: tuple[tuple[str, float], ...] = ()


def times_to_answer(
    edition: Edition, hotlines: Collection[str] = (), wanted: Collection[str] = ()
) -> tuple[Reach, ...]:
    """The quickest way to every node that answers, by hotline and language, in the order in which they are reached.

    Named `hotlines` only, unless none is named; no further than all nodes that are `wanted`, unless none is.
    """
    return reaches_of(edition, ((hotlines, wanted),))


def reaches_of(edition: Edition, questions: Iterable[tuple[Collection[str], Collection[str]]]) -> tuple[Reach, ...]:
    """What `times_to_answer` gives for several pairs of hotlines and nodes wanted."""
    moments, essence = moments_of(edition), essence_of(edition)
    asking = Circumstances(edition, moments)
    found: list[Reach] = []
    for hotlines, wanted in questions:
        for line in edition.hotlines.values():
            for language in edition.languages if not hotlines or line.name in hotlines else ():
                search = _Search(edition, moments, essence, asking, line, language)
                found += search.reaches(frozenset(wanted))
    return tuple(found)


class _Search:
    """The quickest ways on one hotline in one language, nearest first."""

    def __init__(
        self,
        edition: Edition,
        moments: Moments,
        essence: Essence,
        asking: Circumstances,
        line: Hotline,
        language: str,
    ) -> None:
        self._edition, self._moments, self._essence, self._asking = edition, moments, essence, asking
        self._line, self._language = line, language
        self._waiting: list[tuple[float, int, _Way]] = []
        self._order = count()
        self._found: dict[str, Reach] = {}
        self._officer: dict[str, float] = {}

    def reaches(self, wanted: frozenset[str]) -> Iterator[Reach]:
        """Search until all that is wanted was reached for good, and give what was reached."""
        call = Call("CA0", self._line.name, self._edition.hash, CALLER, self._line.number, 0)
        begin = _Way(Place(call, HangUp(), (), self._moments.all, helped=False), 0, 0)
        self._do(begin, BEGINNING, 0.0)
        met = Places()
        while self._waiting and not self._have(wanted, self._waiting[0][0]):
            way = heappop(self._waiting)[2]
            new = self._new(met, way.place)
            if new:
                way = replace(way, place=replace(way.place, moments=new))
                for act, seconds in self._acts(way.place):
                    self._do(way, act, seconds)
        return iter(sorted(self._found.values(), key=lambda reach: reach.seconds))

    def _new(self, met: Places, place: Place) -> int:
        """The moments at which nobody came there sooner with as many misses."""
        keys = (place.key, *((place.key, misses) for misses in self._essence.misses(place.call)))
        return reduce(or_, [met.new_moments(key, place.moments, helped=False) for key in keys])

    def _have(self, wanted: frozenset[str], seconds: float) -> bool:
        """Whether nothing that is wanted can still be reached sooner than it was."""
        return bool(wanted) and all(name in self._found and self._found[name].seconds <= seconds for name in wanted)

    def _acts(self, place: Place) -> Iterator[tuple[Act, float]]:
        """What a caller who knows the way may do next, and how many seconds that takes."""
        closing, node = place.closing, self._edition.nodes[place.call.node]
        if closing is None:
            yield COMING, 0.0
            return
        today = self._moments.at[self._moments.first_of(place.moments)].date()
        cases = self._essence.cases_of(place.call.department, node)
        for act in acts_at(self._edition, closing, node, (today,), self._keys(place), cases):
            if isinstance(closing, Hold):
                yield act, HOLD_SECONDS
            elif isinstance(closing, Transfer) and act.heard == TransferFinished(OUTCOMES["unanswered"]):
                yield act, float(closing.seconds)
            elif isinstance(closing, Ask) and isinstance(act.heard, Keys) and self._is_whole_entry(closing, act.heard):
                pressed = len(act.script) * KEY_SECONDS
                yield act, pressed + self._listens(closing, act.heard)

    def _listens(self, ask: Ask, heard: Keys) -> float:
        if single_key(ask):
            return seconds_before(self._edition, ask.prompts, heard.digits)
        return seconds_of(ask.prompts)

    def _keys(self, place: Place) -> str:
        """The keys that may lead nearer to an answer: those named, but not back, round or to the beginning.

        Where none is named in words we know, callers try them all.
        """
        ask, edition = place.closing, self._edition
        if not isinstance(ask, Ask) or not single_key(ask):
            return ALL_KEYS
        if place.call.node == LANGUAGE:
            keys = edition.languages[self._language].keys
            return DIGIT_OF_KEY[keys[1] if place.call.stage == keys[0] and keys[1:] else keys[0]]
        named = {key for key in ALL_KEYS if names_key(edition, ask.prompts, key)}
        own = {key for key in ALL_KEYS if KEY_OF_DIGIT[key] not in edition.inherited}
        officer = {key for key in named if edition.inherited.get(KEY_OF_DIGIT[key]) == "officer"}
        wanted = (named & own if named else own) | officer
        return "".join(key for key in ALL_KEYS if key in wanted)

    def _is_whole_entry(self, ask: Ask, heard: Keys) -> bool:
        """Whether keys are an entry rather than one of the keys that every menu has."""
        return single_key(ask) or len(heard.digits) > 1 or KEY_OF_DIGIT[heard.digits] not in self._edition.inherited

    def _do(self, way: _Way, act: Act, seconds: float) -> None:
        """Take the step, unless it only leads to an officer who was reached sooner."""
        place, at = way.place, way.seconds + seconds
        to_officer = isinstance(act.heard, Keys) and self._is_officer_key(place, act.heard)
        if to_officer and self._officer.get(place.call.department, at + 1) <= at:
            return
        if to_officer:
            self._officer[place.call.department] = at
        waited = bool(place.call.node) and place.closing is not None
        then = _Way(
            place,
            at,
            way.keys + (len(act.script) if isinstance(act.heard, Keys) else 0),
            way.began if place.closing is None else at,
            (*way.listened, (place.call.node, seconds)) if waited else way.listened,
        )
        for taken in self._asking.all(place, act.heard):
            call = taken.call
            if call and call.language in ("", self._language) and not call.wrongs:
                self._note(then, act, taken, call)

    def _is_officer_key(self, place: Place, heard: Keys) -> bool:
        if place.closing is None or not single_key(place.closing):
            return False
        return self._edition.inherited.get(KEY_OF_DIGIT[heard.digits]) == "officer"

    def _note(self, way: _Way, act: Act, taken: Taken, call: Call) -> None:
        """Note what a step from a place reached, and go on from it."""
        went, closing = taken.went, taken.closing
        says, events = (went.says, went.events) if isinstance(went, Passage) else ((), ())
        key = ("on the way", self._essence.of(call)) if closing is None else self._essence.of(call)
        there = Place(call, closing, key, taken.moments, False, way.place, act.script, says=says, events=events)
        told = way.seconds + seconds_of(taken.says)
        seconds = way.began if isinstance(closing, Ask) else told  # what a question says is listened to with the answer
        arrived = _Way(there, seconds, way.keys, way.began, way.listened)
        for event in taken.events:
            if isinstance(event, AnswerGiven) and self._edition.nodes[event.node].has_answer:
                self._reach(arrived, event.node, "answer", way.began)
            elif isinstance(event, TransferStarted) and event.attempt == 1:
                self._reach(arrived, event.node, "officer", told)
        if isinstance(closing, Record):
            self._reach(arrived, call.node, "message", told)
        elif not isinstance(closing, HangUp):
            heappush(self._waiting, (seconds, next(self._order), arrived))

    def _reach(self, way: _Way, node: str, how: str, seconds: float) -> None:
        before, seconds = self._found.get(node), round(seconds, 1)
        if before is None or seconds < before.seconds:
            self._found[node] = Reach(
                self._line.name,
                self._language,
                node,
                seconds,
                way.keys,
                way.place.script,
                how,
                way.listened,
            )
