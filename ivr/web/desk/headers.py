"""The headers of every answer of the desk, in one place."""

from flask import Response

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # `no-referrer` would fail the check of forms over https
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR = "max-age=31536000"


def protect(response: Response, https: bool, cacheable: bool) -> Response:
    """Add them. Pages are never stored; files that never change may be."""
    response.headers.update(HEADERS)
    if https:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    if not cacheable:
        response.headers["Cache-Control"] = "no-store"
    return response
