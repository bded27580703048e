"""What an officer hears on picking up, before the caller is put through."""

from dataclasses import dataclass

from ivr.errors import PhoneFault
from ivr.phone.checking import check_reply
from ivr.phone.line import Line
from ivr.phone.signing import Params
from ivr.phone.sounds import seconds_of_recording, seconds_of_speech
from ivr.phone.state import Heard
from ivr.phone.twiml import read_whisper
from ivr.phone.verbs import Gather, Hangup, Number, Play, Say, Verb

MOST_DOCUMENTS = 10


@dataclass
class Whisper:
    """The officer's side of a transfer: accepts by pressing 1 when asked, or presses nothing.

    Source: Twilio, "TwiML Voice: Number", its attribute url.
    """

    line: Line
    params: Params
    accepts: bool
    clock: float
    heard: tuple[Heard, ...] = ()
    documents: int = 0

    def bridges(self, number: Number) -> bool:
        """Whether the caller is put through to the officer at `number`. Raises PhoneFault for a bad document."""
        return not number.url or self._document(number.method, number.url, self.params)

    def _document(self, method: str, url: str, params: Params) -> bool:
        self.documents += 1
        if self.documents > MOST_DOCUMENTS:
            raise PhoneFault("the words to the officer never end")
        answer = self.line.ask(method, url, params)
        check_reply(answer.reply, answer.url)
        for verb in read_whisper(answer.reply.body, answer.url, self.line.url, self.line.carrier):
            if isinstance(verb, Hangup):
                return False
            if isinstance(verb, Gather):
                for prompt in verb.prompts:
                    self._hear(prompt)
                if self.accepts:
                    return self._document(verb.method, verb.action, (*self.params, ("Digits", "1")))
                self.clock += verb.timeout
            else:
                self._hear(verb)
        return True

    def _hear(self, verb: Verb) -> None:
        if isinstance(verb, Say):
            self.heard += (Heard(self.clock, verb.text, verb.language, verb.voice, officer=True),)
            self.clock += seconds_of_speech(verb.text)
        if isinstance(verb, Play) and verb.url:
            self.heard += (Heard(self.clock, "", url=verb.url, officer=True),)
            self.clock += seconds_of_recording(self.line, verb.url)
