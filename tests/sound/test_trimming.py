"""Silence before and after what a caller said is cut off; no word is, and nothing that cannot be read."""

import io
import math
import struct
import wave

import pytest

from ivr.sound.trimming import LEFT, STEP, without_silence

RATE = 8000


def spoken(*parts: tuple[float, float], channels: int = 1, width: int = 2) -> bytes:
    """A WAV of parts: seconds, and how loud a tone sounds in them (of full scale)."""
    levels = [loudness for seconds, loudness in parts for _ in range(round(seconds * RATE))]
    most = 2 ** (8 * width - 1) - 1
    samples = [int(level * most * math.cos(math.pi * at / 8)) for at, level in enumerate(levels)]
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(channels)
        written.setsampwidth(width)
        written.setframerate(RATE)
        for sample in samples:
            written.writeframes(struct.pack("<i", sample)[:width] * channels)
    return made.getvalue()


def seconds_of(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as read:
        return read.getnframes() / read.getframerate()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("voice", [0.5, 0.05, 0.02])
def test_silence_at_both_ends_is_cut_off_but_for_a_little(voice, channels):
    cut = without_silence(spoken((3, 0.001), (2, voice), (4, 0), channels=channels))
    assert seconds_of(cut) == pytest.approx(2 + 2 * LEFT, abs=2 * STEP)
    with wave.open(io.BytesIO(cut)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (channels, 2, RATE)


def test_pauses_between_words_stay():
    cut = without_silence(spoken((2, 0), (1, 0.3), (3, 0), (1, 0.3), (2, 0)))
    assert seconds_of(cut) == pytest.approx(5 + 2 * LEFT, abs=2 * STEP)


def test_what_was_said_is_all_there_to_the_sample():
    whole = spoken((2, 0), (1, 0.3), (2, 0))
    said = spoken((1, 0.3))[44:]
    assert said[: len(said) // 2] in without_silence(whole)


@pytest.mark.parametrize(
    "sound",
    [
        spoken((0.3, 0), (2, 0.5), (0.4, 0)),  # hardly anything to gain
        spoken((9, 0.001)),  # nothing is loud: somebody may whisper
        spoken((0, 0)),
        spoken((2, 0), (1, 0.3), (2, 0), width=3),
        b"RIFF\x10\x00\x00\x00WAVEfmt and sound",
        spoken((3, 0.2))[:40],
        b"ID3 an mp3",
        b"",
    ],
)
def test_all_else_is_left_as_it_is(sound):
    assert without_silence(sound) == sound


def test_a_recording_whose_end_is_missing_is_cut_as_far_as_it_goes():
    whole = spoken((3, 0), (3, 0.3))
    assert seconds_of(without_silence(whole[:-4001])) == pytest.approx(3 + LEFT - 0.25, abs=2 * STEP)
