"""What is kept of a row's cells: as they are, sealed, or as a hash that only this site makes."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag

from ivr.engine.private_words import BLANK
from ivr.switchboard.tokens import sealing_key

LONGEST_FOUND_BY = 255


class Cells:
    """Seals and hashes cells with the installation's key of hashes, which outlives its other keys."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._seal = sealing_key(key, "ivr filed cells")

    def as_kept(self, values: Mapping[str, str], private: frozenset[str]) -> str:
        """The cells of a row as one text, those of `private` columns sealed."""
        plain = {column: text for column, text in values.items() if column not in private}
        sealed = {column: self._sealed(text) for column, text in values.items() if column in private}
        return json.dumps({"plain": plain, "sealed": sealed}, ensure_ascii=False, separators=(",", ":"))

    def opened(self, kept: str) -> tuple[dict[str, str], frozenset[str]]:
        """The cells, and the columns that are private. What was sealed with another key is hidden."""
        cells = json.loads(kept)
        opened = {column: self._opened(text) for column, text in cells["sealed"].items()}
        return {**cells["plain"], **opened}, frozenset(opened)

    def found_by(self, column: str, text: str, *, private: bool) -> str:
        """What a cell is found by."""
        return self.hash_of(column, [text]) if private else text[:LONGEST_FOUND_BY]

    def hash_of(self, what: str, texts: Iterable[str]) -> str:
        """A hash of some cells, which tells nothing of them to whoever lacks the key."""
        return hmac.new(self._key, json.dumps([what, *texts]).encode(), hashlib.sha256).hexdigest()

    def _sealed(self, text: str) -> str:
        return urlsafe_b64encode(self._seal.encrypt(text.encode(), None)).decode()

    def _opened(self, text: str) -> str:
        try:
            return self._seal.decrypt(urlsafe_b64decode(text), None).decode()
        except (InvalidTag, ValueError):
            return BLANK
