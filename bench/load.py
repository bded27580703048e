"""Sends prepared requests from several processes as fast as they are answered, and refuses every wrong answer."""

import itertools
import multiprocessing
import socket
import time
from collections.abc import Sequence
from ctypes import Array
from dataclasses import dataclass

CALLERS = 4  # processes, each with one request under way
PATIENCE = 15.0  # seconds for one answer

_fork = multiprocessing.get_context("fork")  # the requests are in memory already


@dataclass(frozen=True)
class Fired:
    """What came of a load: the seconds it took in all, and the seconds that each answer took."""

    seconds: float
    waits: tuple[float, ...]


def fire(port: int, requests: Sequence[bytes]) -> Fired:
    """Send each request once. Raises RuntimeError when one is not answered with TwiML."""
    start = _fork.Barrier(CALLERS + 1)
    waits = [_fork.Array("d", len(requests[at::CALLERS]), lock=False) for at in range(CALLERS)]
    callers = [
        _fork.Process(target=_send_all, args=(port, requests[at::CALLERS], start, waits[at])) for at in range(CALLERS)
    ]
    for caller in callers:
        caller.start()
    start.wait()
    began = time.perf_counter()
    for caller in callers:
        caller.join()
    seconds = time.perf_counter() - began
    if any(caller.exitcode for caller in callers):
        raise RuntimeError(f"port {port} did not answer every request with TwiML")
    return Fired(seconds, tuple(itertools.chain.from_iterable(waits)))


def ask(port: int, request: bytes) -> bytes:
    """The whole answer to one request; the server closes the connection at its end."""
    pieces = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request)
        while piece := connection.recv(65_536):
            pieces.append(piece)
    return b"".join(pieces)


def is_twiml(answer: bytes) -> bool:
    """Whether an answer is what a carrier wants."""
    return answer.startswith(b"HTTP/1.1 200 ") and answer.rstrip().endswith(b"</Response>")


def _send_all(
    port: int, requests: Sequence[bytes], start: "multiprocessing.synchronize.Barrier", waits: "Array[float]"
) -> None:
    start.wait()
    for at, request in enumerate(requests):
        began = time.perf_counter()
        answer = ask(port, request)
        waits[at] = time.perf_counter() - began
        if not is_twiml(answer):
            raise SystemExit(f"port {port} answered {answer[:200]!r}")
