"""Runs documents until the caller or an officer must act. Source: Twilio, "TwiML for Programmable Voice"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never
from urllib.parse import urlsplit

from ivr.errors import PhoneFault
from ivr.phone.checking import check_reply
from ivr.phone.gathering import type_keys
from ivr.phone.line import Line
from ivr.phone.parameters import call_params
from ivr.phone.signing import Params
from ivr.phone.sounds import seconds_of_recording, seconds_of_speech
from ivr.phone.state import CallState, EndedBy, Heard
from ivr.phone.twiml import read_document
from ivr.phone.verbs import Dial, Gather, Hangup, Pause, Play, Record, Redirect, Reject, Say, Verb

ANSWER, STATUS, FALLBACK = "/voice/answer", "/voice/status", "/voice/fallback"
MOST_DOCUMENTS = 100  # without the caller doing anything
NO_TIME_TO_ACT = 1  # second: a wait so short is over before a caller who listens can do anything
OWN_RECORDING = "[what you recorded]"
FOR_EVER = 1000  # what the carrier makes of loop="0"


class Running:
    """One call on a line: its state, what was heard in this act, and the document it is at."""

    def __init__(self, line: Line, state: CallState, words: Mapping[str, str] | None = None) -> None:
        """Takes up a call where `state` left it; `words` tells what recordings say, by file name without ending."""
        self.line = line
        self.state = state
        self.heard: list[Heard] = []
        self._words = words or {}
        self._lengths: dict[str, float] = {}
        self._documents = 0
        self._verbs: tuple[Verb, ...] = ()
        if state.document:
            self._verbs = read_document(state.document.encode(), state.url, line.url, line.carrier)

    @property
    def here(self) -> Verb:
        """The verb the call waits at."""
        return self._verbs[self.state.place]

    def change(self, **changes: Any) -> None:
        """The state, with changes."""
        self.state = replace(self.state, **changes)

    def pass_time(self, seconds: float) -> None:
        """The clock goes on."""
        self.change(clock=self.state.clock + seconds)

    def start_act(self) -> None:
        """Someone does something: what was heard before is handed over, and the hotline may speak at length again."""
        self.heard = []
        self._documents = 0

    def begin(self) -> None:
        """Asks for the first document, and runs."""
        self._fetch("POST", self.line.url + ANSWER, (), "ringing")
        self.run()

    def go_to(self, method: str, url: str, extra: Params = ()) -> None:
        """Asks for another document, and runs it."""
        self._fetch(method, url, extra)
        self.run()

    def go_on(self) -> None:
        """Runs on with the next verb."""
        self.change(place=self.state.place + 1, waits="", typed="")
        self.run()

    def end(self, by: EndedBy, status: str = "completed") -> None:
        """The call is over; the hotline's status address is told."""
        self.change(waits="ended", ended_by=by, typed="", kept="")
        lasted = (("CallDuration", str(round(self.state.clock))),)
        self.tell(self.line.url + STATUS, self.params(status, lasted))

    def tell(self, url: str, params: Params, method: str = "POST") -> None:
        """Asks an address whose answer is not run. Raises PhoneFault when it is not 200 or 204 (error 15003)."""
        reply = self.line.ask(method, url, params, self.state.cookies).reply
        if reply.status not in (200, 204):
            raise PhoneFault(f"{url} answered status {reply.status}, a notice is answered with 204 (error 15003)")

    def params(self, status: str, extra: Params) -> Params:
        """The parameters of one request of this call."""
        return call_params(self.state, self.line.account_sid, status, extra, self.line.carrier)

    def _fetch(self, method: str, url: str, extra: Params, status: str = "in-progress") -> None:
        try:
            self._fetch_once(method, url, extra, status)
        except PhoneFault:
            if not self.state.habits.falls_back:
                raise
            told = (("ErrorCode", "11200"), ("ErrorUrl", url))
            self._fetch_once("POST", self.line.url + FALLBACK, told, status)

    def _fetch_once(self, method: str, url: str, extra: Params, status: str) -> None:
        self._documents += 1
        if self._documents > MOST_DOCUMENTS:
            raise PhoneFault(f"{MOST_DOCUMENTS} documents one after another and the caller can do nothing")
        answer = self.line.ask(method, url, self.params(status, extra), self.state.cookies)
        check_reply(answer.reply, answer.url)
        self._verbs = read_document(answer.reply.body, answer.url, self.line.url, self.line.carrier)
        document = answer.reply.body.decode()
        self.change(url=answer.url, document=document, place=0, cookies=answer.cookies, waits="", typed="")

    def run(self) -> None:
        """Executes verbs until something waits or the call is over."""
        while not self.state.waits:
            if self.state.place >= len(self._verbs):
                self.end("hotline")
            elif self._execute(self.here):
                self.change(place=self.state.place + 1)

    def _execute(self, verb: Verb) -> bool:
        """Whether the next verb follows at once."""
        match verb:
            case Say() | Play() | Pause():
                self.hear(verb)
                return True
            case Gather():
                return self._gather(verb)
            case Record():
                self.change(waits="recording", kept="")
            case Dial():
                self.change(waits="officers", kept="")
            case Redirect():
                self._fetch(verb.method, verb.url, ())
            case Hangup():
                self.end("hotline")
            case Reject():
                self.end("hotline", "busy" if verb.reason == "busy" else "no-answer")
            case _:
                assert_never(verb)
        return False

    def _gather(self, gather: Gather) -> bool:
        """Speaks and waits; keys typed ahead interrupt before a word is heard."""
        ahead = self.state.kept if gather.keys else ""
        if not ahead:
            for prompt in gather.prompts:
                self.hear(prompt)
            self.change(waits="keys", typed="", kept="")
            if gather.timeout <= NO_TIME_TO_ACT:
                self.pass_time(gather.timeout)
                return self.finish_keys(gather)
            return False
        typed = type_keys(gather, "", ahead)
        self.change(waits="keys", typed=typed.digits, kept=typed.rest)
        return self.finish_keys(gather) if typed.done else False

    def finish_keys(self, gather: Gather) -> bool:
        """Hands over what was typed; whether the next verb follows instead, nothing having been typed."""
        digits = self.state.typed
        self.change(waits="", typed="")
        if not digits and not gather.tells_silence:
            return True
        omits = self.state.habits.omits_empty_digits or self.line.carrier.omits_empty_digits
        omitted = omits and not digits
        self._fetch(gather.method, gather.action, () if omitted else (("Digits", digits),))
        return False

    def hear(self, prompt: Say | Play | Pause) -> None:
        """Speaks, plays or stays silent, and the clock goes on."""
        match prompt:
            case Say():
                self.heard.append(Heard(self.state.clock, prompt.text, prompt.language, prompt.voice))
                self.pass_time(seconds_of_speech(prompt.text) * (prompt.loop or FOR_EVER))
            case Play():
                self._play(prompt)
            case Pause():
                self.pass_time(prompt.length)
            case _:
                assert_never(prompt)

    def _play(self, play: Play) -> None:
        if not play.url:
            return
        if self.line.carrier.keeps(play.url):
            self.heard.append(Heard(self.state.clock, OWN_RECORDING, url=play.url))
            self.pass_time(self.state.recorded)
            return
        if play.url not in self._lengths:
            self._lengths[play.url] = seconds_of_recording(self.line, play.url)
        name = urlsplit(play.url).path.rpartition("/")[2].partition(".")[0]
        self.heard.append(Heard(self.state.clock, self._words.get(name, ""), url=play.url))
        self.pass_time(self._lengths[play.url] * (play.loop or FOR_EVER))
