"""Speech recognisers: a program on this machine, or a server that takes a sound and answers with a text.

A program is called with the WAV file and the language as its last words, and prints the text. A server is asked as
those are that have OpenAI's `/v1/audio/transcriptions` (speaches, LocalAI, vLLM, whisper.cpp): `file`, `language`, and
what stands behind the `?` of its address, such as `model`. Neither is told a number, a name or a call.
"""

import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ivr.errors import TranscriptFailed
from ivr.settings.destinations import Destinations

SECONDS = 300.0  # for one recording
MOST_BYTES = 1024 * 1024
CALLED_ELSEWHERE = {"cmn": "zh"}
"""What recognisers call a language where they do not call it as the site does."""


class Recogniser(Protocol):
    """Writes down what is spoken."""

    def transcribe(self, sound: Path, language: str) -> str:
        """What is said in a WAV file, in a language of the site (yue, cmn, en). Raises TranscriptFailed."""
        ...


class ProgramRecogniser:
    """A program of this machine, with words of its own before those that it is given."""

    def __init__(self, command: Sequence[str], seconds: float = SECONDS) -> None:
        self._command = tuple(command)
        self._seconds = seconds

    def transcribe(self, sound: Path, language: str) -> str:
        """What it prints. Raises TranscriptFailed."""
        command = [*self._command, str(sound.absolute()), language]
        try:
            running = subprocess.Popen(  # noqa: S603 - no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise TranscriptFailed(f"the program cannot be run: {error.strerror}") from None
        with running:
            try:
                printed, _ = running.communicate(timeout=self._seconds)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)  # and whatever it has started
                raise TranscriptFailed(f"the program took longer than {self._seconds:.0f} seconds") from None
        if running.returncode:
            raise TranscriptFailed(f"the program ended with {running.returncode}")
        return readable(printed[:MOST_BYTES])


class ServerRecogniser:
    """A server at `url`, which must be among what is `allowed`; what follows its `?` is sent along as fields."""

    def __init__(self, url: str, allowed: Destinations, seconds: float = SECONDS) -> None:
        parts = urlsplit(url)
        self._url = urlunsplit(parts._replace(query=""))
        self._fields = dict(parse_qsl(parts.query))
        self._allowed = allowed.take_webhook(url)
        self._seconds = seconds

    def transcribe(self, sound: Path, language: str) -> str:
        """What it answers. Raises TranscriptFailed."""
        import requests  # 4 MB that only the scheduler needs

        from ivr.carrier.rest.connection import AnswerTooLarge, AnswerTooSlow, Nobody, read_within

        if not self._allowed:
            raise TranscriptFailed("IVR_SEND_TO lists neither this host nor this scheme, host and port")
        fields = {"language": CALLED_ELSEWHERE.get(language, language), "response_format": "json", **self._fields}
        until = time.monotonic() + self._seconds
        try:
            with sound.open("rb") as file:
                answer = requests.post(
                    self._url, data=fields, files={"file": ("recording.wav", file, "audio/wav")}, auth=Nobody(),
                    timeout=(10, self._seconds), stream=True, allow_redirects=False,
                )  # fmt: skip
            with closing(answer):
                body = read_within(answer, MOST_BYTES, until)
        except (requests.RequestException, OSError) as error:
            raise TranscriptFailed(f"the server cannot be asked: {type(error).__name__}") from None
        except AnswerTooSlow:
            raise TranscriptFailed(f"the server took longer than {self._seconds:.0f} seconds") from None
        except AnswerTooLarge:
            raise TranscriptFailed("the server answers with more than any message says") from None
        if answer.status_code != 200:
            raise TranscriptFailed(f"the server answers {answer.status_code}")
        return _text_in(body)


def recogniser_of(setting: str, allowed: Destinations) -> Recogniser | None:
    """Who IVR_TRANSCRIBE names; None where it names nobody."""
    if not setting:
        return None
    return ServerRecogniser(setting, allowed) if "://" in setting else ProgramRecogniser(shlex.split(setting))


def readable(text: bytes) -> str:
    """A text as people can read it: on one line, without signs that are none."""
    words = text.decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _text_in(body: bytes) -> str:
    try:
        text = json.loads(body)["text"]
    except (ValueError, KeyError, TypeError):
        raise TranscriptFailed("the server's answer holds no text") from None
    if not isinstance(text, str):
        raise TranscriptFailed("the server's answer holds no text")
    return readable(text.encode("utf-8", "replace"))
