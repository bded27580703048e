"""One request of the carrier, read from its WSGI environment within limits, before anything is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ivr.carrier.carriers import TWILIO, Carrier

Environ = Mapping[str, Any]

MOST_BYTES = 65_536
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"


class WebhookError(Exception):
    """The request is too large or broken; `status` is the HTTP status to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Webhook:
    """`pairs` are the body's fields in order, which the signature covers; `form` has the first value of each name.

    The form says what Twilio's would, whichever carrier sent it. Of a GET it is the query, since the carrier puts there
    what it would otherwise post. `call` is the call token in the address, empty when there is none; `signature` the
    carrier's header.
    """

    method: str
    raw_uri: str
    pairs: list[tuple[str, str]]
    form: Mapping[str, str]
    call: str
    signature: str


def read_webhook(environ: Environ, carrier: Carrier = TWILIO) -> Webhook:
    """The request as it came in. Raises WebhookError for a body over 64 kB, over 1,000 fields, or cut off."""
    method = environ["REQUEST_METHOD"]
    pairs = _fields(_body(environ) if method == "POST" else "")
    query = _first_values(_fields(environ.get("QUERY_STRING", "")))
    return Webhook(
        method=method,
        raw_uri=environ.get("RAW_URI") or environ.get("REQUEST_URI", ""),
        pairs=pairs,
        form=carrier.normalise(query if method == "GET" else _first_values(pairs)),
        call=query.get("call", ""),
        signature=next((environ[name] for name in carrier.signed_in if name in environ), ""),
    )


def _body(environ: Environ) -> str:
    """The body as text; empty for any content type but a form's, which leaves nothing that could be signed."""
    length = environ.get("CONTENT_LENGTH") or ""
    chunked = not length and bool(environ.get("wsgi.input_terminated"))
    if length and not length.isdecimal():
        raise WebhookError(400)
    if length and (len(length) > 9 or int(length) > MOST_BYTES):
        raise WebhookError(413)
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != FORM or not (length or chunked):
        return ""
    return _read(environ, int(length) if length else None).decode("utf-8", "replace")


def _read(environ: Environ, length: int | None) -> bytes:
    try:
        body: bytes = environ["wsgi.input"].read(MOST_BYTES + 1 if length is None else length)
    except OSError:
        raise WebhookError(400) from None
    if length is not None and len(body) < length:
        raise WebhookError(400)
    if len(body) > MOST_BYTES:
        raise WebhookError(413)
    return body


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return read_form(text)
    except ValueError:
        raise WebhookError(400) from None


def _first_values(pairs: list[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(pairs))


def read_form(text: str) -> list[tuple[str, str]]:
    """The fields of a urlencoded `text`, repeated names included.

    The same as `urllib.parse.parse_qsl(text, keep_blank_values=True)`, in less than half its time. Raises ValueError
    when there are more than any carrier sends.
    """
    if not text:
        return []
    if text.count("&") >= MOST_FIELDS:
        raise ValueError(f"a form has at most {MOST_FIELDS} fields")
    if "+" in text:
        text = text.replace("+", " ")
    fields = []
    for part in text.split("&"):
        name, _, value = part.partition("=")
        if "%" in part:
            name = unquote(name) if "%" in name else name
            value = _unquoted(value)
        if part:
            fields.append((name, value))
    return fields


def _unquoted(value: str) -> str:
    if value.startswith("%2B") and value[3:].isdecimal():  # a telephone number, of which each form has four
        return f"+{value[3:]}"
    return unquote(value) if "%" in value else value
