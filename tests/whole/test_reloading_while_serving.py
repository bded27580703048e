"""Reloads, upgrades and killed processes while people ring: every call is answered, and nothing happens twice."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import requests
from whole.calling import call
from whole.serving import PATIENCE, SITE, Server, until

CALLERS = 4
SCRIPTS = ("3,2,1,hangup", "2,4,1,record:9,hangup", "3,1,12345674,1,01011980,hangup", "3,0,officer:answers")
COMPLAINT = 1

NewServer = Callable[..., Server]


@dataclass
class Crowd:
    """Callers who ring one call after another until they are told to stop; a call that fails raises at the end."""

    server: Server
    numbers: "count[int]" = field(default_factory=count)
    made: list[int] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def ring(self) -> None:
        """One caller: every answer must be there at the first try, and be one."""
        while not self.stopping.is_set():
            number = next(self.numbers)
            _, sent, _ = call(self.server, SCRIPTS[number % len(SCRIPTS)], sid=f"CA{number:032d}")
            assert {status for status, _ in sent.answers} <= {200, 204}
            self.made.append(number)

    def hear(self, calls: int) -> None:
        """Until so many more calls were made."""
        before = len(self.made)
        until(lambda: len(self.made) >= before + calls, f"{calls} more calls")


@contextmanager
def crowd(server: Server) -> Iterator[Crowd]:
    """People ring all the while; at the end every call is whole and on record once."""
    people = Crowd(server)
    with ThreadPoolExecutor(CALLERS) as pool:
        callers: list[Future[None]] = [pool.submit(people.ring) for _ in range(CALLERS)]
        try:
            people.hear(CALLERS)
            yield people
            people.hear(CALLERS)
        finally:
            people.stopping.set()
        for caller in callers:
            caller.result(PATIENCE)
    kept = server.rows("SELECT call_sid, entry FROM journal")
    assert len(kept) == len({(row["call_sid"], row["entry"]) for row in kept})
    whole = server.rows("SELECT sid FROM calls WHERE ended_at IS NOT NULL")
    assert {row["sid"] for row in whole} == {f"CA{number:032d}" for number in people.made}
    complaints = [number for number in people.made if number % len(SCRIPTS) == COMPLAINT]
    assert len(server.rows("SELECT * FROM cases")) == len(complaints)


def reload(server: Server) -> None:
    """Ask for new workers, and wait until they answer and those before have gone."""
    assert server.process
    until(lambda: len(server.gunicorns) == 1, "there is one gunicorn")
    (before,) = server.gunicorns
    told = server.log.count("new workers answer")
    server.process.send_signal(signal.SIGHUP)
    until(lambda: server.log.count("new workers answer") > told, "new workers answer")
    until(lambda: before not in server.gunicorns, "those before have gone")


def test_a_reload_among_calls_is_noticed_by_nobody(new_server: NewServer) -> None:
    server = new_server().start()
    with crowd(server):
        before = set(server.workers())
        reload(server)
        reload(server)
        assert before.isdisjoint(server.workers())


def test_an_upgrade_of_the_program_among_calls_is_noticed_by_nobody(new_server: NewServer, tmp_path: Path) -> None:
    program = tmp_path / "ivr"
    shutil.copytree(SITE / "ivr", program, ignore=shutil.ignore_patterns("__pycache__"))
    server = new_server(more={"PYTHONPATH": str(tmp_path)}).start()
    with crowd(server):
        (program / "__init__.py").write_text('"""A later one."""\n\n__version__ = "99.0"\n')
        reload(server)
        assert '"version": "99.0"' in server.log
        (program / "app" / "application.py").write_text("this is no program")
        assert server.process
        server.process.send_signal(signal.SIGHUP)
        until(lambda: "those before go on answering" in server.log, "the refusal")
        assert "SyntaxError" in server.log


def test_a_gunicorn_that_is_killed_among_calls_is_missed_by_nobody(new_server: NewServer) -> None:
    server = new_server().start()
    with crowd(server):
        (before,) = server.gunicorns
        os.kill(before, signal.SIGKILL)
        until(lambda: "new workers answer" in server.log, "new workers answer")
        assert before not in server.gunicorns


def test_a_file_that_is_edited_counts_for_no_worker_that_replaces_another(new_server: NewServer) -> None:
    server = new_server().start()
    (server.state / ".env").write_text("IVR_DATABASE_TIMEOUT=soon\n")
    before = server.workers()
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(server.workers()) == len(before) and before[0] not in server.workers(), "another in its place")
    call(server, SCRIPTS[0])
    assert "Worker failed to boot" not in server.log


def test_a_setting_that_is_refused_leaves_the_workers_that_there_are(new_server: NewServer) -> None:
    server = new_server().start()
    (server.state / ".env").write_text("IVR_DATABASE_TIMEOUT=soon\n")
    before = server.workers()
    assert server.process
    server.process.send_signal(signal.SIGHUP)
    until(lambda: "those before go on answering" in server.log, "the refusal")
    assert "IVR_DATABASE_TIMEOUT" in server.log
    assert server.workers() == before
    call(server, SCRIPTS[0])
    (server.state / ".env").write_text("IVR_DATABASE_TIMEOUT=3\n")
    reload(server)
    call(server, SCRIPTS[0])


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def test_without_the_foreman_nobody_holds_the_port_for_long(new_server: NewServer) -> None:
    server = new_server().start()
    assert server.process
    server.process.kill()
    server.process.wait(PATIENCE)
    until(lambda: not _answers(server.port), "the port is free")
    server.start()
    call(server, SCRIPTS[0])


HANDED_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "ivr", "serve"])
"""


@pytest.fixture
def held() -> Iterator[socket.socket]:
    """A socket as systemd holds one for a service."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def handed(new_server: NewServer, held: socket.socket) -> tuple[Server, Callable[[], None]]:
    """A server on a socket that is held for it, and what starts it, as systemd does."""
    server = new_server(port=held.getsockname()[1])
    server.state.mkdir(parents=True)

    def serve() -> None:
        number = held.fileno()
        words = [sys.executable, "-c", HANDED_OVER, str(number)]
        with (server.state / "server.log").open("ab") as log:
            server.process = subprocess.Popen(  # noqa: S603 - our own program
                words, cwd=server.state, env=server.environ, stdout=log, stderr=log, pass_fds=(number,)
            )

    serve()
    until(lambda: "workers answer" in server.log, "workers answer")
    return server, serve


def test_a_foreman_that_systemd_starts_anew_is_missed_by_nobody(handed: tuple[Server, Callable[[], None]]) -> None:
    server, serve = handed
    with crowd(server) as people:
        assert server.process
        (before,) = server.gunicorns
        server.process.kill()
        server.process.wait(PATIENCE)
        people.hear(CALLERS)  # of the workers, which nobody has ended
        serve()
        until(lambda: server.log.count("workers answer") == 2, "workers answer")
        os.kill(before, signal.SIGTERM)  # as it does itself after a minute


def test_who_calls_while_nobody_is_there_waits_for_whom_systemd_starts(
    handed: tuple[Server, Callable[[], None]],
) -> None:
    server, serve = handed
    assert server.process
    workers, (gunicorn,) = server.all_workers(), server.gunicorns
    server.process.kill()
    server.process.wait(PATIENCE)
    for process in (gunicorn, *workers):
        os.kill(process, signal.SIGKILL)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(requests.get, f"{server.url}/healthz", timeout=PATIENCE)
        serve()
        assert waiting.result(PATIENCE).status_code == 200
    call(server, SCRIPTS[0])
