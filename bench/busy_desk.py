"""What callers notice of a busy desk: `python -m bench.busy_desk` rings while two editors have a large draft checked.

The site has one department of some 440 nodes (`pairs` of `bench.menus`). Ten callers ring one call after another,
half a second between two keys, half a minute with nobody at the desk and half a minute with two editors, each of whom
has every path of a new text rung as soon as the one before was answered. It prints the longest that a caller waited
for an answer in each. The folder it is called in is the one that is measured.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

from bench.menus import pairs, write_site
from bench.reloads import Timed
from bench.serving import free_port
from ivr.errors import PhoneFault
from ivr.phone.acts import parse_script, perform
from ivr.phone.line import Line, http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings

NODES = 437
CALLERS, EDITORS = 10, 2
SECONDS = 30.0
THINKING = 0.5
NUMBER, FILE = "+85222200101", "menus/large/menu.yaml"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PASSWORD = re.compile(r"supervisor@demo\.example / (\S+)")
LATEST = 180.0


def main() -> None:
    """Measure both, and print the table in Markdown."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder, _served(Path(folder)) as (line, url, password):
        print("| at the desk | longest wait of a caller, s | answers | calls that failed | texts checked |")
        print("| --- | --- | --- | --- | --- |")
        for editors in (0, EDITORS):
            waits, failed, checked = _measured(line, url, password, editors)
            who = f"{editors} editors" if editors else "nobody"
            print(f"| {who} | {max(waits):.2f} | {len(waits)} | {failed} | {checked} |", flush=True)


def _measured(line: Line, url: str, password: str, editors: int) -> tuple[list[float], int, int]:
    waits: list[float] = []
    timed = Line(line.url, line.auth_token, line.account_sid, Timed(line.wire, waits))
    stopping = threading.Event()
    desks = [_signed_in(url, password) for _ in range(editors)]
    with ThreadPoolExecutor(CALLERS + EDITORS) as pool:
        callers = [pool.submit(_ring, timed, stopping) for _ in range(CALLERS)]
        at_work = [pool.submit(_edit, url, desk, number, stopping) for number, desk in enumerate(desks)]
        time.sleep(SECONDS)
        stopping.set()
    return waits, sum(each.result() for each in callers), sum(each.result() for each in at_work)


def _ring(line: Line, stopping: threading.Event) -> int:
    failed = 0
    while not stopping.is_set():
        try:
            telephone = Telephone(line, new_call(NUMBER, hong_kong()))
            telephone.ring()
            for act in parse_script("3,1,*,2,*,3,*,hangup"):
                time.sleep(THINKING)
                perform(telephone, act)
        except PhoneFault:
            failed += 1
    return failed


def _edit(url: str, desk: tuple[requests.Session, str], editor: int, stopping: threading.Event) -> int:
    session, token = desk
    written, checked = pairs(NODES), 0
    while not stopping.is_set():
        content = f"{written}# editor {editor}, text {checked}\n"
        form = {"content": content, "walked": "yes", "csrf_token": token}
        answer = session.post(f"{url}/desk/menus/problems/{FILE}", form, timeout=LATEST)
        checked += answer.ok
    return checked


def _signed_in(url: str, password: str) -> tuple[requests.Session, str]:
    session = requests.Session()
    page = session.get(f"{url}/desk/sign-in", timeout=LATEST).text
    form = {"email": "supervisor@demo.example", "password": password, "csrf_token": _token(page)}
    session.post(f"{url}/desk/sign-in", form, timeout=LATEST)
    return session, _token(session.get(f"{url}/desk/menus", timeout=LATEST).text)


def _token(page: str) -> str:
    match = TOKEN.search(page)
    if match is None:
        raise RuntimeError("no form on the page")
    return match[1]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Line, str, str]]:
    """The line, the address and the desk's password of a demo on the large site."""
    port = free_port()
    site, state = folder / "site", folder / "state"
    write_site(site, pairs(NODES))
    environ = {"IVR_MODE": "demo", "IVR_SITE": str(site), "IVR_STATE": str(state), "PORT": str(port)}
    with (folder / "log").open("wb") as log:
        words = [sys.executable, "-m", "ivr", "serve"]
        process = subprocess.Popen(words, cwd=folder, env={**os.environ, **environ}, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        told = PASSWORD.search((folder / "log").read_text())
        if told is None:
            raise RuntimeError("no password was told")
        settings = load_settings(environ)
        yield http_line(url, settings.auth_tokens[0], settings.twilio_account_sid), url, told[1]
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LATEST
    while time.monotonic() < end and process.poll() is None:
        try:
            if requests.get(f"{url}/healthz", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")


if __name__ == "__main__":
    main()
