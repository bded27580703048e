"""What callers notice of a reload: `python -m bench.reloads` rings while the server is reloaded, upgraded and killed.

Ten callers ring one call after another, with half a second between two keys, while each of these is done to `ivr
serve` three times:

- a reload by HUP;
- an upgrade: the program on the disk is another version, then HUP;
- gunicorn, whose workers answer, killed (SIGKILL);
- the process that was started killed, with a socket held for it as systemd holds it, and started again at once.

It prints the longest that anybody waited for an answer; how many calls were dead, for a request without an answer at
the first try; and how many cases were kept of which no caller was told, so that who rings again makes another. The
folder it is called in is the one that is measured, so it can be copied into an older version; there, the process that
was started is gunicorn, and holds the port itself.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.contestants import SITE, TOKEN
from bench.serving import free_port
from ivr.app.installation import Installation, open_installation
from ivr.errors import PhoneFault
from ivr.phone.acts import parse_script, perform
from ivr.phone.line import Line, http_line
from ivr.phone.origins import hong_kong
from ivr.phone.requesting import Reply, Request, Wire
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade

CALLERS = 10
TIMES = 3
THINKING = 0.5  # seconds between two acts of a caller
QUIET = 4.0  # seconds of calls before and after each deed
LATEST = 120.0  # seconds for new workers to be there
SCRIPT = "3,4,1,record:5,3,1,#,hangup"
"""A complaint, which makes a case, with its reference heard again."""
NUMBER, ACCOUNT = "+85222200101", "AC" + "0" * 32
HANDED_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "ivr", "serve"])
"""


@dataclass
class Timed:
    """A wire that notes when it was answered and how long that took."""

    wire: Wire
    waits: list[float]

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply, as it came."""
        began = time.perf_counter()
        try:
            return self.wire.send(request, seconds)
        finally:
            self.waits.append(time.perf_counter() - began)


@dataclass
class Served:
    """`ivr serve` on a copy of the program, started again whenever it ends, as systemd does."""

    folder: Path
    held: socket.socket | None = None
    port: int = field(default_factory=free_port)
    stopping: bool = False
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        if self.held:
            self.port = self.held.getsockname()[1]
        shutil.copytree(SITE / "ivr", self.folder / "program" / "ivr", ignore=shutil.ignore_patterns("__pycache__"))
        self.environ = {
            "IVR_MODE": "production",
            "IVR_SITE": str(SITE),
            "IVR_STATE": str(self.folder / "state"),
            "IVR_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "IVR_TWILIO_ACCOUNT_SID": ACCOUNT,
            "IVR_TWILIO_AUTH_TOKEN": TOKEN,
            "IVR_SECRET_KEY": secrets.token_urlsafe(48),
            "IVR_MOST_MESSAGES": "caller=100000, number=100000, line=100000",
            "PORT": str(self.port),
        }
        self.log = self.folder / "log"
        self.installation: Installation = open_installation(load_settings(self.environ))
        upgrade(self.installation.database)
        self.installation.publish("bench")

    def keep(self) -> None:
        """Start it, and again when it has ended, until it is to stop."""
        while not self.stopping:
            self.process = self._start()
            self.process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        environ = {**os.environ, **self.environ, "PYTHONPATH": str(self.folder / "program")}
        words = [sys.executable, "-m", "ivr", "serve"]
        passed = (self.held.fileno(),) if self.held else ()
        if self.held:
            words = [sys.executable, "-c", HANDED_OVER, str(self.held.fileno())]
        with self.log.open("ab") as log:
            return subprocess.Popen(words, cwd=self.folder, env=environ, stdout=log, stderr=log, pass_fds=passed)

    @property
    def gunicorn(self) -> int:
        """The process whose workers answer."""
        children = _children(self.started)  # the scheduler, beside gunicorn, has none of its own
        return next((child for child in children if _children(child)), self.started)

    @property
    def started(self) -> int:
        """The process that was started."""
        return self.process.pid if self.process else 0

    def workers(self) -> set[int]:
        """The processes that answer."""
        with suppress(ValueError, IndexError):
            return set(_children(self.gunicorn))
        return set()

    def line(self, waits: list[float]) -> Line:
        """The carrier's, timed."""
        plain = http_line(f"http://127.0.0.1:{self.port}", TOKEN, ACCOUNT)
        return Line(plain.url, plain.auth_token, plain.account_sid, Timed(plain.wire, waits))

    def upgrade(self) -> None:
        """Another version of the program on the disk."""
        init = self.folder / "program" / "ivr" / "__init__.py"
        init.write_text(re.sub(r'"[^"]*"\s*$', f'"{time.time_ns()}"\n', init.read_text()))


