"""Offices closed while calls go on: heard on every worker within two seconds, the database there or not."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from whole.calling import call
from whole.serving import Server, until

from ivr.phone.acts import parse_script, perform

NewServer = Callable[..., Server]
TYPHOON = "Because of typhoon signal number eight, our offices are closed."
WORKERS = {"WEB_CONCURRENCY": "2", "IVR_DATABASE_TIMEOUT": "0.5"}
WITHIN = 2.0  # seconds
HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def closure(server: Server, *words: str) -> str:
    """What `ivr closure` prints."""
    command = [sys.executable, "-m", "ivr", "closure", *words]
    done = subprocess.run(command, env=server.environ, cwd=server.state, check=True, capture_output=True)  # noqa: S603 - our own command
    return done.stdout.decode()


def heard(server: Server) -> str:
    return " ".join(call(server, "3,0,hangup")[2])


def in_all_workers(server: Server, told: bool) -> None:
    """Eight calls in a row hear it (or not), within two seconds from now."""
    until(lambda: all((TYPHOON in heard(server)) == told for _ in range(8)), f"told is {told}", WITHIN + 2)


@pytest.fixture
def server(new_server: NewServer) -> Server:
    return new_server(more=WORKERS).start()


def test_a_typhoon_closes_the_offices_on_every_worker_within_two_seconds(server: Server) -> None:
    assert TYPHOON not in heard(server)
    begun, _, _ = call(server, "3")
    told = closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
    assert TYPHOON in told
    time.sleep(WITHIN)
    calls = [heard(server) for _ in range(12)]
    assert [TYPHOON in each for each in calls] == [True] * 12
    assert "We are closed for typhoon signal number eight." in calls[0]
    (act,) = parse_script("3")
    assert TYPHOON in " ".join(one.text for one in perform(begun, act))
    closure(server, "stop", "1")
    time.sleep(WITHIN)
    assert [TYPHOON in heard(server) for _ in range(12)] == [False] * 12


def test_the_emergency_crew_is_reached_in_a_typhoon(server: Server) -> None:
    closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
    in_all_workers(server, told=True)
    telephone, _, _ = call(server, "3,3", "water")
    assert telephone.waits == "officers"


def test_a_closure_stays_announced_while_the_database_is_away_also_in_a_worker_started_since(server: Server) -> None:
    closure(server, "start", "all", "--reason", "typhoon", "--until", "18:00")
    in_all_workers(server, told=True)
    database = server.state / "ivr.db"
    hidden = [(path, path.with_name(f"hidden-{path.name}")) for path in sorted(server.state.glob("ivr.db*"))]
    for path, aside in hidden:
        path.rename(aside)
    assert not database.exists()
    for worker in server.workers():
        os.kill(worker, 15)
    in_all_workers(server, told=True)


def test_it_ends_by_itself_while_the_server_runs(new_server: NewServer) -> None:
    server = new_server(more=WORKERS | {"IVR_NOW": ""}).start()
    ends = (datetime.now(HONG_KONG) + timedelta(seconds=10)).strftime("%Y-%m-%d %H:%M:%S")
    closure(server, "start", "all", "--reason", "typhoon", "--until", ends)
    in_all_workers(server, told=True)
    until(lambda: TYPHOON not in heard(server), "it has ended", 20)
    assert server.rows("SELECT * FROM closure_changes") == []
