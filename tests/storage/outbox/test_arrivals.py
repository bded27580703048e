"""What the carrier tells of a text message that it took is noted with that message, and with no other."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.storage.database.transactions import Database
from ivr.storage.outbox.arrivals import note_arrival
from ivr.storage.outbox.listing import list_outbox
from ivr.storage.outbox.outbox import Attempt, Claiming, Dispatch, Outcome, claim, put_in, settle

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SMS = Claiming("sms", False, 100, NOON)


@pytest.fixture
def sent(database: Database) -> Database:
    """Two text messages that the carrier took, as SM1 and SM2."""
    for name in ("SM1", "SM2"):
        until = NOON + timedelta(days=1)
        assert put_in(database, Dispatch(name, "sms", "+85291234567", "an answer", {"text": "Yes."}, NOON, until))
        attempt = claim(database, SMS, NOON)
        assert isinstance(attempt, Attempt)
        settle(database, attempt, Outcome("sent", name), NOON)
    return database


def arrived(database: Database) -> dict[str, str]:
    return {each.key: each.arrived for each in list_outbox(database)}


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        (["sent", "delivered"], "delivered"),
        (["queued"], ""),
        (["undelivered"], "undelivered"),
        (["failed"], "undelivered"),
        (["delivered", "sent", "undelivered"], "delivered"),
        (["undelivered", "delivered"], "delivered"),
        (["", "a word of tomorrow"], ""),
    ],
)
def test_it_stands_as_the_best_that_was_told(sent: Database, told: list[str], stands: str) -> None:
    for status in told:
        note_arrival(sent, "SM1", status)
    assert arrived(sent) == {"SM1": stands, "SM2": ""}


def test_of_messages_that_are_not_ours_nothing_is_noted(sent: Database) -> None:
    assert not note_arrival(sent, "SM9", "delivered")
    assert set(arrived(sent).values()) == {""}
