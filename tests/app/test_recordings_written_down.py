"""A recording on its whole way: fetched from where the REST interface is, trimmed, written down by a program."""

import io
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.installation import Installation, open_installation
from ivr.app.schedule import schedule_of
from ivr.engine.events import CallStarted, MessageLeft
from ivr.journal.entry import Entry
from ivr.settings import load_settings
from ivr.storage.messages.transcripts import MachineTranscript, transcripts_of

ROOT = Path(__file__).parents[2]
ACCOUNT, NAME = "AC" + "1" * 32, "RE" + "2" * 32
RATE = 8000
PATIENCE = 60.0  # seconds; far more than any of this takes
PROGRAM = """#!/bin/sh
echo "$2: $(wc -c < "$1") bytes"
"""


def spoken() -> bytes:
    """A second of a tone between two seconds of silence on either side."""
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(bytes(4 * RATE) + b"\x00\x20\x00\xe0" * (RATE // 2) + bytes(4 * RATE))
    return made.getvalue()


@contextmanager
def rest_interface() -> Iterator[tuple[str, list[str]]]:
    """A carrier's REST interface that has the one recording: where it is, and what it was asked for."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            sound = spoken() if self.path.endswith(f"/{NAME}.wav") and self.headers["Authorization"] else b""
            self.send_response(200 if sound else 404)
            self.send_header("Content-Length", str(len(sound)))
            self.end_headers()
            self.wfile.write(sound)

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[Installation, list[str]]]:
    """One with an account at that carrier, and a program that writes down."""
    program = tmp_path / "transcribe"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    with rest_interface() as (root, asked):
        environ = {
            "IVR_MODE": "demo",
            "IVR_STATE": str(tmp_path / "state"),
            "IVR_SITE": str(ROOT),
            "IVR_TWILIO_ACCOUNT_SID": ACCOUNT,
            "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
            "IVR_TWILIO_REST_URL": root,
            "IVR_TRANSCRIBE": str(program),
        }
        opened = open_installation(load_settings(environ))
        put_tables(opened.database)
        yield opened, asked
        opened.database.close()


def leave(installation: Installation) -> None:
    now = installation.switchboard.clock.now()
    url = f"{installation.settings.twilio_rest_url}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{NAME}"
    started = CallStarted("transport", "+85222200101", "+85255501234")
    left = MessageLeft("transport/leave_message", NAME, url, 5, "")
    line = ("transport", "+85255501234", "+85222200101", "e", "transport/leave_message", "yue")
    installation.journal.load(Entry("CA1", "turn 1", 1, now, *line, {}, (started, left), (), "token"))
    installation.journal.load(Entry("CA1", f"recording {NAME} completed", None, now, *[""] * 6, {}))


def test_it_is_fetched_once_trimmed_and_written_down(installation: tuple[Installation, list[str]]) -> None:
    opened, asked = installation
    leave(opened)
    tasks = {task.name: task for each in schedule_of(opened) for task in each.tasks}
    end = time.monotonic() + PATIENCE
    while not (found := transcripts_of(opened.database, [NAME])):
        tasks["transcripts"].attempt()
        assert time.monotonic() < end
    tasks["recordings"].attempt()
    size = (opened.settings.state / "caller-recordings" / f"{NAME}.wav").stat().st_size
    assert found == {NAME: MachineTranscript(NAME, "written", "yue", f"yue: {size} bytes", "")}
    assert size < len(spoken()) / 2
    assert asked == [f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{NAME}.wav"]
