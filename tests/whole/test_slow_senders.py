"""Requests that are sent slowly, while calls go on: straight to the server, and through the manual's nginx."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from whole.serving import NUMBERS, Server, free_port, until

from bench.manuals_nginx import nginx
from bench.slow_senders import slow_body, slow_header, slow_senders
from ivr.phone.acts import parse_script, perform
from ivr.phone.line import http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings

CUT_OFF = "a request came too slowly and was cut off"
SLOW = {
    "headers": slow_header(),
    "bodies at a door of the carrier's": slow_body(),
    "forms of the desk": slow_body("/desk/password"),
}


@pytest.fixture(scope="module")
def hotline(new_state: Callable[[], Path]) -> Iterator[Server]:
    """A hotline that the carrier knows by the address of a proxy, whether one stands there or not."""
    running = Server(
        new_state(), more={"IVR_PUBLIC_URL": f"http://127.0.0.1:{free_port()}", "IVR_PROXIES": "1"}
    ).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def proxy(require_nginx: None, hotline: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the manual's nginx, before that hotline."""
    port = int(hotline.more["IVR_PUBLIC_URL"].rpartition(":")[2])
    with nginx(tmp_path_factory.mktemp("nginx"), port, [hotline.port]):
        yield port


def heard(hotline: Server, reach: str = "") -> str:
    """What a caller hears of the fee; the carrier asks at `reach` or else where the proxy is."""
    settings = load_settings({"IVR_MODE": "demo", "IVR_STATE": str(hotline.state)})
    public = hotline.more["IVR_PUBLIC_URL"]
    line = http_line(public, settings.auth_tokens[0], settings.twilio_account_sid, reach=reach)
    telephone = Telephone(line, new_call(NUMBERS["transport"], hong_kong()))
    heard = list(telephone.ring())
    for act in parse_script("3,2,1,hangup"):
        heard += perform(telephone, act)
    return " ".join(one.text for one in heard)


@pytest.mark.parametrize("kind", SLOW)
def test_no_worker_is_lost_to_slow_senders_without_any_proxy(kind: str, hotline: Server) -> None:
    workers, before = hotline.workers(), hotline.log.count(CUT_OFF)
    with slow_senders(hotline.port, len(workers), SLOW[kind]):
        assert "costs nine hundred dollars" in heard(hotline, hotline.url)
        until(lambda: hotline.log.count(CUT_OFF) > before, "one is cut off")
    assert hotline.workers() == workers


@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize("kind", SLOW)
def test_behind_the_manuals_nginx_slow_senders_never_reach_a_worker(
    kind: str, number: int, hotline: Server, proxy: int
) -> None:
    before = hotline.log.count(CUT_OFF)
    with slow_senders(proxy, number, SLOW[kind]):
        for _ in range(8):
            assert "costs nine hundred dollars" in heard(hotline)
    assert hotline.log.count(CUT_OFF) == before


def test_with_the_manuals_nginx_one_proxy_is_what_to_set(hotline: Server, proxy: int) -> None:
    for address, fits in (f"http://127.0.0.1:{proxy}", True), (hotline.url, False):
        assert requests.post(f"{address}/desk/sign-in", timeout=60).status_code == 400  # no form of ours
        assert ("visitors share a proxy's address" in hotline.log) is not fits
