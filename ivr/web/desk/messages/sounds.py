"""Where the desk gets what callers recorded; filled in by `ivr.app`."""

from pathlib import Path
from typing import Protocol


class CallerSounds(Protocol):
    """The recordings that callers left."""

    @property
    def pretended(self) -> bool:
        """Whether the same tone stands for all of them."""
        ...

    def sound(self, recording: str, url: str) -> Path:
        """The file of a recording, a WAV. Raises RecordingGone, RecordingAway and OSError."""
        ...
