"""One request to a hotline and one reply, and the wire they travel on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Request:
    """What is sent: an absolute `url` without fragment, headers, and the form as bytes (empty for GET)."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What came back: `content_type` and `location` are empty when absent, `cookies` those newly set."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)


class NotConnectedError(OSError):
    """The hotline could not be connected to."""


class NotAnsweredError(OSError):
    """The hotline was connected to and did not answer in time."""


class Wire(Protocol):
    """Carries one request and brings the reply: over the network, or straight into a WSGI application."""

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply, within `seconds`. Raises NotConnectedError or NotAnsweredError."""
        ...
