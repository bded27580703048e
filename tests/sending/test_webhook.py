"""Webhooks to a real receiver: signed, to where the operator said and nowhere else, and told apart by their key."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from ssl import SSLContext

import pytest
from receivers import web_server

from ivr.errors import SendingFailed, SendingRefused
from ivr.sending.sender import Errand, broken_off
from ivr.sending.webhook import WebhookSender
from ivr.settings.destinations import Destinations, is_private

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECRETS = ("the new secret of both sides, long enough", "the old secret of both sides, long enough")
CONTENT = {"version": 1, "site": "查詢熱線"}


def errand(url: str, number: int = 1) -> Errand:
    return Errand("k" * 40, url, CONTENT, NINE, number)


def sender(*listed: str, secrets: tuple[str, ...] = SECRETS) -> WebhookSender:
    return WebhookSender(secrets, Destinations(listed), NINE.timestamp)


def test_who_knows_either_secret_can_check_what_came_and_when() -> None:
    with web_server() as hook:
        assert sender(hook.origin).send(errand(f"{hook.origin}/ivr?team=a", 3)) == "204"
    headers, body = hook.received[0]
    assert json.loads(body) == CONTENT
    assert (headers["Idempotency-Key"], headers["IVR-Attempt"]) == ("k" * 40, "3")
    moment, *codes = headers["IVR-Signature"].split(",")
    assert moment == f"t={int(NINE.timestamp())}"
    signed = f"{int(NINE.timestamp())}.{'k' * 40}.".encode() + body
    assert codes == [f"v1={hmac.new(each.encode(), signed, hashlib.sha256).hexdigest()}" for each in SECRETS]


def test_nothing_that_sends_on_to_elsewhere_is_followed() -> None:
    with web_server() as hook:
        hook.answers += [302, 307]
        for _ in range(2):
            with pytest.raises(SendingRefused, match="sends us on to elsewhere"):
                sender(hook.origin).send(errand(hook.origin))
    assert hook.received == []


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_what_may_be_taken_later_is_tried_again_and_what_is_refused_is_not(status: int) -> None:
    with web_server() as hook:
        hook.answers.append(status)
        with pytest.raises(SendingFailed if status in (429, 500, 503) else SendingRefused, match=str(status)):
            sender(hook.origin).send(errand(hook.origin))


def test_a_private_place_is_reached_only_where_the_operator_wrote_it_with_scheme_and_port() -> None:
    with web_server() as hook:
        port = hook.origin.rpartition(":")[2]
        for listed in (
            f"http://localhost:{port}",
            "https://127.0.0.1",
            "127.0.0.1",
            f"http://127.0.0.1:{int(port) + 1}",
        ):
            with pytest.raises(SendingRefused, match="IVR_SEND_TO"):
                sender(listed).send(errand(hook.origin))
        with pytest.raises(SendingRefused, match=r"localhost lies in a private network; .* https://localhost"):
            sender("localhost").send(errand("https://localhost/ivr"))
    assert hook.received == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1@example.org/", "https://example.org@127.0.0.1/", "https://127.0.0.1:9/", "ftp://a/"]
)
def test_an_address_that_only_looks_like_one_listed_is_none(url: str) -> None:
    with pytest.raises(SendingRefused):
        sender("https://127.0.0.1:8443", "http://127.0.0.1", "example.org").send(errand(url))


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0", "::ffff:127.0.0.1", "0.0.0.0",  # noqa: S104
     "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_addresses_that_nobody_outside_can_reach_are_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_addresses_of_the_net_are_not(address: str) -> None:
    assert not is_private(address)


def test_over_https_the_certificate_must_be_the_hosts(
    certified: Callable[[str], tuple[SSLContext, SSLContext]],
) -> None:
    shows, trusts = certified("127.0.0.1")
    with web_server(partial(shows.wrap_socket, server_side=True)) as hook:
        allowed = Destinations((hook.origin,))
        assert WebhookSender(SECRETS, allowed, trust=trusts).send(errand(hook.origin)) == "204"
        with pytest.raises(SendingFailed, match="certificate verify failed"):
            WebhookSender(SECRETS, allowed).send(errand(hook.origin))


def test_without_a_secret_nothing_is_sent() -> None:
    with web_server() as hook, pytest.raises(SendingFailed, match="set IVR_WEBHOOK_SECRET"):
        sender(hook.origin, secrets=()).send(errand(hook.origin))


def test_a_receiver_that_answers_a_letter_at_a_time_is_broken_off() -> None:
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            taken, _ = slow.accept()
            with taken:
                while not ending.wait(0.02):
                    taken.send(b"x")

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with socket.create_connection(slow.getsockname(), 30) as mine, broken_off(lambda: mine, 0.2):
            while mine.recv(1):
                pass
        ending.set()
        assert time.monotonic() - began < 30  # each step of it was in time
