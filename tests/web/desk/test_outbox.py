"""The outbox at the desk: what could not be sent, why, and sending it again."""

import pytest
from web.desk.conftest import SENT

from ivr.storage.outbox.listing import find_sending
from ivr.storage.outbox.outbox import Claiming, Dispatch, claim, put_in
from ivr.storage.people.audit import AuditFilters, list_audit

KEPT_BACK = "6f" * 20


@pytest.fixture
def kept_back(desk):
    """The key of a mail that nobody came to send in time."""
    database, now = desk.installation.database, desk.clock.now()
    put_in(database, Dispatch(KEPT_BACK, "email", "duty@example.gov.hk", "alert duty messages", {}, now, now))
    claim(database, Claiming("email", True, 9, now), now)
    return KEPT_BACK


def test_what_could_not_be_sent_is_listed_masked_and_can_be_sent_again(desk, kept_back, as_administrator):
    page = as_administrator.get("/desk/outbox?state=given+up").text
    assert "d••••@example.gov.hk" in page
    assert "its deadline has passed" in page
    assert "duty@" not in page
    answer = as_administrator.post(f"/desk/outbox/{kept_back}/again")
    assert answer.location.endswith(f"/desk/outbox/{kept_back}")
    assert find_sending(desk.installation.database, kept_back).state == "waiting"
    (line,) = list_audit(desk.installation.database, AuditFilters(action="sent again"))
    assert line.subject == f"outbox {kept_back}"


def test_what_was_sent_is_not_sent_again(desk, as_administrator):
    assert "250 OK" in as_administrator.get(f"/desk/outbox/{SENT}").text
    as_administrator.post(f"/desk/outbox/{SENT}/again")
    assert find_sending(desk.installation.database, SENT).state == "sent"
    assert list_audit(desk.installation.database, AuditFilters(action="sent again")) == ()


def test_today_says_that_something_could_not_be_sent(kept_back, as_administrator):
    assert "What could not be sent out of the house: 1." in as_administrator.get("/desk/").text


def test_a_key_that_is_none_is_no_page(as_administrator):
    assert as_administrator.get("/desk/outbox/unknown").status_code == 404
