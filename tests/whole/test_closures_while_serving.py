"""Offices closed while calls go on: heard on every worker, on SQLite and PostgreSQL, the database there or not."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from whole.calling import call
from whole.serving import Server, until

from ivr.errors import PhoneFault
from ivr.phone.acts import parse_script, perform
from ivr.storage.closures.announced import ClosureBook

NewServer = Callable[..., Server]
TYPHOON = "Because of typhoon signal number eight, our offices are closed."
PATIENT = "--timeout 120"  # a worker that stands still is not taken for dead
WORKERS = {"WEB_CONCURRENCY": "2", "IVR_DATABASE_TIMEOUT": "0.5", "GUNICORN_CMD_ARGS": PATIENT}
HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def closure(server: Server, *words: str) -> str:
    """What `ivr closure` prints."""
    command = [sys.executable, "-m", "ivr", "closure", *words]
    done = subprocess.run(command, env=server.environ, cwd=server.state, check=True, capture_output=True)  # noqa: S603 - our own command
    return done.stdout.decode()


def heard(server: Server) -> str:
    return " ".join(call(server, "3,0,hangup")[2])


def tells(server: Server, told: bool) -> bool:
    """Whether a call hears it, or all but it; one that broke off when its worker was stopped says neither."""
    try:
        return (TYPHOON in heard(server)) == told
    except PhoneFault:
        return False


@contextmanager
def alone(server: Server, worker: int) -> Iterator[None]:
    """Only that worker answers; the others stand still meanwhile."""
    others = [each for each in server.workers() if each != worker]
    for each in others:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in others:
            os.kill(each, signal.SIGCONT)


def heard_from(server: Server, worker: int, told: bool) -> None:
    """Waits until callers whom that worker answers hear it, or hear it no more."""
    with alone(server, worker):
        until(lambda: tells(server, told), f"worker {worker} tells it: {told}")


def in_all_workers(server: Server, told: bool) -> None:
    """Waits until callers hear it, or no more, whoever answers them."""
    for worker in server.workers():
        heard_from(server, worker, told)


@pytest.fixture
def server(new_server: NewServer) -> Server:
    """Two workers on SQLite."""
    return new_server(more=WORKERS).start()


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_a_typhoon_is_heard_on_every_worker_and_when_it_is_stopped_on_none(
    request: pytest.FixtureRequest, new_server: NewServer, database: str
) -> None:
    url = "" if database == "SQLite" else request.getfixturevalue("new_own_url")
    server = new_server(more=WORKERS, database_url=url).start()
    until(lambda: len(server.workers()) == 2, "two workers")
    begun, _, _ = call(server, "3")
    assert TYPHOON not in heard(server)
    for number, worker in enumerate(server.workers(), start=1):
        with alone(server, worker):
            told = closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
            assert TYPHOON in told
            until(lambda: tells(server, told=True), "it is told")
        in_all_workers(server, told=True)
        if number == 1:
            (act,) = parse_script("3")
            assert TYPHOON in " ".join(one.text for one in perform(begun, act))
            assert "We are closed for typhoon signal number eight." in heard(server)
        closure(server, "stop", str(number))
        in_all_workers(server, told=False)


def test_all_languages_tell_it_before_one_is_chosen_and_the_words_after(server: Server) -> None:
    words = {"yue": "請留喺屋企。", "cmn": "请留在家里。", "en": "Stay at home."}
    own = [part for code, text in words.items() for part in (f"--say-{code}", text)]
    closure(server, "start", "transport", "--reason", "typhoon", "--until", "18:00", *own)
    in_all_workers(server, told=True)
    first = " ".join(call(server, "hangup")[2])
    assert first.index("因為八號風球") < first.index("因为八号热带气旋警告信号") < first.index(TYPHOON)
    assert not [text for text in words.values() if text in first]
    for key, text in zip("123", words.values(), strict=True):
        after = " ".join(call(server, f"{key},hangup")[2])
        assert text in after
        assert [other for other in words.values() if other in after] == [text]
    assert TYPHOON not in " ".join(call(server, "3,hangup", "water")[2])


def test_a_notice_is_heard_with_a_closure_and_outlives_it(server: Server) -> None:
    closure(server, "notice", "all", "--until", "18:00", "--say-en", "Hi.", "--say-yue", "喂。", "--say-cmn", "你好。")
    closure(server, "start", "all", "--reason", "power", "--until", "15:00")
    closure(server, "start", "all", "--reason", "typhoon", "--until", "16:00")
    in_all_workers(server, told=True)
    assert "Hi." in heard(server)
    assert "a power failure" not in heard(server)
    closure(server, "stop", "3")
    in_all_workers(server, told=False)
    assert "We are closed for a power failure." in heard(server)
    closure(server, "stop", "2")
    for worker in server.workers():
        with alone(server, worker):
            until(lambda: "power failure" not in heard(server), "the power is back")
            assert "Hi." in heard(server)


def test_the_emergency_crew_is_reached_in_a_typhoon(server: Server) -> None:
    closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
    in_all_workers(server, told=True)
    telephone, _, _ = call(server, "3,1", "water")
    assert telephone.waits == "officers"


def test_a_closure_stays_announced_while_the_database_is_away_also_in_a_worker_started_since(server: Server) -> None:
    closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
    in_all_workers(server, told=True)
    database = server.state / "ivr.db"
    hidden = [(path, path.with_name(f"hidden-{path.name}")) for path in sorted(server.state.glob("ivr.db*"))]
    for path, aside in hidden:
        path.rename(aside)
    assert not database.exists()
    old = server.workers()
    for worker in old:
        os.kill(worker, signal.SIGTERM)
    until(lambda: len(server.workers()) == 2 and not set(old) & set(server.workers()), "two new workers")
    in_all_workers(server, told=True)


def test_it_ends_by_itself_while_the_server_runs(new_server: NewServer) -> None:
    server = new_server(more=WORKERS | {"IVR_NOW": ""}).start()
    ends = (datetime.now(HONG_KONG) + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    closure(server, "start", "all", "--reason", "typhoon", "--until", ends)
    in_all_workers(server, told=True)
    with server.database() as database:
        soon = datetime.now(HONG_KONG) + timedelta(seconds=3)
        assert ClosureBook(database).extend(1, soon, "chan").state(soon - timedelta(seconds=1)) == "in force"
    in_all_workers(server, told=False)
    assert server.rows("SELECT count(*) AS stopped FROM closure_changes WHERE ends IS NULL") == [{"stopped": 0}]
