"""Lots that are drawn the same whenever asked, and that nobody can foretell who lacks the key."""

import hashlib
import hmac


class KeyedChances:
    """Draws lots by a keyed hash of the name, so that no worker needs to know what another one drew."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def falls_on(self, name: str, one_in: int) -> bool:
        """Whether the lot, one in so many, falls on what is so called."""
        digest = hmac.digest(self._key, name.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return int.from_bytes(digest[:8]) % one_in == 0
