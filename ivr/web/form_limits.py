"""Forms that no page of ours sends are refused before anybody takes them apart: too large, or of too many fields."""

from flask import Flask, abort, request

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 500_000  # as much as the library takes
MOST_FIELDS = 1000  # as many as it takes of a form in parts


def limit_forms(app: Flask) -> None:
    """Answer 413 to such a form, whatever its address. To be called before anything else reads requests.

    The carrier's requests have limits of their own (`ivr.carrier.webhook`).
    """

    @app.before_request
    def refuse() -> None:
        if request.blueprint == "voice" or request.mimetype != FORM:
            return
        request.max_content_length = MOST_BYTES
        if request.get_data(cache=True).count(b"&") >= MOST_FIELDS:
            abort(413)
