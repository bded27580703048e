"""Where the desk gets callers' recordings: from the carrier, or, where every call is pretended, a tone for each."""

import io
import math
import struct
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.carrier.carriers import CARRIERS
from ivr.settings import Settings
from ivr.sound.trimming import without_silence
from ivr.storage.disk.files import write_whole
from ivr.storage.messages.recordings import CallerRecordings

if TYPE_CHECKING:
    from ivr.carrier.rest.recordings import TwilioRecordings

FOLDER = "caller-recordings"
RATE, SECONDS, HERTZ, LOUDNESS = 8000, 2, 440, 6000


@dataclass(frozen=True)
class Tones:
    """A short tone in the place of every recording: those of the test telephone exist nowhere."""

    folder: Path
    pretended = True

    def erase(self, recording: str, url: str) -> None:
        """There is nothing to delete."""

    def forget(self, recording: str) -> None:
        """There is no copy."""

    def names(self) -> tuple[str, ...]:
        """There is no copy of any."""
        return ()

    def has(self, recording: str) -> bool:
        """Nothing is ever to be fetched."""
        return True

    def fulfil_wishes(self) -> None:
        """Nobody wishes for anything."""

    def awaited(self, recording: str, url: str, seconds: float) -> Path:
        """The file of the tone. Raises OSError."""
        return self.sound(recording, url)

    def sound(self, recording: str, url: str) -> Path:
        """The file of the tone. Raises OSError."""
        path = self.folder / "tone.wav"
        if not path.exists():
            write_whole(path, tone())
        return path


def caller_recordings(settings: Settings) -> CallerRecordings | Tones:
    """The carrier's, kept under IVR_STATE; tones where the carrier's account was made up for the demo."""
    folder = settings.state / FOLDER
    account = settings.account
    if account.made_up:
        return Tones(folder)

    @cache
    def carrier() -> "TwilioRecordings":
        from ivr.carrier.rest.recordings import TwilioRecordings  # its HTTP client is 4 MB that most workers never need

        return TwilioRecordings(account.sid, account.tokens, account.rest_url, carrier=CARRIERS[account.carrier])

    return CallerRecordings(
        folder, lambda url: without_silence(carrier().fetch(url)), lambda url: carrier().delete(url)
    )


def tone() -> bytes:
    """A WAV of two seconds: 8,000 samples a second of 16 bits, as a carrier's recordings are."""
    samples = [int(LOUDNESS * math.sin(2 * math.pi * HERTZ * at / RATE)) for at in range(RATE * SECONDS)]
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return made.getvalue()
