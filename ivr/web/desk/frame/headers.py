"""The headers of every answer of the desk, in one place."""

from flask import Response

HEADERS = {
    # Bootstrap's own styles hold the arrows and ticks of its fields as data: addresses
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # `no-referrer` would fail the check of forms over https
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = frozenset({"desk.ring_draft"})
"""Answers that may stand in a frame of this site: they do in the place of the test telephone."""
CACHEABLE = "desk.static"
ONE_YEAR = "max-age=31536000"


def protect(response: Response, https: bool, endpoint: str | None) -> Response:
    """Add them. Pages are never stored; files that never change may be."""
    response.headers.update(HEADERS)
    if endpoint in FRAMED:
        policy = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.update({"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})
    if https:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    if endpoint != CACHEABLE:
        response.headers["Cache-Control"] = "no-store"
    return response
