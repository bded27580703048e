"""A hotline served for real: gunicorn on a free port, started by `ivr serve`, with a state folder of its own."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests
from sqlalchemy import text

from ivr.phone.line import Line, http_line
from ivr.phone.origins import Origin
from ivr.phone.requesting import Wire
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.cases.due import Promises
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.editions.shelf import EditionShelf, served_edition
from ivr.storage.editions.transcripts import Transcripts
from ivr.storage.journal.entries import DatabaseJournal

SITE = Path(__file__).parents[2]
ANSWERING = '"workers answer'
PATIENCE = 120  # seconds: long enough for a machine that is busy with other work
MONDAY_MORNING = "2026-11-23T10:00:00+08:00"
NUMBERS = {"city": "+85222200100", "transport": "+85222200101", "water": "+85222200102", "leisure": "+85222200103"}
OURS = ("IVR_", "PORT", "WEB_CONCURRENCY", "GUNICORN")

Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str) -> Found:
    """What `look` finds as soon as that is true; fails when it does not become so within PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"
        time.sleep(0.02)
    return found


@dataclass
class Server:
    """One running hotline. `database_url` is empty for its own SQLite file."""

    state: Path
    site: Path = SITE
    database_url: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    piped: bool = False  # its log through a pipe, as a service's is, and not straight into a file
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """What it is started with: nothing of ours that the tests were started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        ours = {"IVR_STATE": str(self.state), "IVR_SITE": str(self.site), "IVR_MODE": "demo", "PORT": str(self.port)}
        if self.database_url:
            ours["IVR_DATABASE_URL"] = self.database_url
        many = {"IVR_MOST_MESSAGES": "caller=9999, number=9999"}  # the same caller rings in every test
        return kept | ours | many | {"IVR_NOW": MONDAY_MORNING, "PYTHONPATH": str(SITE)} | dict(self.more)

    @property
    def log(self) -> str:
        """Everything it has printed."""
        return self._said.read_text("utf-8")

    @property
    def _said(self) -> Path:
        return self.state / "server.log"

    def start(self) -> "Server":
        """Start it, and wait until all its workers answer."""
        before = self.log.count(ANSWERING) if self._said.exists() else 0
        self.run()
        until(self._is_alive, f"{self.url} answers; it said:\n{self.log}")
        until(lambda: self.log.count(ANSWERING) > before, f"all workers answer; it said:\n{self.log}")
        return self

    def run(self) -> subprocess.Popen[bytes]:
        """Start it, and wait for nothing."""
        self.port = self.port or free_port()
        self.state.mkdir(parents=True, exist_ok=True)
        with self._said.open("ab") as log:
            if self.piped:
                self.keeper = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)  # noqa: S607
            target = self.keeper.stdin if self.keeper else log
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ivr", "serve"],
                cwd=self.state,
                env=self.environ,
                stdout=target,
                stderr=target,
                start_new_session=True,
            )
        if self.keeper and self.keeper.stdin:
            self.keeper.stdin.close()  # it ends with the last process of the server
        return self.process

    @contextmanager
    def unable_to_write(self) -> Iterator[None]:
        """None of its processes can write a byte into any file, as on a full disk; it needs no mount for that."""
        assert self.process
        processes = [*self.groups, *self.all_workers()]
        before = {each: resource.prlimit(each, resource.RLIMIT_FSIZE) for each in processes}
        for each, (_, most) in before.items():
            resource.prlimit(each, resource.RLIMIT_FSIZE, (0, most))
        yield
        for each, limits in before.items():
            resource.prlimit(each, resource.RLIMIT_FSIZE, limits)

    def command(self, *words: str) -> str:
        """What an `ivr` command prints that is run beside it."""
        command = [sys.executable, "-m", "ivr", *words]
        done = subprocess.run(command, cwd=self.state, env=self.environ, capture_output=True, text=True)  # noqa: S603
        return done.stdout + done.stderr

    def stop(self) -> None:
        """Stop it with all its workers."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                for process in self.groups:
                    os.killpg(process, signal.SIGKILL)
                self.process.wait(10)
        if self.keeper:
            self.keeper.wait(10)

    @property
    def groups(self) -> list[int]:
        """The processes that each have a group of their own: the foreman's, its gunicorns, the scheduler."""
        assert self.process
        return [self.process.pid, *_children(self.process.pid)]

    @property
    def gunicorns(self) -> list[int]:
        """The process numbers of the gunicorns that the foreman has: one, while it reloads two."""
        assert self.process
        return [child for child in _children(self.process.pid) if "ivr.serving.starting" in _words(child)]

    def workers(self) -> list[int]:
        """The process numbers of the workers that answer callers."""
        assert self.process
        own = os.getpriority(os.PRIO_PROCESS, self.process.pid)  # those of the desk give way to callers'
        return [worker for worker in self.all_workers() if os.getpriority(os.PRIO_PROCESS, worker) == own]

    def all_workers(self) -> list[int]:
        """Those of all workers, the desk's too."""
        return [worker for gunicorn in self.gunicorns for worker in _children(gunicorn)]

    def readiness(self) -> dict[str, Any]:
        """What /readyz tells, with its status."""
        answer = requests.get(f"{self.url}/readyz", timeout=10)
        told: dict[str, Any] = answer.json()
        return told | {"status": answer.status_code}

    def line(self, wrap: Callable[[Wire], Wire] | None = None) -> Line:
        """The carrier's line to it; `wrap` puts something between."""
        settings = load_settings({"IVR_MODE": "demo", "IVR_STATE": str(self.state)})
        plain = http_line(self.url, settings.auth_tokens[0], settings.twilio_account_sid)
        if wrap is None:
            return plain
        return Line(plain.url, plain.auth_token, plain.account_sid, wrap(plain.wire))

    def telephone(self, hotline: str, origin: Origin | None = None, line: Line | None = None) -> Telephone:
        """A telephone about to ring one of its hotlines."""
        return Telephone(line or self.line(), new_call(NUMBERS.get(hotline, hotline), origin))

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Its database, opened from here."""
        url = self.database_url or f"sqlite:///{self.state / 'ivr.db'}"
        opened = open_database(url, 5, lock_folder=self.state)
        shelf = EditionShelf(opened, self.state, Transcripts(self.state / "editions").edition)
        promises = Promises(zone=shelf.zone, country=shelf.country, edition=lambda: served_edition(shelf))
        DatabaseJournal(opened, promises)  # which keeps what follows the journal up to date, for who reads it
        try:
            yield opened
        finally:
            opened.close()

    def rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        """What a query finds, each row by its columns."""
        with self.database() as opened, opened.caught_up() as connection:
            return [dict(row) for row in connection.execute(text(query), values).mappings()]

    def record(self, sid: str) -> dict[str, list[dict[str, Any]]]:
        """All that is on record of a call, by table, without what differs between two equal calls."""
        queries = {
            "journal": "SELECT * FROM journal WHERE call_sid = :sid ORDER BY entry",
            "calls": "SELECT * FROM calls WHERE sid = :sid",
            "cases": "SELECT * FROM cases WHERE call_sid = :sid ORDER BY turn",
            "messages": "SELECT * FROM messages WHERE call_sid = :sid ORDER BY turn",
        }
        return {table: [_comparable(row, sid) for row in self.rows(query, sid=sid)] for table, query in queries.items()}

    def spooled(self) -> int:
        """How many entries wait for the database."""
        return len(list((self.state / "spool").glob("*.json")))

    def _is_alive(self) -> bool:
        assert self.process
        assert self.process.poll() is None, f"the server ended:\n{self.log}"
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False


def _words(process: int) -> list[str]:
    """The command of a process, empty when it is gone. Source: proc(5), `cmdline`."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def _children(process: int) -> list[int]:
    """Empty for a process that ends just now."""
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _comparable(row: dict[str, Any], sid: str) -> dict[str, Any]:
    """A row as it would be for another call at another time: its name, times and numbers of rows left out."""
    told = {name: value for name, value in row.items() if name not in ("id", "token") and not name.endswith("at")}
    plain: dict[str, Any] = json.loads(json.dumps(told, default=str).replace(sid, "SID"))
    return plain


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
