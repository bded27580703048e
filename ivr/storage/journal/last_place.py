"""The last place for an entry that neither database nor spool takes: one line on standard error, sealed.

Only who has the secret key can read it. `ivr spool load --log` finds such lines in whatever keeps the log.
"""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence

from cryptography.exceptions import InvalidTag

from ivr.journal.entry import Entry
from ivr.journal.text import entry_from_text, entry_to_text
from ivr.logs import logger, write_line
from ivr.switchboard.tokens import sealing_key

log = logger(__name__)
MARK = "ivr-entry:"
SEALED = re.compile(MARK + r"([A-Za-z0-9_-]+)")
_MADE_BY = [b"ivr entry 1"]


class EntrySeal:
    """Seals entries with the first secret and opens those sealed with any of them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [sealing_key(secret, "ivr entry") for secret in secrets]

    def close(self, entry: Entry) -> str:
        """The entry as one word."""
        plain = zlib.compress(entry_to_text(entry).encode(), 9)
        return MARK + urlsafe_b64encode(self._keys[0].encrypt(plain, _MADE_BY)).decode().rstrip("=")

    def open_all(self, line: str) -> list[Entry]:
        """The entries in a line of a log, whatever stands around them.

        Raises ValueError when one was cut, changed or sealed with another key.
        """
        return [self._opened(sealed) for sealed in SEALED.findall(line)]

    def _opened(self, sealed: str) -> Entry:
        for key in self._keys:
            try:
                content = key.decrypt(urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), _MADE_BY)
                return entry_from_text(zlib.decompress(content).decode())
            except (InvalidTag, ValueError, zlib.error):
                continue
        raise ValueError("the entry was cut or changed, or is sealed with another key")


class LastPlace:
    """Leaves entries on standard error; `note` counts each."""

    def __init__(self, seal: EntrySeal, note: Callable[[], object], write: Callable[[str], bool] = write_line) -> None:
        self._seal = seal
        self._note = note
        self._write = write

    def take(self, entry: Entry) -> None:
        """Leave one there. Never raises; where not even that can be done, the log says that the entry is lost."""
        self._note()
        try:
            if self._write(self._seal.close(entry)):
                return
        except Exception:  # whatever it is, no caller is dropped for it
            log.exception("an entry could not be sealed", call_sid=entry.call_sid, entry=entry.entry)
        log.error("entry lost", call_sid=entry.call_sid, entry=entry.entry)
