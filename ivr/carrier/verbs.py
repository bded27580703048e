"""Each instruction as the verb of TwiML that carries it out, with what the carrier knows of it.

Source: Twilio, the page of each verb.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from twilio.twiml import TwiML, voice_response

from ivr.carrier.addresses import Addresses
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.fitting import hints_of
from ivr.engine.edition import Language
from ivr.engine.instructions import (
    Ask,
    HangUp,
    Hold,
    Instruction,
    Play,
    PlayBack,
    Prompt,
    Record,
    Say,
    Transfer,
)

MOST_OFFICERS = 10  # that ring at once
LEAST_RINGING, MOST_RINGING = 5, 600  # seconds
SHORTEST_SILENCE = 1  # second after which a Gather goes on by itself
OFFICER_WAITS = 10  # seconds for an officer to press 1


@dataclass(frozen=True)
class Verbs:
    """Makes verbs that a carrier knows, with the voices of an edition's languages and the addresses of this system."""

    voices: tuple[Language, ...]
    addresses: Addresses
    carrier: Carrier = TWILIO

    def of(self, instruction: Instruction) -> TwiML:
        """The verb for an instruction."""
        match instruction:
            case Say() | Play() | PlayBack():
                return self._prompt(instruction)
            case Ask():
                return self._gather(instruction)
            case Record():
                return self._record(instruction)
            case Transfer():
                return self._dial(instruction)
            case Hold():
                return self.hold(())
            case HangUp():
                return voice_response.Hangup()
            case _:
                assert_never(instruction)

    def hold(self, says: Iterable[Prompt]) -> TwiML:
        """Says that the caller is to wait, and goes on. Outside a Gather a key that is pressed meanwhile is lost."""
        return self._gather(Ask(tuple(says), seconds=SHORTEST_SILENCE))

    def go_on(self) -> TwiML:
        """Follows on a Record: a carrier that reports no empty recording goes on here, and would else end the call."""
        return voice_response.Redirect(self.addresses.turn, method="POST")

    def ask_officer(self, says: Iterable[Prompt], address: str) -> TwiML:
        """Asks an officer to press 1, told to `address`; who does not is let go by what follows in the document."""
        keys = "dtmf" if self.carrier.can.hears_words else None  # else nothing but keys is heard, and no need to say so
        gather = voice_response.Gather(
            input=keys, num_digits=1, timeout=OFFICER_WAITS, action=address, method="POST", finish_on_key=""
        )
        return self._with_prompts(gather, says)

    def first_heard_at(self, address: str) -> dict[str, str]:
        """Of a Number: where the carrier asks what is heard there first, by whoever picks up; nothing if it cannot."""
        return {"url": address, "method": "POST"} if self.carrier.can.whispers else {}

    def _prompt(self, prompt: Prompt) -> TwiML:
        match prompt:
            case Say():
                return self._say(prompt)
            case Play():
                return voice_response.Play(self.addresses.recording(prompt.recording))
            case PlayBack():
                return voice_response.Play(prompt.url)
            case _:
                assert_never(prompt)

    def _say(self, say: Say) -> TwiML:
        language = self._language(say.language) or next(iter(self.voices), None)
        if language is None:
            return voice_response.Say(say.text)
        voice = self.carrier.voice(language.voice)
        return voice_response.Say(say.text, voice=voice or None, language=language.say_language or None)

    def _gather(self, ask: Ask) -> TwiML:
        gather = voice_response.Gather(
            action=self.addresses.turn,
            method="POST",
            timeout=max(1, ask.seconds),
            num_digits=ask.most,
            finish_on_key=ask.finish,
            action_on_empty_result=True,
            **self._speech(ask),
        )
        return self._with_prompts(gather, ask.prompts)

    def _speech(self, ask: Ask) -> dict[str, str | int]:
        if not self.carrier.can.hears_words:
            return {}
        language = self._language(ask.language)
        hints = hints_of(ask.hints)
        if not hints or not language or not language.speech_language:
            return {"input": "dtmf"}
        return {
            "input": "dtmf speech",
            "hints": hints,
            "language": language.speech_language,
            "speech_timeout": ask.pause,  # "auto" is refused with the default speech model
        }

    def _record(self, record: Record) -> TwiML:
        return voice_response.Record(
            action=self.addresses.turn,
            method="POST",
            max_length=max(1, record.most),
            finish_on_key=record.finish,
            timeout=max(0, record.silence),
            play_beep=True,
            trim="trim-silence" if self.carrier.trims else None,
            recording_status_callback=self.addresses.recording_ready,
            recording_status_callback_event="completed absent" if self.carrier.tells_absent else None,
        )

    def _dial(self, transfer: Transfer) -> TwiML:
        """Without callerId the officer sees the caller's own number."""
        seconds = min(max(LEAST_RINGING, transfer.seconds), MOST_RINGING)
        on_bridge = self.carrier.answers_on_bridge or None
        dial = voice_response.Dial(
            action=self.addresses.turn, method="POST", timeout=seconds, answer_on_bridge=on_bridge
        )
        whisper = self.first_heard_at(self.addresses.officer)
        for number in transfer.numbers[:MOST_OFFICERS]:
            dial.number(number, **whisper)
        return dial

    def _with_prompts(self, gather: TwiML, prompts: Iterable[Prompt]) -> TwiML:
        for prompt in prompts:
            gather.append(self._prompt(prompt))
        return gather

    def _language(self, code: str) -> Language | None:
        return next((language for language in self.voices if language.code == code), None)
