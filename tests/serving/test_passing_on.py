"""What is passed on through the hatch, and what stays with the workers for callers."""

import os
import socket
from collections.abc import Iterator

import pytest

from ivr.serving.passing_on import Hatch, hatch_of, is_for_callers, open_hatch, turn_away

PATIENCE = 60.0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A caller's end and the server's of one connection."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname(), timeout=PATIENCE) as caller,
        listener.accept()[0] as server,
    ):
        yield caller, server


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("POST /voice/turn?call=abc HTTP/1.1", True),
        ("GET /voice/wait HTTP/1.1", True),
        ("POST http://ivr.example.org/voice/answer HTTP/1.1", True),
        ("GET /prompts/abc.wav HTTP/1.1", True),
        ("GET /healthz HTTP/1.1", True),
        ("GET /healthz?probe HTTP/1.1", True),
        ("GET /readyz HTTP/1.1", False),
        ("GET /desk/calls HTTP/1.1", False),
        ("GET /voice HTTP/1.1", False),
        ("GET /desk/?next=/voice/answer HTTP/1.1", False),
        ("GET / HTTP/1.1", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_only_what_callers_wait_for_stays(pair: tuple[socket.socket, socket.socket], line: str, stays: bool) -> None:
    caller, server = pair
    caller.sendall(line.encode() + b"\r\n" if line else b"")
    assert is_for_callers(server) is stays
    if line:
        assert server.recv(4096).decode() == f"{line}\r\n"
    assert server.gettimeout() is None


def test_a_connection_that_is_gone_is_nobodys(pair: tuple[socket.socket, socket.socket]) -> None:
    caller, server = pair
    caller.close()
    assert is_for_callers(server) is False


def test_who_takes_a_connection_has_it_whole(pair: tuple[socket.socket, socket.socket]) -> None:
    caller, server = pair
    caller.sendall(b"GET /desk/ HTTP/1.1\r\n")
    with open_hatch() as hatch:
        assert hatch.pass_on(server, server.getpeername())
        server.close()
        taken = hatch.take()
        assert taken
        client, address = taken
        with client:
            assert address == caller.getsockname()
            assert client.recv(4096) == b"GET /desk/ HTTP/1.1\r\n"
            assert not os.get_inheritable(client.fileno())
            client.sendall(b"answered")
    assert caller.recv(100) == b"answered"


def test_where_none_waits_nobody_is_kept_waiting() -> None:
    with open_hatch() as hatch, pytest.raises(BlockingIOError):
        hatch.take()


def _fill(hatch: Hatch, connection: socket.socket) -> int:
    number = 0
    while hatch.pass_on(connection, ("127.0.0.1", 1)):
        number += 1
        assert number < 100_000
    return number


def test_when_too_many_wait_the_rest_are_told_to_come_again(pair: tuple[socket.socket, socket.socket]) -> None:
    caller, server = pair
    caller.sendall(b"POST /desk/cases HTTP/1.1\r\nContent-Length: 50000\r\n\r\n" + b"x" * 50_000)
    with open_hatch() as hatch:
        for end in hatch:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        assert _fill(hatch, server) > 0
        turn_away(server)
        answer = b"".join(iter(lambda: caller.recv(65536), b"")).decode()
        assert answer.startswith("HTTP/1.1 503 ")
        assert "\r\nRefresh: 5\r\n" in answer
        assert "控制台正忙" in answer


def test_both_ends_keep_nobody_waiting() -> None:
    giving, taking = socket.socketpair()
    with giving, taking:
        hatch = hatch_of(giving, taking)
        assert (hatch.giving.getblocking(), hatch.taking.getblocking()) == (False, False)
