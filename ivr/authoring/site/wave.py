"""Whether a recording can be played on a telephone line: its header says enough.

Source of the numbers: the WAVE format tags PCM (1) and µ-law (7), each in a RIFF file of chunks.
"""

import struct
from collections.abc import Iterator

from ivr.translation import NOTHING, Sentence, said

PCM, MU_LAW = 1, 7
RATE = said("this recording has {rate} samples a second, not 8000 to 48000.")
BITS = {PCM: (8, 16), MU_LAW: (8,)}


def why_not_playable(sound: bytes) -> Sentence:
    """Why this is no recording a carrier plays, empty when it is one."""
    if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE":
        return said("this is not a WAV file.")
    chunks = dict(_chunks(sound))
    form = chunks.get(b"fmt ", b"")
    if len(form) < 16 or not chunks.get(b"data"):
        return said("this WAV file holds no sound.")
    code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if code not in BITS or bits not in BITS[code]:
        return said("this WAV file is in a form that telephones do not play.")
    if channels != 1:
        return said("this recording has {channels} channels.", channels=channels)
    return NOTHING if 8000 <= rate <= 48000 else said(RATE, rate=rate)


def seconds_of(sound: bytes) -> float:
    """How long a recording that plays lasts, by its header."""
    chunks = dict(_chunks(sound))
    a_second = int.from_bytes(chunks[b"fmt "][8:12], "little")
    return round(len(chunks[b"data"]) / max(1, a_second), 1)


def _chunks(sound: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(sound):
        name, length = struct.unpack_from("<4sI", sound, at)
        yield name, sound[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
