"""Any recording becomes what telephones play: WAV, one channel, 8,000 samples a second, µ-law, at an even loudness.

ffmpeg does it where it is installed, otherwise the libraries of the extra `audio`. Loudness is -19 LUFS with peaks at
-2 dB at most, which telephone lines carry without distortion.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.errors import SoundRefused

try:
    from ivr.sound import libraries
except (ImportError, OSError):  # the extra `audio` is not installed, or its C library is missing
    WITH_LIBRARIES = False
else:
    WITH_LIBRARIES = True

LOUDNESS = "loudnorm=I=-19:TP=-2"
LONGEST = 120  # seconds that a conversion may take
NOTHING_CONVERTS = (
    "no recording can be converted here: install ffmpeg (Debian: apt install ffmpeg), or the libraries with: "
    "pip install 'ivr[audio]'. A WAV file that telephones play already can be added with --as-is."
)


def converter() -> str:
    """What converts recordings here: "ffmpeg", "libraries", or empty."""
    if shutil.which("ffmpeg"):
        return "ffmpeg"
    return "libraries" if WITH_LIBRARIES else ""


def for_telephones(file: Path) -> bytes:
    """The recording in `file` (WAV, FLAC, MP3, …) as a WAV for telephones. Raises SoundRefused."""
    match converter():
        case "ffmpeg":
            return _by_ffmpeg(file.resolve())
        case "libraries":
            return libraries.convert(file)
        case _:
            raise SoundRefused(NOTHING_CONVERTS)


def _by_ffmpeg(file: Path) -> bytes:
    with TemporaryDirectory(prefix="ivr-sound-") as folder:
        made = Path(folder) / "made.wav"
        quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"]
        source = ["-protocol_whitelist", "file", "-i", f"file:{file}"]
        form = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        telephone = ["-vn", "-af", LOUDNESS, "-ar", "8000", "-ac", "1", "-c:a", "pcm_mulaw", "-f", "wav", str(made)]
        try:
            command = [shutil.which("ffmpeg") or "ffmpeg", *quiet, *source, *form, *telephone]
            done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603  # no shell
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SoundRefused(f"{file.name}: ffmpeg did not convert it: {error}") from error
        if done.returncode or not made.exists():
            why = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"])[-1]
            raise SoundRefused(f"{file.name} cannot be converted: {why}")
        return made.read_bytes()
