"""A hundred editions published while two hundred calls are in progress, on four workers and PostgreSQL."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small_site import NUMBER, key_of, works_menu, write_small_site
from whole.serving import Server, free_port, until

from ivr.app.installation import Installation, open_installation
from ivr.phone.line import Line, http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import Heard, new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings

EDITIONS, CALLS, THREADS = 100, 200, 4
PACE = 0.015  # seconds between two acts of a thread's callers; faster, and the callers take the publisher's time
TOLD = re.compile(r"edition (\d+)(, whole)?")
ACCOUNT, TOKEN = "AC" + "1" * 32, "t" * 32


@dataclass
class Call:
    """One call: what it heard of editions, and when it rang."""

    line: Line
    length: int = 6  # acts
    rang: float = 0.0
    number: int = 0
    acts: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telephone = Telephone(self.line, new_call(NUMBER, hong_kong()))

    def act(self) -> bool:
        """The next thing the caller does; False when the call is over."""
        if self.acts == 0:
            self.rang = time.monotonic()
            self._hear(self.telephone.ring())
        elif self.acts < self.length:
            self._hear(self.telephone.press(str(key_of(self.number)) if self.acts % 2 else "*"))
        else:
            self.telephone.hang_up()
        self.acts += 1
        return self.acts <= self.length

    def _hear(self, heard: tuple[Heard, ...]) -> None:
        words = " ".join(one.text for one in heard)
        told = TOLD.findall(words)
        if not told:
            self.faults.append(f"heard nothing of an edition at act {self.acts}: {words}")
        for number, _ in told:
            self.number = self.number or int(number)
            if int(number) != self.number:
                self.faults.append(f"began on {self.number} and heard at act {self.acts}: {words}")
        for part in ("Welcome to edition", "This is the answer of edition"):
            if part in words and f"{part} {self.number}, whole" not in words:
                self.faults.append(f"half-written: {words}")


@dataclass
class Crowd:
    """Threads that each keep their share of calls in progress until told to stop."""

    line: Line
    made: list[Call] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    troubles: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        """Keep calls going; a call that ends is followed by a new one, and at the end all are finished."""
        try:
            calls = [self._new() for _ in range(CALLS // THREADS)]
            while calls:
                calls = [call for each in calls if (call := self._next(each))]
        except BaseException as trouble:
            self.troubles.append(trouble)
            raise

    def _next(self, call: Call) -> Call | None:
        if not self.stopping.is_set():
            time.sleep(PACE)
        if call.act():
            return call
        return None if self.stopping.is_set() else self._new()

    def _new(self) -> Call:
        self.made.append(Call(self.line, length=3 + len(self.made) % 6))
        return self.made[-1]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_small_site(tmp_path / "site")


@pytest.fixture
def server(
    new_server: Callable[..., Server],
    site: Path,
    new_postgres_url: Callable[[str], str],
    postgres_template: str,
) -> Server:
    """Four workers in production mode."""
    port, url = free_port(), new_postgres_url(postgres_template).replace("postgresql://", "postgresql+psycopg://")
    production = {
        "IVR_MODE": "production",
        "IVR_NOW": "",
        "IVR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "IVR_TWILIO_AUTH_TOKEN": TOKEN,
        "IVR_TWILIO_ACCOUNT_SID": ACCOUNT,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
        "WEB_CONCURRENCY": "4",
    }
    running: Server = new_server(site=site, database_url=url, more=production, port=port)
    return running.start()


@pytest.fixture
def publisher(server: Server, tmp_path: Path) -> Iterator[Installation]:
    """Another machine, from which is published; the first edition is in service."""
    environ = {
        "IVR_SITE": str(server.site),
        "IVR_STATE": str(tmp_path / "desk"),
        "IVR_DATABASE_URL": server.database_url,
    }
    opened = open_installation(load_settings(environ))
    opened.publish("editor", "edition 1")
    line = http_line(server.url, TOKEN, ACCOUNT)
    until(lambda: all(_is_served(line) for _ in range(20)), "the first edition in service at every worker")
    yield opened
    opened.database.close()


def _is_served(line: Line) -> bool:
    call = Call(line, length=1)
    call.act()
    if call.number:
        call.act()
    return bool(call.number)


def save_in_pieces(menu: Path, text: str) -> None:
    with menu.open("w") as file:
        for at in range(0, len(text), 50):
            file.write(text[at : at + 50])
            file.flush()
            time.sleep(0.003)


def publish_all(publisher: Installation, site: Path) -> dict[int, float]:
    """Save and publish every edition at the same time; when each was published."""
    published = {}
    for number in range(2, EDITIONS + 2):
        writer = threading.Thread(target=save_in_pieces, args=(site / "menus/works/menu.yaml", works_menu(number)))
        writer.start()
        while True:
            done = publisher.publish("editor", f"edition {number}")
            assert done.checked.edition, done.checked.problems
            if done.changed:
                break
        published[number] = time.monotonic()
        writer.join()
        assert f"works/answer_{number}" in done.checked.edition.nodes
    return published


def test_every_call_ends_on_its_own_edition_and_new_calls_meet_the_new_one(
    server: Server, publisher: Installation, site: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    crowd = Crowd(http_line(server.url, TOKEN, ACCOUNT))
    threads = [threading.Thread(target=crowd.run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    published = publish_all(publisher, site)
    last = until(lambda: _on_the_last(crowd.line), "every worker serves the last edition")
    crowd.stopping.set()
    for thread in threads:
        thread.join(30)

    assert not crowd.troubles
    assert [fault for call in crowd.made + last for fault in call.faults] == []
    assert len(crowd.made) > CALLS
    heard = {call.number for call in crowd.made}
    assert heard <= {1, *published}
    assert len(heard) > EDITIONS / 4, "calls came on many editions"
    late = [_late(call, published) for call in crowd.made]
    record_testsuite_property("calls", len(crowd.made))
    record_testsuite_property("slowest to be served, s", round(max(late), 2))
    mixed = "SELECT call_sid FROM journal WHERE turn IS NOT NULL GROUP BY call_sid HAVING count(DISTINCT edition) > 1"
    assert server.rows(mixed) == []
    assert "Traceback" not in server.log


def _on_the_last(line: Line) -> list[Call]:
    """Twenty calls, each to its end; none unless all met the last edition."""
    calls = [Call(line) for _ in range(20)]
    for call in calls:
        while call.act():
            pass
    return calls if {call.number for call in calls} == {EDITIONS + 1} else []


def _late(call: Call, published: dict[int, float]) -> float:
    """For how long a newer edition had been published when the call began on its own."""
    newer = published.get(call.number + 1)
    return max(0.0, call.rang - newer) if newer else 0.0
