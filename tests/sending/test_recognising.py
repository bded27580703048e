"""Recognisers: a program and a server, what they are told, and every way in which they fail."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ivr.errors import TranscriptFailed
from ivr.sending import recognising
from ivr.sending.recognising import ProgramRecogniser, ServerRecogniser, recogniser_of
from ivr.settings.destinations import Destinations

NOWHERE = Destinations()
HERE = "http://127.0.0.1"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A recording; what is in it does not matter."""
    path = tmp_path / "RE1.wav"
    path.write_bytes(b"RIFF sound")
    return path


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """A program of these lines; its path."""

    def make(lines: str) -> str:
        path = tmp_path / "a recogniser"
        path.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        path.chmod(0o755)
        return str(path)

    return make


@dataclass
class Server:
    """Answers with `body` and `status`, and keeps what it was sent."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    origin: str = ""


@contextmanager
def serving() -> Iterator[Server]:
    kept = Server()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.received.append((self.path, dict(self.headers), body))
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(kept.body)))
            self.end_headers()
            self.wfile.write(kept.body)

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    kept.origin = f"{HERE}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(server: Server, path: str = "/v1/audio/transcriptions") -> ServerRecogniser:
    return ServerRecogniser(server.origin + path, Destinations((server.origin,)))


def test_nobody_is_asked_where_nobody_is_named() -> None:
    assert recogniser_of("", NOWHERE) is None


def test_a_program_is_given_its_own_words_the_file_and_the_language(sound: Path, program: Callable[[str], str]) -> None:
    path = program('echo "$1 | $2 | $3"; echo "路燈\x1b[31m壞咗"')
    found = recogniser_of(f"'{path}' --model=small", NOWHERE)
    assert found is not None
    told = found.transcribe(sound, "yue")
    assert told.startswith(f"--model=small | {sound} | yue 路燈")
    assert told.isprintable(), "on one line, and no sign of it moves a terminal"


def test_no_shell_reads_what_a_program_is_given(sound: Path, program: Callable[[str], str]) -> None:
    found = recogniser_of(f"'{program('echo ok')}' ; touch {sound.parent}/harm", NOWHERE)
    assert found is not None
    assert found.transcribe(sound, "en") == "ok"
    assert not (sound.parent / "harm").exists()


@pytest.mark.parametrize(
    ("lines", "why"),
    [("exit 3", "ended with 3"), ("sleep 60", "longer than 0 seconds"), ("kill -9 $$", "ended with -9")],
)
def test_a_program_that_fails_says_no_word_of_what_it_heard(
    sound: Path, program: Callable[[str], str], lines: str, why: str
) -> None:
    found = ProgramRecogniser([program(f"echo a secret; echo a secret >&2; {lines}")], seconds=0.4)
    with pytest.raises(TranscriptFailed, match=why) as failed:
        found.transcribe(sound, "en")
    assert "secret" not in str(failed.value)


def test_a_program_that_is_not_there_is_told(sound: Path) -> None:
    with pytest.raises(TranscriptFailed, match="cannot be run: No such file"):
        ProgramRecogniser([str(sound.parent / "none")]).transcribe(sound, "en")


def test_a_server_is_sent_the_sound_the_language_and_what_stands_behind_its_address(sound: Path) -> None:
    with serving() as server:
        server.body = json.dumps({"text": " 路灯坏了。\n "}).encode()
        assert asked(server, "/v1/audio?model=a%2Fsmall").transcribe(sound, "cmn") == "路灯坏了。"
        ((path, headers, body),) = server.received
    assert path == "/v1/audio"
    assert "Authorization" not in headers
    for part in (b'name="language"\r\n\r\nzh', b'name="model"\r\n\r\na/small', b"RIFF sound", b"recording.wav"):
        assert part in body
    assert b"RE1" not in body, "no name of ours goes along"


def test_a_server_that_is_not_listed_is_sent_nothing(sound: Path) -> None:
    with serving() as server:
        with pytest.raises(TranscriptFailed, match="IVR_SEND_TO"):
            ServerRecogniser(f"{server.origin}/x", Destinations(("example.org",))).transcribe(sound, "en")
        assert server.received == []


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (500, b"a secret", "the server answers 500"),
        (401, b"a secret", "the server answers 401"),
        (302, b"a secret", "the server answers 302"),
        (200, b"a secret", "holds no text"),
        (200, b'["a secret"]', "holds no text"),
        (200, b'{"text": 5}', "holds no text"),
        (200, b'{"text": null}', "holds no text"),
        (200, b" " * 2000, "more than any message"),
    ],
)
def test_a_server_that_fails_says_no_word_of_what_it_heard(
    sound: Path, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, why: str
) -> None:
    monkeypatch.setattr(recognising, "MOST_BYTES", 1000)
    with serving() as server:
        server.status, server.body, server.headers = status, body, {"Location": f"{server.origin}/elsewhere"}
        with pytest.raises(TranscriptFailed, match=why) as failed:
            asked(server).transcribe(sound, "en")
        assert len(server.received) == 1, "nobody is followed"
    assert "secret" not in str(failed.value)


def test_a_server_that_is_gone_is_told_without_its_address(sound: Path) -> None:
    with serving() as server:
        gone = asked(server)
    with pytest.raises(TranscriptFailed, match="cannot be asked: ConnectionError") as failed:
        gone.transcribe(sound, "en")
    assert "127.0.0.1" not in str(failed.value)
