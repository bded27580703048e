"""What the carrier's door asks of the rest of the system."""

from collections.abc import Callable, Mapping
from typing import Protocol

from ivr.engine.edition import Language
from ivr.engine.heard import Heard
from ivr.engine.instructions import Instruction
from ivr.storage.traffic.webhooks import WebhookFault

FindRecording = Callable[[str], bytes | None]
"""The recorded prompt (a WAV file) under a content hash, None when there is none."""


NoteFault = Callable[[WebhookFault], None]
"""Counts what went wrong with a request; never raises."""


def not_noted(_fault: WebhookFault) -> None:
    """For doors whose faults nobody counts, such as those of a rehearsal."""


class Answer(Protocol):
    """What to tell the carrier; `token` is the call as it now stands, `voices` is by language code."""

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """What to say and do."""
        ...

    @property
    def token(self) -> str:
        """The call, for the next address."""
        ...

    @property
    def voices(self) -> Mapping[str, Language]:
        """The languages of the call's edition."""
        ...


class Switchboard(Protocol):
    """Takes the turns of calls. Numbers are free text as the carrier sent them, cut to 255 characters."""

    def answer(self, sid: str, called: str, caller: str) -> Answer:
        """A call comes in on the number `called`."""
        ...

    def turn(self, token: str, sid: str, heard: Heard, caller: str) -> Answer:
        """The carrier brings back what the caller did."""
        ...

    def resume(self, token: str, sid: str, called: str, caller: str, code: str, *, unusable: bool) -> Answer:
        """A turn failed for the carrier; `token` is the call before that turn, empty when unknown.

        `unusable` says that its answer came and was of no use, and not that none came.
        """
        ...

    def status(self, sid: str, called: str, caller: str, status: str, seconds: int | None) -> None:
        """The carrier reports how a call fares, `seconds` being its length."""
        ...

    def recording(self, sid: str, recording: str, url: str, status: str, seconds: int | None) -> None:
        """The carrier reports what became of a recording."""
        ...

    def whisper(self, token: str) -> Answer:
        """What an officer hears before taking the call, as a question where a key is wanted; else nothing to say."""
        ...

    def accept(self, token: str) -> None:
        """An officer pressed the key and takes the call."""
        ...
