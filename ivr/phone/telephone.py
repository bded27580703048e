"""The telephone in the caller's hand: ring, press, stay silent, speak, record, hang up; and what officers do."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from ivr.authoring.grammar.calls import Outcome
from ivr.errors import PhoneFault
from ivr.phone.gathering import type_keys
from ivr.phone.line import Line
from ivr.phone.parameters import officer_call_sid, officer_params, recording_params, recording_sid, recording_url
from ivr.phone.running import Running
from ivr.phone.signing import Params
from ivr.phone.state import CallState, Heard, Waits
from ivr.phone.verbs import Dial, Gather, Record, Verb
from ivr.phone.whispering import Whisper

Kind = TypeVar("Kind", Gather, Record, Dial)
MOST_TRANSFERS = 20  # after one act, where somebody answers for the officers
RING_SECONDS = 6
PATIENCE_SECONDS = 5  # what the carrier adds to a Dial's timeout
KEY_SECONDS = 0.5


class Telephone:
    """One call on a line. Every act runs the hotline's documents to the next wait and tells what was heard.

    Acts raise PhoneFault for an answer no carrier would accept, and when the call does not wait for them. The
    `state` can be kept as JSON and taken up by another Telephone on the same line.
    """

    def __init__(self, line: Line, state: CallState, words: Mapping[str, str] | None = None) -> None:
        """`words` tells what recordings say, by file name without ending."""
        self._running = Running(line, state, words)

    @property
    def state(self) -> CallState:
        """Where the call stands."""
        return self._running.state

    @property
    def waits(self) -> Waits:
        """What the call waits for."""
        return self.state.waits

    @property
    def here(self) -> Verb | None:
        """The verb the call waits at, None when it is over or not begun."""
        return self._running.here if self.waits not in ("", "ended") else None

    def ring(self) -> tuple[Heard, ...]:
        """The call comes in."""
        return self._act(self._running.begin)

    def tap(self, key: str) -> tuple[Heard, ...]:
        """The caller presses one key and may press another: what is typed so far is kept."""
        return self._act(lambda: self._type(key))

    def press(self, keys: str) -> tuple[Heard, ...]:
        """The caller presses keys one after another, then waits for what comes."""
        return self._act(lambda: self._press(keys))

    def stay_silent(self) -> tuple[Heard, ...]:
        """The caller does nothing until the hotline's patience ends; officers who are rung do not answer."""
        return self._act(self._wait_out)

    def say_words(self, text: str, confidence: float | None = 0.8) -> tuple[Heard, ...]:
        """The caller speaks; where no words are asked for, that is silence."""
        return self._act(lambda: self._say(text, confidence))

    def record(self, seconds: int, key: str = "#") -> tuple[Heard, ...]:
        """The caller speaks into a recording for `seconds` and ends it with `key`, or with silence when empty."""
        return self._act(lambda: self._record(self._at(Record), seconds, key))

    def officers(self, outcome: Outcome, seconds: int = 60) -> tuple[Heard, ...]:
        """What comes of ringing officers; one who answers talks for `seconds`."""
        return self._act(lambda: self._ring_officers(self._at(Dial), outcome, seconds))

    def hang_up(self) -> tuple[Heard, ...]:
        """The caller hangs up. A recording or transfer under way is reported, and its answer is not run."""
        return self._act(self._hang_up)

    def _act(self, act: Callable[[], None]) -> tuple[Heard, ...]:
        if self.waits == "ended":
            raise PhoneFault("the call is over")
        self._running.start_act()
        act()
        return tuple(self._running.heard)

    def _at(self, kind: type[Kind]) -> Kind:
        if not isinstance(self.here, kind):
            raise PhoneFault(f"the call waits for {self.waits or 'nothing'} now, there is no <{kind.__name__}>")
        return self.here

    def _press(self, keys: str) -> None:
        self._type(keys)
        if self.waits == "keys" and self.state.typed:
            self._wait_out()

    def _type(self, keys: str) -> None:
        if not re.fullmatch(r"[0-9*#A-D]+", keys):
            raise PhoneFault(f"{keys!r} are not keys of a telephone")
        here, running = self.here, self._running
        if isinstance(here, Record):
            ends = next((key for key in keys if key in here.finish), "")
            self._record(here, len(keys), ends)
        if not isinstance(here, Gather) or not here.keys:
            return
        running.pass_time(KEY_SECONDS * len(keys))
        typed = type_keys(here, self.state.typed, keys)
        running.change(typed=typed.digits, kept=typed.rest if self.state.habits.buffers_keys else "")
        if typed.done:
            self._hand_over(here)

    def _hand_over(self, gather: Gather) -> None:
        if self._running.finish_keys(gather):
            self._running.go_on()
        else:
            self._running.run()

    def _wait_out(self) -> None:
        here = self.here
        if isinstance(here, Gather):
            self._running.pass_time(here.timeout if here.keys else here.speech_timeout)
            self._hand_over(here)
        elif isinstance(here, Record):
            self._record(here, 0, "")
        elif isinstance(here, Dial):
            self._ring_officers(here, "unanswered", 0)

    def _say(self, text: str, confidence: float | None) -> None:
        here = self._at(Gather)
        if not here.speech:
            self._wait_out()
            return
        spoken: Params = (("SpeechResult", text),)
        if confidence is not None:
            spoken = (*spoken, ("Confidence", str(confidence)))
        self._running.pass_time(2 + here.speech_timeout)
        self._running.go_to(here.method, here.action, spoken)

    def _record(self, record: Record, seconds: int, key: str) -> None:
        length = min(seconds, record.longest)
        ended_by = key if key and key in record.finish and length == seconds else ""
        silence = 0 if ended_by or length == record.longest else record.timeout
        made = self._recording(length)
        self._running.change(recordings=self.state.recordings + 1, recorded=length)
        self._running.pass_time(length + silence)
        if not length and self.state.habits.skips_empty_recordings:
            self._running.go_on()
            return
        self._running.go_to(record.method, record.action, self._of_record((*made, ("Digits", ended_by))))
        self._tell_recording(record, made)

    def _recording(self, seconds: int) -> Params:
        state, line = self.state, self._running.line
        return (
            ("RecordingUrl", recording_url(state, line.account_sid, line.carrier)),
            ("RecordingSid", recording_sid(state, line.carrier)),
            ("RecordingDuration", str(seconds)),
        )

    def _of_record(self, params: Params) -> Params:
        return tuple(each for each in params if each[0] in self._running.line.carrier.record_tells)

    def _tell_recording(self, record: Record, made: Params) -> None:
        """The notice that a recording is ready, which comes without the standard parameters."""
        if record.notice:
            params = recording_params(self.state, self._running.line.account_sid, made)
            self._running.tell(record.notice, params, record.notice_method)

    def _ring_officers(self, dial: Dial, outcome: Outcome, seconds: int) -> None:
        result = self._outcome(dial, outcome, seconds)
        if dial.action:
            self._running.go_to(dial.method, dial.action, result)
        else:
            self._running.go_on()

    def _outcome(self, dial: Dial, outcome: Outcome, seconds: int) -> Params:
        running = self._running
        if outcome in ("answers", "declines"):
            return self._picked_up(dial, outcome == "answers", seconds)
        running.pass_time(dial.timeout + PATIENCE_SECONDS if outcome == "unanswered" else 2)
        status = {"busy": "busy", "unanswered": "no-answer", "fails": "failed"}[outcome]
        return self._dialled(status, bridged=False, seconds=0)

    def _picked_up(self, dial: Dial, accepts: bool, seconds: int) -> Params:
        running, officer = self._running, dial.numbers[0]
        params = officer_params(
            self.state, running.line.account_sid, officer.number, dial.caller_id, running.line.carrier
        )
        picked_up = self.state.clock + RING_SECONDS
        whisper = Whisper(running.line, params, accepts, picked_up)
        bridged = whisper.bridges(officer)
        running.heard.extend(whisper.heard)
        talked = min(seconds, dial.longest) if bridged else 0
        running.change(clock=whisper.clock + talked)
        status = "completed" if bridged else self.state.habits.declined_status
        return self._dialled(status, bridged=bridged, seconds=round(whisper.clock - picked_up + talked))

    def _dialled(self, status: str, *, bridged: bool, seconds: int) -> Params:
        carrier = self._running.line.carrier
        told = (
            ("DialCallStatus", status),
            ("DialCallSid", officer_call_sid(self.state, carrier)),
            ("DialCallDuration", str(seconds)),
            ("DialBridged", str(bridged).lower()),
        )
        return tuple(each for each in told if each[0] in carrier.dial_tells)

    def _hang_up(self) -> None:
        here = self.here
        reports = self.state.habits.reports_hang_up
        if isinstance(here, Record):
            self._hang_up_recording(here, reports)
        elif isinstance(here, Dial) and here.action and reports:
            result = self._dialled("canceled", bridged=False, seconds=0)
            self._running.tell(here.action, self._running.params("completed", result), here.method)
        self._running.end("caller")

    def _hang_up_recording(self, record: Record, reports: bool) -> None:
        made = self._recording(2)
        self._running.pass_time(2)
        if reports:
            told = self._running.params("completed", self._of_record((*made, ("Digits", "hangup"))))
            self._running.tell(record.action, told, record.method)
        self._tell_recording(record, made)
