"""Whose address counts at the sign-in, with proxies and without, and who hears that their number is not right."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from ivr.app.application import bare_app
from ivr.storage.audit import addresses_of
from ivr.storage.webhooks import webhooks_of
from ivr.web.desk.limits import FAILED

TOLD = "visitors share a proxy's address: set IVR_PROXIES to how many proxies of yours a request passes"


@pytest.fixture
def sign_in(desk):
    """Signs in from 10.0.0.9, in vain, with so many proxies set: what the log says, and the address that counts."""

    def post(proxies: int, forwarded: str | None, times: int = 1) -> tuple[list[str], set[str]]:
        desk.installation.settings.__dict__["proxies"] = proxies
        client = bare_app(desk.installation).test_client()
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        before = desk.clock.now() - timedelta(seconds=1)
        with capture_logs() as logs:
            for _ in range(times):
                page = client.get("/desk/sign-in", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"}).text
                token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
                form = {"csrf_token": token, "email": "a@site.example", "password": "wrong"}
                client.post("/desk/sign-in", data=form, headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"})
        addresses = set(addresses_of(desk.installation.database, (FAILED,), before))
        return [line["event"] for line in logs], addresses

    return post


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address", "told"),
    [
        (0, None, "10.0.0.9", False),
        (0, "192.0.2.1", "10.0.0.9", True),
        (1, "192.0.2.1", "192.0.2.1", False),
        (1, "198.51.100.7, 192.0.2.1", "192.0.2.1", False),
        (1, None, "10.0.0.9", True),
        (1, " , ", "10.0.0.9", True),
        (2, "192.0.2.1, 10.0.0.8", "192.0.2.1", False),
        (2, "192.0.2.1", "10.0.0.9", True),
    ],
)
def test_the_number_of_proxies_decides_whose_address_counts_and_is_told_when_it_does_not_fit(
    proxies, forwarded, address, told, sign_in
):
    logs, addresses = sign_in(proxies, forwarded)
    assert addresses == {address}
    assert (TOLD in logs) is told


def test_it_is_told_once_in_the_log_and_counted_for_the_desk(desk, sign_in, as_administrator):
    logs, _ = sign_in(0, "192.0.2.1", times=3)
    assert logs.count(TOLD) == 1
    desk.installation.faults.write()
    (fault,) = webhooks_of(desk.installation.database, desk.clock.now()).faults
    assert (fault.fault, fault.count) == ("proxies", 3)
    assert "IVR_PROXIES is not right: 3" in as_administrator.get("/desk/system").text
