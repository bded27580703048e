"""Draft voices: a text read aloud by espeak-ng, robotic but enough to hear how long a menu is and whether it is clear.

Debian's voice `cmn` reads characters as English; `cmn-latn-pinyin` is the one that speaks Putonghua (espeak-ng, issue
1236). `yue` reads Cantonese as it is written here.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.errors import SoundRefused
from ivr.sound.converting import converter, for_telephones

VOICES = {"yue": "yue", "cmn": "cmn-latn-pinyin", "en": "en-gb"}
LONGEST = 60  # seconds that a text may take
NOT_INSTALLED = "no draft voice speaks here: install espeak-ng (Debian: apt install espeak-ng)"


def draft_voice(language: str) -> str:
    """The voice of espeak-ng that reads a language, empty where espeak-ng is not installed or has none."""
    return VOICES.get(language, "") if shutil.which("espeak-ng") else ""


def draft(text: str, language: str) -> bytes:
    """A WAV for telephones of `text` read aloud; as espeak-ng makes it where nothing converts. Raises SoundRefused."""
    espeak = shutil.which("espeak-ng")
    if not espeak:
        raise SoundRefused(NOT_INSTALLED)
    if language not in VOICES:
        raise SoundRefused(f'no draft voice speaks "{language}"; there are: {", ".join(VOICES)}')
    with TemporaryDirectory(prefix="ivr-sound-") as folder:
        file = Path(folder) / "draft.wav"
        _read_aloud([espeak, "-v", VOICES[language], "-b", "1", "-w", str(file), "--stdin"], text)
        if not file.exists():
            raise SoundRefused("espeak-ng did not read a text aloud")
        return for_telephones(file) if converter() else file.read_bytes()


def _read_aloud(command: list[str], text: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and the text is not among the words of the command
            command, input=text.encode(), capture_output=True, timeout=LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SoundRefused(f"espeak-ng did not read a text aloud: {error}") from error
    if done.returncode:
        raise SoundRefused(f"espeak-ng did not read a text aloud: {done.stderr.decode('utf-8', 'replace').strip()}")
