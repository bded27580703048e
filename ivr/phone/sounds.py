"""How long things sound: speech by its letters, a recording by its header."""

import struct

from ivr.errors import PhoneFault
from ivr.phone.line import Line

LETTERS_A_SECOND = 14.0
CHINESE_A_SECOND = 4.5
PLAYABLE = frozenset(
    f"audio/{kind}" for kind in ("mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw")
)


def seconds_of_speech(text: str) -> float:
    """About how long a voice takes to say a text."""
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in text)
    return chinese / CHINESE_A_SECOND + (len(text) - chinese) / LETTERS_A_SECOND


def seconds_of_recording(line: Line, url: str) -> float:
    """The length of a WAV at `url`; of another kind of sound, a guess of five seconds.

    Raises PhoneFault when it cannot be played (error 13420). Source: Twilio, "TwiML Voice: Play".
    """
    reply = line.ask("GET", url).reply
    kind = reply.content_type.partition(";")[0].strip().lower()
    if reply.status != 200 or kind not in PLAYABLE:
        raise PhoneFault(f"{url} answered status {reply.status}, {kind or 'no type'}: no sound to play (error 13420)")
    return _wav_seconds(reply.body) if reply.body[:4] == b"RIFF" else 5.0


def _wav_seconds(body: bytes) -> float:
    """Data bytes by bytes a second, from the chunks of a WAV. Raises PhoneFault when they are not there."""
    place, rate = 12, 0
    while place + 8 <= len(body):
        name, size = struct.unpack_from("<4sI", body, place)
        if name == b"fmt " and place + 20 <= len(body):
            (rate,) = struct.unpack_from("<I", body, place + 16)
        if name == b"data" and rate:
            return float(min(size, len(body) - place - 8)) / rate
        place += 8 + size + size % 2
    raise PhoneFault("the recording is a broken WAV file (error 13420)")
