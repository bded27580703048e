"""Whatever the desk is busy with, callers are answered, on one port."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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
def held(workers: list[int]) -> Iterator[None]:
    """Workers that do nothing for a while, as those that are busy for long."""
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGCONT)


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
    """With workers that may be held for long, and one of them for callers."""
    return new_server(more={"WEB_CONCURRENCY": "1", "GUNICORN_CMD_ARGS": "--timeout 300"}).start()


def test_callers_are_answered_while_the_desk_is_busy_with_all_it_has(server: Server) -> None:
    desk = [worker for worker in server.all_workers() if worker not in server.workers()]
    assert (len(desk), len(server.workers())) == (2, 1)
    with visitors(server) as waiting, held(desk):
        for _ in range(10):
            call(server, SCRIPT)
        assert requests.get(f"{server.url}/healthz", timeout=PATIENCE).status_code == 200
        assert not any(each.done() for each in waiting)


def test_who_waits_for_the_desk_is_answered_by_the_next_crew(server: Server) -> None:
    desk = [worker for worker in server.all_workers() if worker not in server.workers()]
    with visitors(server), crowd(server), held(desk):
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
