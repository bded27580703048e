"""Whatever the desk is busy with, callers are answered, on one port."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

import pytest
import requests
from whole.calling import call
from whole.serving import PATIENCE, Server, until
from whole.test_reloading_while_serving import crowd, reload

SCRIPT = "3,2,1,hangup"
VISITORS = 40

NewServer = Callable[..., Server]


@contextmanager
def held(server: Server, workers: list[int]) -> Iterator[None]:
    """Workers that do nothing for a while, as those that are busy for long; none with the database's lock in hand."""
    until(lambda: _stopped(server, workers), "they stop where they hold no lock")
    try:
        yield
    finally:
        _signal(workers, signal.SIGCONT)


def _stopped(server: Server, workers: list[int]) -> bool:
    _signal(workers, signal.SIGSTOP)
    with closing(sqlite3.connect(server.state / "ivr.db", timeout=1, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # one of them was about to write
            _signal(workers, signal.SIGCONT)
            return False
        database.execute("ROLLBACK")
    return True


def _signal(workers: list[int], number: int) -> None:
    for worker in workers:
        os.kill(worker, number)


@contextmanager
def visitors(server: Server) -> Iterator[list[Future[requests.Response]]]:
    """Many who ask for a page of the desk at once; at the end each has it."""
    together = Barrier(VISITORS)

    def visit() -> requests.Response:
        together.wait(PATIENCE)
        return requests.get(f"{server.url}/desk/sign-in", timeout=PATIENCE)

    with ThreadPoolExecutor(VISITORS) as pool:
        waiting = [pool.submit(visit) for _ in range(VISITORS)]
        yield waiting
        assert {each.result(PATIENCE).status_code for each in waiting} == {200}


@pytest.fixture
def server(new_server: NewServer) -> Server:
    """With workers that may be held for long, and one of them for callers; all of them answer."""
    return new_server(more={"WEB_CONCURRENCY": "1", "GUNICORN_CMD_ARGS": "--timeout 300"}).start()


def test_callers_are_answered_while_the_desk_is_busy_with_all_it_has(server: Server) -> None:
    desk = [worker for worker in server.all_workers() if worker not in server.workers()]
    assert (len(desk), len(server.workers())) == (2, 1)
    with visitors(server) as waiting, held(server, desk):
        for _ in range(10):
            call(server, SCRIPT)
        assert requests.get(f"{server.url}/healthz", timeout=PATIENCE).status_code == 200
        assert not any(each.done() for each in waiting)


def test_who_waits_for_the_desk_is_answered_by_the_next_crew(server: Server) -> None:
    desk = [worker for worker in server.all_workers() if worker not in server.workers()]
    with visitors(server), crowd(server), held(server, desk):
        assert server.process
        server.process.send_signal(signal.SIGHUP)
        until(lambda: "new workers answer" in server.log, "new workers answer")
    reload(server)


def test_a_worker_of_the_desk_that_is_killed_is_replaced_by_one(server: Server) -> None:
    callers = server.workers()
    killed = next(worker for worker in server.all_workers() if worker not in callers)
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(server.all_workers()) == 3 and killed not in server.all_workers(), "three workers")
    until(lambda: server.workers() == callers, "one for callers")
    assert requests.get(f"{server.url}/desk/sign-in", timeout=PATIENCE).status_code == 200
