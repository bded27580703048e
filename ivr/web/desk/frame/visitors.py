"""How visitors come: from the address that proxies of ours tell, as many as IVR_PROXIES counts, and by the public URL.

That the way there is encrypted is known from IVR_PUBLIC_URL, not from a header: a proxy may set none, and then forms
would not be held against the page they came from, and a slash that is missing would lead to http://.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr.logs import logger
from ivr.settings import Settings

log = logger(__name__)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SIGN_IN = "/desk/sign-in"  # where addresses are counted


def know_visitors(app: Flask, settings: Settings, note: Callable[[], None]) -> None:
    """Take the proxies' word on the visitor's address, and no other; `note` is told of sign-ins that do not fit."""
    behind = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0) if settings.proxies else app.wsgi_app
    is_encrypted = settings.public_url.startswith("https:")
    # Flask's own way to wrap an app
    app.wsgi_app = _Watch(behind, settings.proxies, note, is_encrypted=is_encrypted)  # type: ignore[method-assign]


class _Watch:
    """Puts right by which way a request came, and says in the log, once, that a sign-in came by too few proxies."""

    def __init__(self, behind: Wsgi, proxies: int, note: Callable[[], None], *, is_encrypted: bool) -> None:
        self._behind = behind
        self._proxies = proxies
        self._note = note
        self._is_encrypted = is_encrypted
        self._has_told = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request. Source: PEP 3333."""
        if self._is_encrypted:
            environ["wsgi.url_scheme"] = "https"
        if environ.get("PATH_INFO") == SIGN_IN and environ["REQUEST_METHOD"] == "POST":
            self._look(environ.get("HTTP_X_FORWARDED_FOR", ""))
        return self._behind(environ, start_response)

    def _look(self, forwarded: str) -> None:
        """More than are counted is no fault: a visitor may have named some, and only the last ones count."""
        told = len([each for each in forwarded.split(",") if each.strip()])
        fits = told >= self._proxies if self._proxies else not told
        if fits:
            return
        self._note()
        if not self._has_told:
            self._has_told = True
            why = "visitors share a proxy's address: set IVR_PROXIES to how many proxies of yours a request passes"
            log.warning(why, proxies=self._proxies, told=told)
