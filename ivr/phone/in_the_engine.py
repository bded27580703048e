"""A caller without a carrier: takes a call's turns directly, as fast as the engine goes.

What this caller hears must be what a caller over webhooks and TwiML hears; rehearsed calls are run both ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from ivr.engine.call import Call
from ivr.engine.edition import Edition, Hotline
from ivr.engine.events import TextPromised
from ivr.engine.heard import Heard, Keys, Recorded, Ringing, Silence, TransferFinished, TransferOutcome, Words
from ivr.engine.instructions import Ask, HangUp, Hold, Instruction, Play, PlayBack, Record, Say, Transfer
from ivr.engine.ports import Ports
from ivr.engine.turn import begin, take_turn

RECORDING = "https://carrier.example/RE0"
OUTCOMES: dict[str, TransferOutcome] = {
    "answers": "answered",
    "declines": "unanswered",
    "busy": "busy",
    "unanswered": "unanswered",
    "fails": "failed",
}


@dataclass
class InTheEngine:
    """Makes one call on `hotline` from the number `caller`; acts like `rehearsing.Caller`."""

    edition: Edition
    hotline: Hotline
    ports: Ports
    caller: str
    sid: str = "CA00000000000000000000000000000000"
    call: Call | None = None
    told: tuple[Instruction, ...] = field(default=(HangUp(),))
    promised: list[str] = field(default_factory=list)

    def waits(self) -> str:
        """What the call waits for."""
        closing = self.told[-1]
        if isinstance(closing, Ask):
            return "keys"
        if isinstance(closing, Record):
            return "recording"
        return "officers" if isinstance(closing, Transfer) else "ended"

    def ring(self) -> Sequence[str]:
        """The call comes in."""
        self.call = begin(self.edition, self.hotline, self.sid, self.caller, self.ports)
        return self._take(Ringing())

    def press(self, keys: str) -> Sequence[str]:
        """The caller presses keys; what the question does not take is lost."""
        closing = self.told[-1]
        if isinstance(closing, Record):
            return self.record(len(keys), next((key for key in keys if key in closing.finish), ""))
        if not isinstance(closing, Ask):
            return ()
        typed = keys.partition(closing.finish)[0] if closing.finish else keys
        return self._take(Keys(typed[: closing.most]) if typed else Silence())

    def wait(self) -> Sequence[str]:
        """The caller does nothing."""
        closing = self.told[-1]
        if isinstance(closing, Record):
            return self.record(0, "")
        return self.officers("unanswered") if isinstance(closing, Transfer) else self._take(Silence())

    def say(self, words: str, confidence: float = 0.8) -> Sequence[str]:
        """The caller speaks; where no words are asked for, that is silence."""
        closing = self.told[-1]
        return self._take(Words(words, confidence) if isinstance(closing, Ask) and closing.hints else Silence())

    def record(self, seconds: int, key: str = "#") -> Sequence[str]:
        """The caller leaves a recording, ended by a key, by silence or by its length."""
        closing = self.told[-1]
        longest = closing.most if isinstance(closing, Record) else 0
        key = key if seconds <= longest else ""
        return self._take(Recorded("RE0", RECORDING, min(seconds, longest), key=key))

    def officers(self, outcome: str) -> Sequence[str]:
        """Officers who are rung."""
        return self._take(TransferFinished(OUTCOMES[outcome], 60 if outcome == "answers" else 0))

    def hang_up(self) -> Sequence[str]:
        """The caller hangs up; the hotline has nothing more to say."""
        self.told = (HangUp(),)
        return ()

    def texts(self) -> Sequence[str]:
        """The text messages that the caller was promised."""
        return self.promised

    def _take(self, heard: Heard) -> Sequence[str]:
        if self.call is None:
            return ()
        turn = take_turn(self.edition, self.call, heard, self.ports)
        self.call, self.told = turn.call, turn.instructions
        self.promised += [event.text for event in turn.events if isinstance(event, TextPromised)]
        texts = [text for instruction in turn.instructions for text in spoken(instruction)]
        return [*texts, *self._take(Silence())] if isinstance(self.told[-1], Hold) else texts


def spoken(instruction: Instruction) -> tuple[str, ...]:
    """The words a caller hears of an instruction."""
    match instruction:
        case Say() | Play() | PlayBack():
            return (instruction.text,)
        case Ask():
            return tuple(text for prompt in instruction.prompts for text in spoken(prompt))
        case Record() | Transfer() | Hold() | HangUp():
            return ()
        case _:
            assert_never(instruction)
