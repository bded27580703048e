"""Checks that a request was signed by the carrier: HMAC-SHA1 in Base64, in a header that `carriers` names.

What is signed is the address the carrier was told to call, and a form's fields. That address is the configured
public URL with the path exactly as it was received: no header a client can set has any say in it.
Source: Twilio, "Webhooks security"; the reference is `twilio.request_validator`, which tests hold this against.
"""

import hmac
import re
from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from urllib.parse import urlparse, urlsplit, urlunsplit

Pairs = Sequence[tuple[str, str]]

_AUTHORITY = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
# What the reference leaves as it is; anything else goes through the same library call that it uses.
_PLAIN = re.compile(r"/(?!/)[A-Za-z0-9/_.~%-]*(?:\?[A-Za-z0-9/_.~%=&+,:-]+)?")


class SignatureCheck:
    """Knows the public URL and what the carrier signs with (two keys while they are rotated; none accepts nothing)."""

    def __init__(self, public_url: str, tokens: Iterable[str]) -> None:
        self._hosts = tuple(address.encode() for address in _with_and_without_port(public_url))
        self._keys = tuple(hmac.new(token.encode(), digestmod="sha1") for token in tokens if token)

    def holds(self, method: str, raw_uri: str, pairs: Pairs, header: str | None) -> bool:
        """Whether `header` signs this request with one of the tokens.

        `raw_uri` is the request's target as received, undecoded; `pairs` are the form's fields, decoded, for a POST.
        A GET has its parameters in the target. A POST without fields is refused: no carrier sends one, and it is
        what a captured GET looks like when it is sent again as a POST.
        """
        target = _target(raw_uri)
        if not header or not target or method not in ("GET", "POST") or (method == "POST" and not pairs):
            return False
        signed = _signed_part(target, pairs if method == "POST" else ())
        given = header.encode("utf-8", "replace")
        found = [hmac.compare_digest(expected, given) for expected in self._signatures(signed)]
        return any(found)

    def _signatures(self, signed: bytes) -> Iterable[bytes]:
        for key in self._keys:
            for host in self._hosts:
                keyed = key.copy()
                keyed.update(host + signed)
                yield b2a_base64(keyed.digest(), newline=False)


def _with_and_without_port(public_url: str) -> tuple[str, ...]:
    """All forms: the carrier signs HTTPS without the port and HTTP with it, and its library accepts either.

    A host in capitals may be signed as it was given to the carrier, or in lower case as it is called.
    """
    parts = urlsplit(public_url)
    netloc = parts.netloc.rpartition("@")[2]
    bare = re.sub(r":[0-9]*$", "", netloc)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = parts.path.rstrip("/")
    hosts = dict.fromkeys(form for written in (bare, bare.lower()) for form in (written, f"{written}:{port}"))
    return tuple(urlunsplit((parts.scheme, host, path, "", "")) for host in hosts)


def _target(raw_uri: str) -> str:
    """Path and query of a request's target; empty for what is neither a path nor a whole address in ASCII."""
    target = _AUTHORITY.sub("", raw_uri, count=1) if raw_uri[:4].lower() == "http" else raw_uri
    if not target.startswith("/") or not target.isascii():
        return ""
    return target if _PLAIN.fullmatch(target) else _normal(target)


def _normal(target: str) -> str:
    """The target after a round through the standard library, as the reference sends it: `/a?` becomes `/a`."""
    return urlparse("https://host" + target).geturl().removeprefix("https://host")


def _signed_part(target: str, pairs: Pairs) -> bytes:
    """The target and the fields in order; of a name that comes more than once, each different value counts once."""
    fields = "".join([name + value for name, value in sorted(set(pairs))])
    return (target + fields).encode("utf-8", "surrogatepass")
