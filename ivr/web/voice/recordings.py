"""Serves recorded prompts to the carrier and the test telephone: named by their content, so never changing."""

import re
from collections.abc import Callable

from flask import Response, abort, request

from ivr.logs import logger

log = logger(__name__)

FindRecording = Callable[[str], bytes | None]
"""The recorded prompt (a WAV file) under a content hash, None when there is none."""

A_YEAR = 31_536_000  # seconds
_HASH = re.compile(r"[0-9a-f]{64}")


def serve_recording(find: FindRecording, name: str) -> Response:
    """The recording under `name`, or the part of it asked for; 404 without one, 503 when it cannot be looked for.

    Recordings carry no signature check: they are what every caller hears.
    """
    sound = _find(find, name) if _HASH.fullmatch(name) else None
    if sound is None:
        abort(404)
    response = Response(sound, mimetype="audio/wav")
    response.set_etag(name)
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(sound))
    return response


def _find(find: FindRecording, name: str) -> bytes | None:
    try:
        return find(name)
    except Exception as error:  # whatever it is, the carrier must have an answer that says: not now
        log.error("a recording could not be looked for", recording=name, error=type(error).__name__)
        abort(503)
