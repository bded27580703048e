"""The call token: a whole call in a callback address, encrypted and authenticated (AES-SIV, RFC 5297).

AES-SIV is deterministic: the same call makes the same token, so a repeated webhook gets the same answer to the byte.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.engine.call import Call, call_from_json, call_to_json
from ivr.errors import TokenRefused
from ivr.journal.text import compact, parsed
from ivr.logs import logger

log = logger(__name__)

LONGEST_TOKEN = 3000
"""Characters of a token, of which a call of ivr.engine.call.ROOM bytes never needs more.

A carrier takes addresses of 4000 characters, the host among them; a document of 64 kB holds ten of them, one for each
officer who is rung, beside all that is said; proxies and the server take 8 kB in a line.
"""
_MADE_BY = [b"ivr call token 1"]  # tokens of another make are refused
SMALL_MEMORY = 4  # of zlib's 1 to 9: what it takes is cleared for every token
WINDOW = 10  # bits: it looks back 1,024 bytes, which is more than nearly every call has


class CallTokens:
    """Seals calls with the first secret and opens tokens sealed with any of them, so that keys can be rotated."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [sealing_key(secret, "ivr call token") for secret in secrets]

    def seal(self, call: Call) -> str:
        """The token of a call, at most LONGEST_TOKEN characters.

        What would make it longer is left behind: first what a hash might cut off, then the rows to be repeated, which
        are looked up again, then the answers on the way here. What the caller gave in this department fits unless
        `ivr check` warned of it; then, and first of departments left behind, the oldest fields go, which the log tells.
        """
        token, whole = self._sealed(call), call
        while len(token) > LONGEST_TOKEN and (call.unheard or call.rows or call.told or call.fields):
            call = _lighter(call)
            token = self._sealed(call)
        if left := sorted(whole.fields.keys() - call.fields.keys()):
            log.error("a call has become too large for its token", call_sid=call.sid, node=call.node, without=left)
        return token

    def open(self, token: str) -> Call:
        """The call that was sealed. Raises TokenRefused for a token that was forged, cut or made with another key."""
        if len(token) > LONGEST_TOKEN:
            raise TokenRefused("the call token is too long")
        try:
            sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            raise TokenRefused("the call token is no token") from None
        for key in self._keys:
            try:
                return call_from_json(parsed(zlib.decompress(key.decrypt(sealed, _MADE_BY))))
            except (InvalidTag, ValueError, TypeError, zlib.error):
                continue
        raise TokenRefused("the call token was forged, cut or made with another key")

    def _sealed(self, call: Call) -> str:
        deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, WINDOW, SMALL_MEMORY)
        packed = deflate.compress(compact(call_to_json(call)).encode()) + deflate.flush()
        return urlsafe_b64encode(self._keys[0].encrypt(packed, _MADE_BY)).decode().rstrip("=")


def sealing_key(secret: str, purpose: str) -> AESSIV:
    """The key that seals for one purpose; keys of two purposes tell nothing of each other."""
    return AESSIV(HKDF(SHA256(), length=64, salt=None, info=purpose.encode()).derive(secret.encode()))


def _lighter(call: Call) -> Call:
    if call.unheard:
        return replace(call, unheard=())
    if call.rows:
        return replace(call, rows=())
    if call.told:
        return replace(call, told=())
    elsewhere = (name for name in call.fields if name.partition("/")[0] != call.department)
    oldest = next(elsewhere, next(iter(call.fields)))
    return replace(call, fields={name: value for name, value in call.fields.items() if name != oldest})
