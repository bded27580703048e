"""The wire straight into a WSGI application: the same request, without a network."""

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from ivr.phone.requesting import Reply, Request

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class _Start:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, status: str, headers: Sequence[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
        if exc_info and exc_info[1]:
            raise exc_info[1]
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower(), value) for name, value in headers]
        return lambda _: None

    def header(self, wanted: str) -> str:
        return next((value for name, value in self.headers if name == wanted), "")

    def cookies(self) -> dict[str, str]:
        jar: SimpleCookie = SimpleCookie()
        for name, value in self.headers:
            if name == "set-cookie":
                jar.load(value)
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass(frozen=True)
class WsgiWire:
    """Calls `app` with the environment gunicorn would make. What the application raises is not caught."""

    app: WsgiApp

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply of the application."""
        start = _Start()
        pieces = self.app(environment(request), start)
        try:
            body = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()
        return Reply(start.status, start.header("content-type"), body, start.header("location"), start.cookies())


def environment(request: Request) -> dict[str, Any]:
    """The WSGI environment of a request, RAW_URI as gunicorn gives it. Source: PEP 3333."""
    parts = urlsplit(request.url)
    headers = {
        name.upper().replace("-", "_"): value for name, value in request.headers.items() if name.lower() != "host"
    }
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_TYPE": headers.pop("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        **{f"HTTP_{name}": value for name, value in headers.items()},
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
