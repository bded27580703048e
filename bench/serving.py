"""Starts servers, all in the same way, and reads what CPU time their workers have used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0  # seconds for a server to begin and to end
HOW = (
    f"--workers={WORKERS}",
    "--max-requests=0",  # a worker that is replaced takes its CPU time with it
    "--worker-tmp-dir=/dev/shm",
    "--log-level=warning",
    "--no-control-socket",
)


@dataclass(frozen=True)
class Server:
    """A running server on 127.0.0.1, its workers children of `process`; `beside` are processes that work for it."""

    port: int
    process: "subprocess.Popen[bytes]"
    beside: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """User and system time of all workers, and of what works beside them, since they began."""
        return sum(_cpu_seconds(pid) for pid in (*self.workers(), *(each.pid for each in self.beside)))

    def workers(self) -> list[int]:
        """The workers' process ids."""
        main = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]


@contextmanager
def served(app: str, port: int, environ: Mapping[str, str], *more: str) -> Iterator[Server]:
    """A server of the WSGI application `app` at `port`; `more` are further options of gunicorn. Raises as `started`."""
    with started(
        [sys.executable, "-m", "gunicorn", *more, f"--bind=127.0.0.1:{port}", *HOW, app], port, environ
    ) as server:
        yield server


@contextmanager
def started(command: Sequence[str], port: int, environ: Mapping[str, str]) -> Iterator[Server]:
    """What a command serves at `port` by WORKERS children, stopped at the end.

    Raises RuntimeError if it does not come up.
    """
    process = subprocess.Popen(command, env={**os.environ, **environ})
    server = Server(port, process)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Whether somebody takes connections at a port of 127.0.0.1."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        if is_listening(server.port) and len(server.workers()) == WORKERS:
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server at port {server.port} did not come up")


def _cpu_seconds(pid: int) -> float:
    """Source: proc(5), the fields utime and stime, the 14th and 15th; the 2nd may hold spaces but ends with `)`."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
