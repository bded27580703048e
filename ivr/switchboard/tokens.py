"""The call token: a whole call in a callback address, encrypted and authenticated (AES-SIV, RFC 5297).

AES-SIV is deterministic: the same call makes the same token, so a repeated webhook gets the same answer to the byte.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.engine.call import MOST_ANNOUNCED, MOST_MISSED, Call, call_from_json, call_to_json
from ivr.engine.contents import department_of
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

    def seal(self, call: Call, needless: Callable[[], Iterable[str]] = tuple) -> str:
        """The token of a call, at most LONGEST_TOKEN characters.

        What would make it longer is left behind, one after another: what a hash might cut off, the answers on the way
        here, the fields that are `needless`, the rows to be repeated, which are looked up again, and all counts of
        look-ups but the last of this department. All else fits, as `ivr check` has proven (call-too-large). Of an
        edition that is older than that proof the oldest fields go at last, which the log tells.
        """
        for lighter in _lighter(call, needless):
            call, token = lighter, self._sealed(lighter)
            if len(token) <= LONGEST_TOKEN:
                return token
        return self._sealed_in_part(call)

    def _sealed_in_part(self, call: Call) -> str:
        """The token of a call without its oldest fields, as few as may be, those of departments left behind first."""
        fields = sorted(call.fields.items(), key=lambda each: department_of(each[0]) == call.department)
        for left in range(len(fields) + 1):
            token = self._sealed(replace(call, fields=dict(fields[left:])))
            if len(token) <= LONGEST_TOKEN:
                break
        without = sorted(name for name, _ in fields[:left])
        log.error("a call has become too large for its token", call_sid=call.sid, node=call.node, without=without)
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


def _lighter(call: Call, needless: Callable[[], Iterable[str]]) -> Iterator[Call]:
    """The call, and then lighter and lighter."""
    yield call
    yield (call := replace(call, unheard=()))
    yield (call := replace(call, told=()))
    left = frozenset(needless())
    yield (call := replace(call, fields={name: value for name, value in call.fields.items() if name not in left}))
    yield (call := replace(call, rows=()))
    here = [(name, count) for name, count in call.misses.items() if department_of(name) == call.department]
    yield replace(call, misses=dict(here[-MOST_MISSED:]), announced=call.announced[-MOST_ANNOUNCED:])