@dataclass
class Callers:
    """People who ring until they are told to stop."""

    served: Served
    waits: list[float] = field(default_factory=list)
    whole: int = 0
    dead: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def ring(self) -> None:
        """One caller, one call after another."""
        while not self.stopping.is_set():
            try:
                telephone = Telephone(self.served.line(self.waits), new_call(NUMBER, hong_kong()))
                telephone.ring()
                for act in parse_script(SCRIPT):
                    time.sleep(THINKING)
                    perform(telephone, act)
                self.whole += 1
            except PhoneFault as fault:
                self.dead.append(str(fault))


def main() -> None:
    """Do all, and print the table in Markdown."""
    deeds: dict[str, tuple[bool, Callable[[Served], None]]] = {
        "reload (HUP)": (False, _hang_up),
        "upgrade of the program, HUP": (False, _upgrade),
        "gunicorn killed": (False, lambda served: os.kill(served.gunicorn, signal.SIGKILL)),
    }
    if (SITE / "ivr" / "serving").exists():
        deeds["started process killed, socket held"] = (True, lambda served: os.kill(served.started, signal.SIGKILL))
    print(f"| what | longest wait, s | calls | dead | doubled | new workers after, s |\n{'| --- ' * 6}|")
    for name, (held, deed) in deeds.items():
        print(f"| {name} | {_measured(deed, held)} |", flush=True)


def _hang_up(served: Served) -> None:
    os.kill(served.started, signal.SIGHUP)


def _upgrade(served: Served) -> None:
    served.upgrade()
    _hang_up(served)


def _measured(deed: Callable[[Served], None], held: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="bench") as folder, _running(Path(folder), held) as served:
        callers, took = Callers(served), []
        with ThreadPoolExecutor(CALLERS) as pool:
            for _ in range(CALLERS):
                pool.submit(callers.ring)
            for _ in range(TIMES):
                time.sleep(QUIET)
                before, began = served.workers(), time.monotonic()
                deed(served)
                _until(lambda before=before: _all_new(served, before))
                took.append(time.monotonic() - began)
            time.sleep(QUIET)
            callers.stopping.set()
        doubled = _doubled(served, callers)
    made = callers.whole + len(callers.dead)
    times = f"{min(took):.1f}–{max(took):.1f}"
    return f"{max(callers.waits):.2f} | {made} | {len(callers.dead)} | {doubled} | {times}"


def _all_new(served: Served, before: set[int]) -> bool:
    now = served.workers()
    return bool(now) and len(now) >= len(before) and not now & before


def _doubled(served: Served, callers: Callers) -> int:
    """Cases beyond those whose callers were told of them."""
    with served.installation.database.caught_up() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one()) - callers.whole


@contextmanager
def _running(folder: Path, held: bool) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024) if held else None
    served = Served(folder, listener)
    keeper = threading.Thread(target=served.keep, daemon=True)
    keeper.start()
    try:
        _until(lambda: len(served.workers()) > 1 and _answers(served.port))
        yield served
    finally:
        served.stopping = True
        if served.process:
            served.process.terminate()
        keeper.join(LATEST)
        served.installation.database.close()
        if listener:
            listener.close()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return b"200" in connection.recv(64)
    except OSError:
        return False


def _until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + LATEST
    while not look():
        if time.monotonic() > end:
            raise RuntimeError("the server did not come up again")
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


if __name__ == "__main__":
    main()
