"""A connection on which a request must come in time, and what whoever reads from it then finds."""

import socket
import threading

import pytest
from structlog.testing import capture_logs

from ivr.serving.timely import TimelySocket


@pytest.fixture
def ends():
    """The sender's end and the server's."""
    sender, received = socket.socketpair()
    timely = TimelySocket(received)
    yield sender, timely
    sender.close()
    timely.close()


def test_what_comes_in_time_is_read_as_from_any_socket(ends):
    sender, timely = ends
    sender.sendall(b"POST /voice/answer")
    assert timely.recv(100) == b"POST /voice/answer"
    sender.close()
    assert timely.recv(100) == b""


def test_who_sends_byte_by_byte_is_at_the_end_when_all_should_have_come(ends):
    sender, timely = ends
    over = threading.Event()

    def drip():
        while not over.wait(0.01):
            sender.send(b".")

    dripping = threading.Thread(target=drip)
    dripping.start()
    timely.allow(0.2)
    with capture_logs() as logs:
        pieces = list(iter(lambda: timely.recv(100), b""))
        again = timely.recv(100)
    over.set()
    dripping.join()
    assert pieces
    assert again == b""
    assert [line["event"] for line in logs] == ["a request came too slowly and was cut off"]


def test_who_floods_the_server_is_at_the_end_too(ends):
    sender, timely = ends
    sender.sendall(b"." * 10_000)
    timely.allow(0)
    assert timely.recv(100) == b""


def test_a_connection_may_be_written_to_for_as_long_as_before(ends):
    sender, timely = ends
    timely.allow(0)
    assert timely.recv(100) == b""
    assert timely.gettimeout() is None
    timely.sendall(b"400")
    assert sender.recv(100) == b"400"


def test_its_server_may_wait_for_the_end_of_a_connection_in_its_own_way(ends):
    _, timely = ends
    timely.settimeout(0.01)
    with pytest.raises(TimeoutError):
        timely.recv(100)
