"""Text messages of a demo, which sends none: what would be sent is written into a file for whoever tries it."""

from pathlib import Path

from ivr.errors import SendingFailed
from ivr.sending.sender import Errand
from ivr.storage.disk.files import privately


class ShownTexts:
    """Writes text messages to the end of `file`."""

    tells_repeats = False

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, errand: Errand) -> str:
        """Write its `text` and where it would go; where that stands. Raises SendingFailed."""
        told = f"To {errand.destination}, {errand.made_at:%Y-%m-%d %H:%M} UTC:\n{errand.content['text']}\n\n"
        try:
            with open(self._file, "a", encoding="utf-8", opener=privately) as file:
                file.write(told)
        except OSError as error:
            raise SendingFailed(f"it cannot be written down: {error.strerror}") from None
        return f"a demo sends nothing; it is in {self._file}"
