"""Conversion with the libraries of the extra `audio`: soundfile reads and writes, soxr changes the sample rate.

Loudness is measured plainly: the power of what is not silence, without the weighting by pitch of a loudness meter.
"""

import io
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from ivr.errors import SoundRefused

RATE = 8000  # samples a second
LOUD = 10 ** (-19 / 20)  # of full scale: what speech is brought to on average
PEAK = 10 ** (-2 / 20)  # and its loudest sample at most
FRAME = RATE // 20  # 50 ms, by which speech is told from silence
QUIET = 10 ** (-30 / 20)  # of the loudest frame: whatever is softer is silence
LONGEST = 600  # seconds

Samples = NDArray[np.float64]


def convert(file: Path) -> bytes:
    """The recording in `file` as a µ-law WAV for telephones. Raises SoundRefused."""
    try:
        with soundfile.SoundFile(file) as opened:
            if opened.frames > LONGEST * opened.samplerate:
                raise SoundRefused(f"{file.name} is longer than {LONGEST // 60} minutes; no caller listens that long")
            samples, rate = opened.read(dtype="float64", always_2d=True), opened.samplerate
    except (soundfile.LibsndfileError, OSError) as error:
        raise SoundRefused(f"{file.name} cannot be read as a sound: {error}") from error
    return _mu_law(_levelled(soxr.resample(samples.mean(axis=1), rate, RATE, quality="VHQ"), file.name))


def _levelled(samples: Samples, name: str) -> Samples:
    """The samples at an even loudness. Raises SoundRefused for silence."""
    loudest = float(np.abs(samples).max(initial=0.0))
    if loudest < 1e-4:
        raise SoundRefused(f"{name} is silent")
    whole = len(samples) // FRAME * FRAME
    frames = samples[:whole].reshape(-1, FRAME) if whole else samples.reshape(1, -1)
    power = np.sqrt((frames**2).mean(axis=1))
    speech = power[power >= power.max() * QUIET]
    gain = min(LOUD / float(np.sqrt((speech**2).mean())), PEAK / loudest)
    levelled: Samples = samples * gain
    return levelled


def _mu_law(samples: Samples) -> bytes:
    written = io.BytesIO()
    soundfile.write(written, samples, RATE, format="WAV", subtype="ULAW")
    return written.getvalue()
