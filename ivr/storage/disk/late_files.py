"""Files that a full disk did not take: written as soon as it takes them."""

import threading
from pathlib import Path

from ivr.logs import logger
from ivr.storage.disk.files import write_whole

log = logger(__name__)


class LateFiles:
    """Writes files whole; never raises. What cannot be written is logged once, remembered, and tried again.

    It is for files whose content never changes, so that what is written late undoes nothing. It remembers as long as
    its process lasts: what must outlive that belongs into the spool or the log.
    """

    def __init__(self) -> None:
        self._missing: dict[Path, bytes] = {}
        self._guard = threading.Lock()

    def write(self, path: Path, content: bytes, what: str) -> None:
        """Put `content` at `path`, now or later; `what` the log calls it."""
        try:
            write_whole(path, content)
        except OSError as error:
            log.error(f"{what} not on disk", file=str(path), why=str(error))
            with self._guard:
                self._missing[path] = content

    def write_missing(self) -> None:
        """Try once more to write what is missing, but for what another process has put there meanwhile."""
        with self._guard:
            missing = list(self._missing.items())
        for path, content in missing:
            try:
                if not path.exists():
                    write_whole(path, content)
            except OSError:
                return
            with self._guard:
                self._missing.pop(path, None)
            log.info("a file is on disk at last", file=str(path))
