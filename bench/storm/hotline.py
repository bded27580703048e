"""The hotline that stands in the storm: `ivr serve` in production mode, with a disk and a clock of its own."""

import compileall
import errno
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy, copytree
from typing import IO

import requests

from bench.storm.processes import children, family, started_with

SITE = Path(__file__).parents[2]
ACCOUNT, TOKEN = "AC" + "5" * 32, "0123456789abcdef0123456789abcdef"
FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
STEPPED = Path(__file__).parent / "stepped"
DISK = "128m"
PATIENCE = 120.0  # seconds for the hotline to come up on a busy machine, and to end
OURS = ("IVR_", "PORT", "WEB_CONCURRENCY", "GUNICORN")
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", "ivr", "serve"])
"""


def _held() -> socket.socket:
    """A socket that listens, whoever serves it."""
    made = socket.create_server(("127.0.0.1", 0), backlog=2048)
    made.set_inheritable(False)
    return made


@dataclass
class Hotline:
    """One hotline in `folder`; its state, with its database where that is a SQLite file, is on a small disk."""

    folder: Path
    database_url: str
    workers_wanted: int = 3
    door: socket.socket = field(default_factory=_held)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def state(self) -> Path:
        """The disk that may be full: the spool, what is served, the SQLite file."""
        return self.folder / "state"

    @property
    def site(self) -> Path:
        """The files that are published, a copy to write in."""
        return self.folder / "site"

    @property
    def log(self) -> Path:
        """All that the hotline said. It comes through a pipe, as to a journal, and lies on another disk."""
        return self.folder / "server.log"

    @property
    def clock(self) -> Path:
        """By how much the clock of its processes is wrong, as libfaketime reads it."""
        return self.folder / "clock"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.door.getsockname()[1])

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """The settings of the server and of every command about it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return kept | {
            "IVR_MODE": "production",
            "IVR_SITE": str(self.site),
            "IVR_STATE": str(self.state),
            "IVR_DATABASE_URL": self.database_url,
            "IVR_PUBLIC_URL": self.url,
            "IVR_TWILIO_AUTH_TOKEN": TOKEN,
            "IVR_TWILIO_ACCOUNT_SID": ACCOUNT,
            "IVR_SECRET_KEY": self.secret_key,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.workers_wanted),
            "IVR_DESK_WORKERS": "1",
            "IVR_MOST_MESSAGES": "line=100000",
            "PYTHONPATH": str(SITE),
        }

    def prepare(self) -> None:
        """Compile the program as an installation does, copy the sample site, make the database, publish."""
        compileall.compile_dir(SITE / "ivr", quiet=1)
        for folder in (self.state, self.state / "data", self.site):
            folder.mkdir(exist_ok=True)
        copy(SITE / "flows.yaml", self.site)
        for name in ("menus", "prompts"):
            copytree(SITE / name, self.site / name)
        self.step_clock(0)
        for command in (("db", "upgrade"), ("publish", "--note", "before the storm")):
            told = self.command(*command)
            if told.returncode:
                raise RuntimeError(f"ivr {' '.join(command)}: {told.stdout}{told.stderr}")

    def command(self, *arguments: str, seconds: float = 120) -> "subprocess.CompletedProcess[str]":
        """Run `ivr` beside the server, by the true clock."""
        ran = [sys.executable, "-m", "ivr", *arguments]
        return subprocess.run(
            ran, cwd=self.folder, env=self.environ, capture_output=True, text=True, timeout=seconds, check=False
        )

    def start(self) -> None:
        """Start it as systemd does, which holds the port."""
        held = self.door.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-c", AS_SYSTEMD, str(held)], cwd=self.folder, env=self.environ | self._wrong_clock(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, pass_fds=(held,),
        )  # fmt: skip
        threading.Thread(target=self._keep_log, args=(self.process.stdout,), daemon=True).start()

    def stop(self) -> None:
        """Tell it to end, and see that it does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process that was started, and no other, in the middle of whatever it does."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def clear_away(self) -> None:
        """Stop it, and end what is left of servers that were killed: their workers go on for a while."""
        self.stop()
        while left := started_with(f"IVR_STATE={self.state}"):
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)

    def reload(self) -> None:
        """What an operator does to bring a new version of the program."""
        if self.process:
            self.process.send_signal(signal.SIGHUP)

    def workers(self) -> list[int]:
        """The processes that answer: those that have none below them."""
        return [pid for pid in self._below() if not children(pid)]

    def gunicorns(self) -> list[int]:
        """The processes between, which look after workers."""
        return [pid for pid in self._below() if children(pid)]

    def wait_until_up(self) -> None:
        """Raises RuntimeError when nobody answers for too long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/healthz", timeout=10).status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the hotline does not answer; it said:\n{self.log.read_text()[-2000:]}")

    def step_clock(self, seconds: int) -> None:
        """Set the clock of its processes, no other's, that far from the true time."""
        new = self.clock.with_suffix(".new")
        new.write_text(f"{seconds:+d}")
        new.replace(self.clock)

    @contextmanager
    def small_disk(self) -> Iterator[None]:
        """Give the state a disk of its own, where that is allowed."""
        self.state.mkdir(exist_ok=True)
        mounted = not _quietly("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(self.state))
        try:
            yield
        finally:
            if mounted:
                _quietly("umount", "--lazy", str(self.state))

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Nothing more can be written: the small disk is filled, or else writing is forbidden by a limit."""
        if os.path.ismount(self.state):
            with _ballast(self.state / "ballast"):
                yield
        else:
            with self._forbidden_to_write():
                yield

    @contextmanager
    def _forbidden_to_write(self) -> Iterator[None]:
        """No process of the hotline may write a byte to any file. Source: setrlimit(2), RLIMIT_FSIZE."""
        self._limit_files(0)
        try:
            yield
        finally:
            self._limit_files(resource.RLIM_INFINITY)

    def _below(self) -> list[int]:
        return family(self.process.pid)[1:] if self.process else []

    def _limit_files(self, most: int) -> None:
        for pid in family(self.process.pid) if self.process else []:
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def _wrong_clock(self) -> dict[str, str]:
        """What makes libfaketime change the wall clock and nothing else, in every process alike."""
        if FAKETIME is None:
            return {}
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": f"{STEPPED}{os.pathsep}{SITE}",
        }

    def _keep_log(self, pipe: IO[bytes]) -> None:
        with pipe, self.log.open("ab", buffering=0) as log:
            while piece := pipe.read1(65_536):
                log.write(piece)


@contextmanager
def _ballast(path: Path) -> Iterator[None]:
    """Fill the disk that `path` is on to the last byte."""
    for size in (1 << 20, 1 << 12, 1):
        with path.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(b"\0" * size):
                pass
    try:
        yield
    finally:
        path.unlink()


def _quietly(*command: str) -> int:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode
    except FileNotFoundError:
        return errno.ENOENT
