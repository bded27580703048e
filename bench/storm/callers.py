"""Callers who listen: each answers what is asked, and remembers what was promised and how long it took."""

import re
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Literal

from bench.storm.aims import AIMS, KEPT, Aim, references
from ivr.errors import PhoneFault
from ivr.phone.acts import parse_script, perform
from ivr.phone.http_wire import HttpWire
from ivr.phone.line import HotlineAnswer, Line
from ivr.phone.origins import hong_kong
from ivr.phone.signing import Params
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone
from ivr.phone.twiml import read_document
from ivr.phone.verbs import Say

PATIENCE = 4.0  # seconds for an answer, that the manual has operators set at the carrier; after it, twice more
MOST_ACTS = 40
AGAIN = 1.0  # seconds before the next one rings where a call was dead
END = "hangup"
End = Literal["reached", "otherwise", "turned away", "tired", "dead"]


@dataclass(frozen=True)
class CarriersLine(Line):
    """The line with the connection overrides that the manual asks for, on every address.

    `waits` are the seconds that each answer took which the caller was waiting for.
    """

    waits: list[float] = field(default_factory=list)

    def ask(
        self, method: str, url: str, params: Params = (), cookies: Mapping[str, str] | None = None
    ) -> HotlineAnswer:
        """As a line answers. Raises PhoneFault."""
        overrides = f"#tt={self.seconds * 1000:.0f}&rc=2&rp=ct,rt,5xx"
        began = time.monotonic()
        try:
            return super().ask(method, url + overrides, params, cookies)
        finally:
            if not _is_notice(dict(params)):
                self.waits.append(time.monotonic() - began)


def _is_notice(params: Mapping[str, str]) -> bool:
    """Whether this is told beside the call, or after it: nobody listens to what the hotline answers."""
    return "RecordingStatus" in params or params.get("CallStatus") == "completed"


@dataclass
class Memory:
    """One call as its caller remembers it.

    `tokens` are what the hotline handed out for the next turn; `longest` the longest wait for what came of one act, in
    seconds; `acts` each act, when it was done and how long the caller waited. `end` is how it ended for the caller:
    with what was wanted, otherwise (an officer, or a message for one), let go with words, given up after too many
    questions, or dead, and then `trouble` says why.
    """

    sid: str
    caller: str
    aim: Aim
    heard: str = ""
    tokens: set[str] = field(default_factory=set)
    longest: float = 0.0
    acts: list[str] = field(default_factory=list)
    helped: bool = False
    end: End = "dead"
    trouble: str = ""

    @property
    def references(self) -> set[str]:
        """The references that the caller wrote down."""
        return references(self.heard)


@dataclass
class Caller:
    """Makes one call."""

    telephone: Telephone
    line: CarriersLine
    memory: Memory
    rng: Random
    pace: float

    def call(self) -> Memory:
        """Ring, answer until the aim is reached, hang up."""
        try:
            self.memory.end = self._talk()
        except PhoneFault as fault:
            self._fail(str(fault))
        return self.memory

    def _talk(self) -> End:
        heard = self._do("")
        for _ in range(MOST_ACTS):
            if self.telephone.waits == "ended":
                return self._judged(heard)
            if self.memory.aim.reached in heard:
                self._part()
                return "reached"
            heard = self._do(self._next(heard))
        self._do(END)
        return "tired"

    def _part(self) -> None:
        """Hang up, content, whatever becomes of the carrier's notice of it."""
        with suppress(PhoneFault):
            self._do(END)

    def _next(self, heard: str) -> str:
        if self.telephone.waits == "officers":
            return f"officer:{self.memory.aim.officer}"
        act = self.memory.aim.act(heard)
        if self.telephone.waits == "recording":
            return "record:20"
        return "wait" if act.startswith("record") else act

    def _do(self, script: str) -> str:
        """One act, or the ringing; what was heard of it."""
        time.sleep(self.pace * self.rng.uniform(0.2, 1))
        at = datetime.now(UTC)
        self.line.waits.clear()
        try:
            act = parse_script(script)
            spoken = perform(self.telephone, act[0]) if act else self.telephone.ring()
        finally:
            waited = sum(self.line.waits)
            self.memory.longest = max(self.memory.longest, waited)
            self.memory.acts.append(f"{at:%H:%M:%S} {script or 'rings'} ({waited:.1f} s)")
            self.memory.tokens |= set(re.findall(r"[?&]call=([\w-]+)", self.telephone.state.document))
        if script == "officer:answers":
            self.memory.helped = True
        heard = " ".join(one.text for one in spoken if not one.officer)
        self.memory.heard += heard + "\n"
        return heard

    def _judged(self, heard: str) -> End:
        """How a call ended that the hotline ended."""
        if self.memory.aim.reached in heard:
            return "reached"
        if self.memory.helped or any(words in self.memory.heard for words in KEPT):
            return "otherwise"
        self.memory.trouble = f"the hotline hung up after: {heard.strip()[-120:]!r}"
        return "turned away" if heard.strip() else "dead"

    def _fail(self, trouble: str) -> None:
        """The carrier could not go on, and ends the call; or only its notice of the end was not taken."""
        if self.telephone.waits == "ended":
            self.memory.heard += (last := self._last_words())
            self.memory.end = self._judged(last)
            return
        self.memory.trouble = trouble
        with suppress(PhoneFault):
            self.telephone.hang_up()

    def _last_words(self) -> str:
        """What the last document said."""
        state = self.telephone.state
        verbs = read_document(state.document.encode(), state.url, state.url)
        return " ".join(verb.text for verb in verbs if isinstance(verb, Say))


@dataclass
class Crowd:
    """So many callers at a time, each followed by another until the crowd is sent home."""

    line: CarriersLine
    callers: int
    seed: int
    pace: float = 0.6  # the longest that a caller listens and thinks, in seconds
    made: list[Memory] = field(default_factory=list)
    troubles: list[BaseException] = field(default_factory=list)
    _home: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count()

    def start(self) -> None:
        """Let them ring."""
        for at in range(self.callers):
            thread = threading.Thread(target=self._run, args=(Random(f"{self.seed} {at}"),), daemon=True)
            self._threads.append(thread)
            thread.start()

    def send_home(self) -> None:
        """Let calls in hand end, and begin no more. Raises what went wrong in the callers themselves."""
        self._home.set()
        for thread in self._threads:
            thread.join()
        for trouble in self.troubles:
            raise trouble

    def _run(self, rng: Random) -> None:
        try:
            while not self._home.is_set():
                self._one(rng)
        except BaseException as trouble:
            self.troubles.append(trouble)

    def _one(self, rng: Random) -> None:
        number = next(self._numbers)
        memory = Memory(f"CA{rng.getrandbits(128):032x}", f"+85259{number:06d}", rng.choice(AIMS))
        habits = Habits(falls_back=True, omits_empty_digits=rng.random() < 0.5)
        state = new_call(memory.aim.number, hong_kong(memory.caller), habits, memory.sid)
        self.made.append(memory)
        line = replace(self.line, waits=[])
        Caller(Telephone(line, state), line, memory, rng, self.pace).call()
        if memory.end == "dead":
            self._home.wait(AGAIN)


def carriers_line(url: str, token: str, account: str, patience: float) -> CarriersLine:
    """The carrier's line to a hotline, on which it waits for each answer `patience` seconds."""
    return CarriersLine(url, token, account, HttpWire(), patience)
