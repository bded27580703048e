"""Recorded prompts: found by their content hash alone, kept by caches for ever."""

import pytest
from flask import Flask
from werkzeug.test import Client

from ivr.web.voice.recordings import serve_recording

HASH = "ab" * 32
PATH = f"/prompts/{HASH}.wav"


def test_a_recording_is_served_for_caches_to_keep(carrier, recordings):
    reply = carrier.send("GET", PATH, None)
    assert (reply.status_code, reply.mimetype, reply.data) == (200, "audio/wav", recordings[HASH])
    assert set(reply.headers["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert reply.headers["ETag"] == f'"{HASH}"'
    assert reply.headers["Accept-Ranges"] == "bytes"


def test_who_has_it_already_is_told_so(carrier):
    reply = carrier.send("GET", PATH, None, headers={"If-None-Match": f'"{HASH}"'})
    assert (reply.status_code, reply.data) == (304, b"")


def test_a_part_is_served_as_a_part(carrier, recordings):
    reply = carrier.send("GET", PATH, None, headers={"Range": "bytes=4-7"})
    assert (reply.status_code, reply.data) == (206, recordings[HASH][4:8])
    assert reply.headers["Content-Range"] == "bytes 4-7/104"


def test_a_part_beyond_the_end_is_refused(carrier):
    assert carrier.send("GET", PATH, None, headers={"Range": "bytes=9000-"}).status_code == 416


@pytest.mark.parametrize("host", ["evil.example", "ivr.example.org"])
def test_what_is_served_does_not_depend_on_the_host(host, carrier):
    reply = carrier.send("GET", PATH, None, headers={"Host": host, "X-Forwarded-Host": host})
    assert host not in str(reply.headers)


@pytest.mark.parametrize(
    "name", ["cd" * 32, "AB" * 32, "ab" * 31, "ab" * 32 + "%0A", "..%2F..%2Fetc%2Fpasswd", "../../x", "%00", "字"]
)
def test_any_other_name_is_not_found(name, carrier):
    assert carrier.send("GET", f"/prompts/{name}.wav", None).status_code == 404


def test_the_store_is_asked_for_nothing_but_hashes():
    asked: list[str] = []
    app = Flask("asking")
    app.add_url_rule("/prompts/<name>.wav", view_func=lambda name: serve_recording(asked.append, name))
    for name in ("..%5Cx", HASH + "%0A", HASH + "0", HASH):
        assert Client(app).get(f"/prompts/{name}.wav").status_code == 404
    assert asked == [HASH]


def test_a_store_that_fails_is_no_reason_for_a_trace():
    def broken(_: str) -> bytes | None:
        raise RuntimeError("password=hunter2")

    app = Flask("broken")
    app.add_url_rule("/prompts/<name>.wav", view_func=lambda name: serve_recording(broken, name))
    reply = Client(app).get(PATH)
    assert reply.status_code == 503
    assert b"hunter2" not in reply.data
