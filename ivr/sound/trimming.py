"""A caller's recording without the silence before and after what was said, so that nobody who listens waits for it."""

import io
import sys
import wave
from array import array
from collections.abc import Iterable

STEP = 0.02  # seconds that are looked at together
LOUD = 327  # of 32,767: whatever is louder at any moment may be a voice, however low (-40 dB)
LEFT = 0.3  # seconds of silence that stay on either side, so that no soft beginning of a word is cut off
WORTH_IT = 0.5  # seconds: with less to gain a recording is left as it is
SIXTEEN_BITS = 2  # bytes


def without_silence(sound: bytes) -> bytes:
    """The WAV without silence at its ends; as it is where nothing is loud, or its samples are not of 16 bits."""
    try:
        with wave.open(io.BytesIO(sound)) as read:
            shape, frames = read.getparams(), read.readframes(read.getnframes())
    except (wave.Error, EOFError):
        return sound
    if shape.sampwidth != SIXTEEN_BITS:
        return sound
    width, rate = shape.sampwidth * shape.nchannels, shape.framerate
    frames = frames[: len(frames) - len(frames) % width]
    begin, end = _spoken(_samples(frames), max(1, int(rate * STEP)) * shape.nchannels)
    margin, length = int(rate * LEFT) * width, len(frames)
    begin, end = max(0, begin * SIXTEEN_BITS - margin), min(length, end * SIXTEEN_BITS + margin)
    worth_it = end > begin and length - (end - begin) >= rate * WORTH_IT * width
    return _written(shape.nchannels, rate, frames[begin:end]) if worth_it else sound


def _samples(frames: bytes) -> "array[int]":
    samples = array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()  # in a WAV the lower byte comes first
    return samples


def _spoken(samples: "array[int]", step: int) -> tuple[int, int]:
    """From which sample to before which one anything is loud; all of them where nothing is."""
    parts = range(0, len(samples), step)

    def first_loud(those: Iterable[int]) -> int | None:
        return next((at for at in those if _is_loud(samples[at : at + step])), None)

    first, last = first_loud(parts), first_loud(reversed(parts))
    return (0, len(samples)) if first is None or last is None else (first, last + step)


def _is_loud(part: "array[int]") -> bool:
    return max(part) > LOUD or min(part) < -LOUD


def _written(channels: int, rate: int, frames: bytes) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(channels)
        written.setsampwidth(SIXTEEN_BITS)
        written.setframerate(rate)
        written.writeframes(frames)
    return made.getvalue()
