"""Runs rehearsed calls: whoever can act as a caller is driven through the steps, and the first difference is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from ivr.authoring.grammar.calls import OUTCOMES, Outcome
from ivr.errors import PhoneFault
from ivr.phone.acts import MUMBLED
from ivr.phone.rehearsal import RehearsedCall, ScriptStep
from ivr.phone.state import Heard
from ivr.phone.telephone import MOST_TRANSFERS, Telephone


class Caller(Protocol):
    """Someone who makes one call. Every act gives the texts the caller then hears, in order."""

    def waits(self) -> str:
        """What the call waits for: "keys", "recording", "officers" or "ended"."""
        ...

    def ring(self) -> Sequence[str]:
        """The call comes in."""
        ...

    def press(self, keys: str) -> Sequence[str]:
        """The caller presses keys."""
        ...

    def wait(self) -> Sequence[str]:
        """The caller does nothing."""
        ...

    def say(self, words: str, confidence: float = 0.8) -> Sequence[str]:
        """The caller speaks; `confidence` is that of the recogniser."""
        ...

    def record(self, seconds: int) -> Sequence[str]:
        """The caller leaves a recording."""
        ...

    def officers(self, outcome: str) -> Sequence[str]:
        """Officers who are rung: answers, declines, busy, unanswered or fails."""
        ...

    def hang_up(self) -> Sequence[str]:
        """The caller hangs up."""
        ...

    def texts(self) -> Sequence[str]:
        """The text messages that the caller was promised, in order."""
        ...


@dataclass(frozen=True)
class OnTheLine:
    """A caller with a telephone: over webhooks and TwiML. `promised` tells the text messages promised in a call."""

    telephone: Telephone
    promised: Callable[[str], Sequence[str]] = lambda _call_sid: ()

    def waits(self) -> str:
        """What the call waits for."""
        return self.telephone.waits

    def ring(self) -> Sequence[str]:
        """The call comes in."""
        return _texts(self.telephone.ring())

    def press(self, keys: str) -> Sequence[str]:
        """The caller presses keys."""
        return _texts(self.telephone.press(keys))

    def wait(self) -> Sequence[str]:
        """The caller does nothing."""
        return _texts(self.telephone.stay_silent())

    def say(self, words: str, confidence: float = 0.8) -> Sequence[str]:
        """The caller speaks."""
        return _texts(self.telephone.say_words(words, confidence))

    def record(self, seconds: int) -> Sequence[str]:
        """The caller leaves a recording."""
        return _texts(self.telephone.record(seconds))

    def officers(self, outcome: str) -> Sequence[str]:
        """Officers who are rung."""
        return _texts(self.telephone.officers(cast("Outcome", outcome)))

    def hang_up(self) -> Sequence[str]:
        """The caller hangs up."""
        return _texts(self.telephone.hang_up())

    def texts(self) -> Sequence[str]:
        """The text messages that the caller was promised."""
        return self.promised(self.telephone.state.call_sid)


@dataclass
class Rehearsal:
    """How one rehearsed call went: everything heard and done, and the first difference, empty when there is none."""

    call: RehearsedCall
    transcript: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    difference: str = ""


def rehearse(call: RehearsedCall, caller: Caller, pretend_away: Callable[[bool], None] = lambda _: None) -> Rehearsal:
    """Runs one call to its end, or to the first difference. Never raises for what the hotline does wrong.

    `pretend_away` is told from which step on no database can be reached, and from which one can again.
    """
    running = _Rehearsing(call, caller, Rehearsal(call), pretend_away, call.officers)
    try:
        running.run()
    except PhoneFault as fault:
        running.differ(str(fault))
    return running.result


@dataclass
class _Rehearsing:
    call: RehearsedCall
    caller: Caller
    result: Rehearsal
    pretend_away: Callable[[bool], None]
    officers: tuple[str, ...]
    step: int = 0
    transfers: int = 0
    hung_up: bool = False
    unheard: str = ""  # of what was heard since the last act, what no step has named yet
    since: str = ""  # all that was heard since the last act

    def run(self) -> None:
        self._act("the telephone rings", self.caller.ring())
        for step in self.call.steps:
            self.step += 1
            self._take(step)
            if self.result.difference:
                return
        self.step += 1
        self._check_texts()
        self._check_end()

    def differ(self, difference: str) -> None:
        """Keeps the first difference and where it came."""
        if self.result.difference:
            return
        self.result.difference = f"{self.call.where}: call {self.call.name!r}, {self._here()}: {difference}"
        self.result.transcript.append(f"✗ {difference}")

    def _here(self) -> str:
        if not self.step:
            return "when it rings"
        return f"step {self.step}" if self.step <= len(self.call.steps) else "at the end"

    def _take(self, step: ScriptStep) -> None:
        match step.kind:
            case "hears":
                for text in step.values:
                    self._must_hear(text)
            case "hears not":
                for text in step.values:
                    if _plain(text) in self.since:
                        self.differ(f"expected not to hear “{text}”; heard “{self.since}”")
            case "fails":
                self._fail(step)
            case _ if self.caller.waits() == "ended":
                self.differ(f"the call had already ended before “{_reads(step)}”")
            case _:
                self._act(_reads(step), self._acted(step))

    def _fail(self, step: ScriptStep) -> None:
        self.result.transcript.append(f"▸ {_reads(step)}")
        self.pretend_away(step.value == "database")
        self.officers = ("unanswered",) if step.value == "officers" else self.call.officers

    def _acted(self, step: ScriptStep) -> Sequence[str]:
        if step.kind == "press":
            return self.caller.press(step.value)
        if step.kind == "say":
            return self.caller.say(step.value)
        if step.kind == "mumble":
            return self.caller.say(step.value, MUMBLED)
        if step.kind == "record":
            return self.caller.record(int(step.value))
        if step.kind == "wait":
            return self.caller.wait()
        self.hung_up = True
        return self.caller.hang_up()

    def _act(self, told: str, heard: Sequence[str]) -> None:
        self.unheard = self.since = ""
        self.result.transcript.append(f"▸ {told}")
        self._hear(heard)
        while self.caller.waits() == "officers" and self.officers and self.transfers < MOST_TRANSFERS:
            outcome = self.officers[min(self.transfers, len(self.officers) - 1)]
            self.transfers += 1
            self.result.transcript.append(f"▸ the officer: {outcome}")
            self._hear(self.caller.officers(outcome))

    def _hear(self, heard: Sequence[str]) -> None:
        self.result.heard.extend(heard)
        self.result.transcript.extend(f"  {text}" for text in heard)
        words = " ".join(_plain(text) for text in heard)
        self.since = f"{self.since} {words}".strip()
        self.unheard = f"{self.unheard} {words}".strip()

    def _must_hear(self, text: str) -> None:
        before, found, after = self.unheard.partition(_plain(text))
        if found:
            self.unheard = after
        else:
            self.differ(
                f"expected to hear “{text}”; heard instead “{before.strip() or 'nothing more'}”{self._ringing()}"
            )

    def _ringing(self) -> str:
        """What is missing from the call where an officer's telephone rings and nobody said what comes of it."""
        if self.caller.waits() != "officers":
            return ""
        outcomes = f"what each attempt to reach one comes to, of {', '.join(OUTCOMES)}"
        return f". An officer's telephone rings here: add the setting `officers: [unanswered]`, {outcomes}"

    def _check_texts(self) -> None:
        if not self.call.texts:
            return
        promised = [*map(_plain, self.caller.texts())]
        for at, text in enumerate(self.call.texts):
            told = promised[at] if at < len(promised) else "nothing more"
            if at >= len(promised) or _plain(text) not in told:
                self.differ(f"expected a text message with “{text}”; promised was “{told}”")
        for text in promised[len(self.call.texts) :]:
            self.differ(f"expected no further text message; promised was “{text}”")

    def _check_end(self) -> None:
        ended = self.caller.waits() == "ended"
        by = "" if not ended else "caller hangs up" if self.hung_up else "hotline hangs up"
        if self.call.ends and by != self.call.ends:
            how = f"the {by}" if by else f"the call goes on and waits for {self.caller.waits()}"
            self.differ(f"expected that the {self.call.ends}; but {how}{self._ringing()}")
        if not ended:
            self.caller.hang_up()


def _texts(heard: Sequence[Heard]) -> list[str]:
    return [one.text or f"[recording {one.url}]" for one in heard if not one.officer]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _reads(step: ScriptStep) -> str:
    return f"{step.kind} {step.value}".strip()
