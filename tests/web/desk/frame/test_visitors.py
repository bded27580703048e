"""Whose address counts at the sign-in, with proxies and without, and who hears that their number is not right."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from ivr.app.application import bare_app
from ivr.storage.people.audit import addresses_of
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.web.desk.people.limits import FAILED

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


@pytest.fixture
def encrypted(desk):
    """A browser of the desk whose public address is https, behind a proxy that speaks http to it and says no more."""
    desk.installation.settings.__dict__["public_url"] = "https://ivr.example.org"
    return bare_app(desk.installation).test_client()


def sent_from(client, referrer: str) -> int:
    """What becomes of a form that came from that page."""
    page = client.get("/desk/sign-in", base_url="https://ivr.example.org")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Host": "ivr.example.org", "Cookie": page.headers["Set-Cookie"].partition(";")[0]}
    if referrer:
        headers["Referer"] = referrer
    form = {"csrf_token": token, "email": "a@site.example", "password": "wrong"}
    return client.post("/desk/sign-in", data=form, headers=headers).status_code


@pytest.mark.parametrize(
    ("referrer", "status"),
    [
        ("https://ivr.example.org/desk/sign-in", 403),  # the password is wrong
        ("https://evil.example/desk/sign-in", 400),
        ("http://ivr.example.org/desk/sign-in", 400),
        ("", 400),
    ],
)
def test_a_form_is_held_against_the_page_it_came_from_whatever_the_proxy_says(encrypted, referrer, status):
    assert sent_from(encrypted, referrer) == status


def test_a_slash_that_is_missing_does_not_lead_out_of_encryption(encrypted):
    answer = encrypted.get("/desk", headers={"Host": "ivr.example.org"})
    assert answer.headers["Location"] in ("/desk/", "https://ivr.example.org/desk/")
