"""What kind of sound some bytes are, told by how they begin."""


def sound_type(beginning: bytes) -> str:
    """The media type of a sound that begins so (12 bytes are enough): a WAV, whatever is in it, or an MP3; else ""."""
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WAVE":
        return "audio/wav"
    frame = len(beginning) > 1 and beginning[0] == 0xFF and beginning[1] & 0xE6 == 0xE2  # layer III of any version
    return "audio/mpeg" if frame or beginning[:3] == b"ID3" else ""
