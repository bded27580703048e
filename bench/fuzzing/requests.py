"""Strategies for requests: the carrier's with anything in them, the desk's, and things that are hardly requests."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from bench.fuzzing.target import Sent, Target

DOORS = (
    "answer",
    "turn?call={token}",
    "fallback",
    "status",
    "recording",
    "officer?call={token}",
    "officer?call={token}&asked=1",
)
CARRIERS = (
    "CallSid", "From", "To", "Called", "Caller", "CallStatus", "Digits", "SpeechResult", "Confidence", "RecordingUrl",
    "RecordingSid", "RecordingDuration", "RecordingStatus", "DialCallStatus", "DialCallDuration", "DialBridged",
    "CallDuration", "ErrorCode", "ErrorUrl", "FinishedOnKey", "SequenceNumber", "ParentCallSid", "CallerName",
)  # fmt: skip
STRANGE = (
    "", "0", "-1", "9" * 400, "1e400", "NaN", "null", "[]", "{}", "１２３", "²", "\x00", "\ufffe", "\u202e", "\x85",
    "\r\nX: 1", "<b>&\"'", "../../etc/passwd", "{{7*7}}", "{0.__class__}", "%(x)s", "%", "'; DROP TABLE calls;--",
    "=1+1", "🙂", "İ", "ß", "javascript:x", "//evil.example", "http://[", "2026-02-30", "0001-01-01",
    "9999-12-31T23:59:59+14:00",
    "2026-11-23", "completed", "busy", "absent", "hangup", "+85255501234", "anonymous", "+85222200101", "transport",
    "en", "csv", "xlsx",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "get", "X")
TYPES = (
    "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "text/plain", "",
    "a/b; charset=x",
    "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data", "application/json; charset=\xff",
)  # fmt: skip
HEADERS = (
    "Accept-Language", "Content-Type", "Cookie", "Host", "If-None-Match", "If-Modified-Since", "Range", "Referer",
    "Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Twilio-Signature", "X-Original-URL", "Accept-Encoding",
    "Content-Encoding",
)  # fmt: skip
PAGES = Path(__file__).parents[2] / "ivr" / "web" / "desk"
PART = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
words = st.one_of(
    st.sampled_from(STRANGE),
    st.text("0123456789*#", max_size=12),
    st.text(max_size=40),
    st.integers(-10, 10**12).map(str),
)


def examples(target: Target) -> st.SearchStrategy[list[Sent]]:
    """A few requests one after another."""
    return st.lists(
        st.one_of(carriers(target), carriers(target), desks(target), anything(target)), min_size=1, max_size=6
    )


def carriers(target: Target) -> st.SearchStrategy[Sent]:
    """What the carrier signs: a door, a call that is or is not known, and anything else it might send."""
    sids = st.one_of(st.sampled_from(["CA" + "f" * 32, *target.calls]), words)
    pairs = st.lists(st.tuples(st.sampled_from(CARRIERS), words), max_size=6)

    @st.composite
    def one(draw: st.DrawFn) -> Sent:
        door, method = draw(st.sampled_from(DOORS)), draw(st.sampled_from(("POST", "POST", "GET")))
        form = [("CallSid", draw(sids)), ("To", "+85222200101"), ("From", "+85255501234"), *draw(pairs)]
        told = urlencode(form, errors="surrogatepass")
        if method == "GET":
            return Sent("GET", f"/voice/{door}{'&' if '?' in door else '?'}{told}", carrier=True)
        return Sent("POST", f"/voice/{door}", told, carrier=True)

    return one()


def desks(target: Target) -> st.SearchStrategy[Sent]:
    """Pages and forms of the desk, and the test telephone, by somebody signed in."""
    rules = [rule for rule in target.app.url_map.iter_rules() if rule.rule.startswith(("/desk", "/phone"))]
    parts = st.one_of(st.sampled_from(known(target)), words)

    @st.composite
    def one(draw: st.DrawFn) -> Sent:
        rule = draw(st.sampled_from(rules))
        path = PART.sub(lambda _: quote(draw(parts), safe="/", errors="surrogatepass"), rule.rule)
        fields = draw(st.lists(st.tuples(st.sampled_from(field_names()), st.one_of(parts, words)), max_size=5))
        told = urlencode(fields, errors="surrogatepass")
        if "POST" in (rule.methods or ()) and draw(st.booleans()):
            if rule.rule.startswith("/phone"):
                return Sent("POST", path, draw(bodies()), (("Content-Type", "application/json"),), desk=True)
            return Sent("POST", path, f"csrf_token={{csrf}}&{told}", desk=True)
        return Sent("GET", f"{path}?{told}", desk=True)

    return one()


def anything(target: Target) -> st.SearchStrategy[Sent]:
    """Anything that a server would still hand in: printable targets, headers without line ends."""
    printable = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#"), max_size=60)
    paths = st.sampled_from([PART.sub("x", rule.rule) for rule in target.app.url_map.iter_rules()])
    values = st.one_of(printable, st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60))
    headers = st.lists(st.tuples(st.sampled_from(HEADERS), values), max_size=4, unique_by=lambda pair: pair[0])
    return st.builds(
        lambda method, path, tail, body, given: Sent(method, "/" + (path + tail).lstrip("/"), body, tuple(given)),
        st.sampled_from(METHODS),
        paths,
        st.one_of(st.just(""), printable),
        bodies(),
        st.one_of(headers, st.sampled_from(TYPES).map(lambda kind: [("Content-Type", kind)])),
    )


def bodies() -> st.SearchStrategy[str]:
    """Forms, JSON, deep nesting, and neither."""
    pairs = st.lists(st.tuples(words, words), max_size=5)
    return st.one_of(
        pairs.map(lambda form: urlencode(form, errors="surrogatepass")),
        json_texts(),
        st.sampled_from(
            [
                "",
                "[" * 100_000,
                '{"a":' * 50_000,
                "a&" * 900,
                "--x\r\n",
                "--x\r\nContent-Disposition: form-data\r\n\r\n",
            ]
        ),
        words,
    )


@cache
def json_texts() -> st.SearchStrategy[str]:
    """JSON as the test telephone is sent it, and other JSON."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
    names = st.sampled_from(
        ("number", "origin", "pretence", "state", "call", "act", "at", "edition", "closure", "database")
    )
    tree = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.one_of(names, words), inner, max_size=4)
        ),
    )
    return st.dictionaries(names, tree, max_size=5).map(lambda told: json.dumps(told))


def known(target: Target) -> Sequence[str]:
    """What is there to be named in an address."""
    edition = target.installation.shelf.current()
    return (
        *target.calls,
        "transport",
        "transport/main",
        "menus/transport/menu.yaml",
        edition.hash,
        "en",
        "1",
        "2",
        "6",
    )


@cache
def field_names() -> Sequence[str]:
    """The names of the desk's form fields, and of its filters."""
    written = "".join(template.read_text("utf-8") for template in sorted(PAGES.rglob("*.html")))
    named = re.findall(r"(?:name=[\"']|request\.args\.|args\[')([a-z_]+)", written)
    filters = (
        "hotline",
        "since",
        "until",
        "page",
        "after",
        "before",
        "outcome",
        "node",
        "number",
        "state",
        "sort",
        "q",
        "day",
    )
    return sorted({*named, *filters} - {"csrf_token"})
