"""What must not follow a request, whatever it was."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from bench.fuzzing.target import URL, Sent, Target
from ivr.errors import PhoneFault
from ivr.phone.checking import check_reply
from ivr.phone.requesting import Reply
from ivr.phone.twiml import read_document, read_whisper

READY = "/readyz"  # the one page that may say 503
NOTICES = ("/voice/status", "/voice/recording", "/voice/text")
OFFICER = "/voice/officer"
DISCLOSED = ("Traceback (most recent call last)", "site-packages/", "sqlalchemy.exc", "werkzeug.exceptions")


def faults(sent: Sent, reply: Reply, target: Target) -> Iterator[str]:
    """Each thing that is wrong with a reply."""
    yield from (f"was caught: {crash}" for crash in target.crashes())
    path = urlsplit(URL + sent.target).path
    if not 200 <= reply.status < 500 and not (reply.status == 503 and path == READY):
        yield f"status {reply.status}"
    if path.startswith("/voice/") and sent.method in ("GET", "POST") and path in target_paths(target):
        yield from _voice(sent, path, reply)
        return
    yield from _page(sent, reply)


def target_paths(target: Target) -> frozenset[str]:
    """The carrier's addresses."""
    return frozenset(rule.rule for rule in target.app.url_map.iter_rules() if rule.rule.startswith("/voice/"))


def _voice(sent: Sent, path: str, reply: Reply) -> Iterator[str]:
    """A signed request has TwiML that the carrier takes, or nothing where it only tells; an unsigned one is refused."""
    if not sent.carrier:
        if reply.status not in (400, 403, 413):
            yield f"an unsigned request was answered {reply.status}"
        return
    if reply.status in (400, 413):
        return  # more than a carrier ever sends
    if path in NOTICES:
        if (reply.status, reply.body) != (204, b""):
            yield f"a notice was answered {reply.status} {reply.body[:60]!r}"
        return
    read = read_whisper if path == OFFICER else read_document
    try:
        check_reply(reply, path)
        read(reply.body, URL + path, URL)
    except PhoneFault as fault:
        yield f"no carrier takes it: {fault}"


def _page(sent: Sent, reply: Reply) -> Iterator[str]:
    """A page tells nothing of its inside, names its kind, and leads nowhere else."""
    kind, text = reply.content_type, reply.body.decode("utf-8", "replace")
    yield from (f"discloses {words!r}" for words in DISCLOSED if words in text)
    if reply.body and not kind:
        yield "has no content type"
    if "charset=utf-8" in kind and text.encode() != reply.body:
        yield "is no UTF-8"
    if kind.startswith("application/json") and sent.method != "HEAD":  # whose reply has no body (RFC 9110, 9.3.2)
        try:
            json.loads(reply.body)
        except ValueError:
            yield f"is no JSON: {reply.body[:80]!r}"
    where = urlsplit(reply.location)
    if reply.location and where.netloc and where.netloc != urlsplit(URL).netloc:
        yield f"leads to {reply.location!r}"
