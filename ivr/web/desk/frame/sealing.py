"""What the desk encrypts with keys derived from IVR_SECRET_KEY: secrets in the database, numbers in addresses."""

import base64
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Encrypts with the first secret key and reads with all of them."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(derived(key, "desk seal"))) for key in secret_keys])
        self._short = [AESSIV(derived(key, "desk address")) for key in secret_keys]

    def close(self, text: str) -> str:
        """The text, encrypted."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What was encrypted; empty when no key fits."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return ""

    def close_for_address(self, text: str) -> str:
        """A number, encrypted to stand in an address: short, always the same, and of one length up to 16 characters."""
        sealed = self._short[0].encrypt(text.ljust(16).encode(), None)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open_from_address(self, sealed: str) -> str:
        """What was encrypted; empty when no key fits."""
        for key in self._short:
            try:
                return key.decrypt(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), None).decode().rstrip()
            except (InvalidTag, ValueError):
                continue
        return ""


def derived(secret_key: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose: keys of two purposes tell nothing of each other."""
    return HKDF(SHA256(), 32, None, purpose.encode()).derive(secret_key.encode())
