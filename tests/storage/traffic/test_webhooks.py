"""What went wrong at the carrier's doors: counted by every worker, kept while the database is away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ivr.errors import StorageAway
from ivr.journal.entry import Entry
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.traffic.webhooks import FaultsOfADay, WebhookFaults, webhooks_of

START = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # a minute before midnight in Hong Kong


class Clock:
    """Goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.at = START - timedelta(minutes=1)

    def now(self) -> datetime:
        """The next minute."""
        self.at += timedelta(minutes=1)
        return self.at


def test_faults_of_all_workers_add_up_by_the_day(database: Database) -> None:
    clock = Clock()
    one, other = (
        WebhookFaults(database, clock.now, lambda: HONG_KONG),
        WebhookFaults(database, clock.now, lambda: HONG_KONG),
    )
    one.note("unsigned")
    other.note("unsigned")
    one.note("unsigned")
    other.note("failed")
    assert webhooks_of(database, START.astimezone(HONG_KONG)).faults == ()
    assert (one.write(), other.write(), one.write()) == (2, 2, 0)
    midnight = START + timedelta(minutes=1)
    assert webhooks_of(database, START.astimezone(HONG_KONG)).faults == (FaultsOfADay("unsigned", 1, START, START),)
    assert webhooks_of(database, midnight.astimezone(HONG_KONG)).faults == (
        FaultsOfADay("failed", 1, midnight + timedelta(minutes=2), midnight + timedelta(minutes=2)),
        FaultsOfADay("unsigned", 2, midnight, midnight + timedelta(minutes=1)),
    )
    one.note("unsigned")
    one.write()
    assert webhooks_of(database, midnight.astimezone(HONG_KONG)).faults[0] == FaultsOfADay(
        "unsigned", 3, midnight, midnight + timedelta(minutes=3)
    )


def test_what_cannot_be_written_waits(database: Database) -> None:
    clock = Clock()
    faults = WebhookFaults(database, clock.now, lambda: HONG_KONG)
    faults.note("fallback")
    faults.note("fallback")
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE webhook_faults RENAME TO away"))
    with pytest.raises(StorageAway):
        faults.write()
    faults.note("fallback")
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO webhook_faults"))
    faults.write()
    assert [each.count for each in webhooks_of(database, START.astimezone(HONG_KONG)).faults] == [1]
    assert [each.count for each in webhooks_of(database, clock.at.astimezone(HONG_KONG)).faults] == [2]


def test_the_last_request_is_that_of_the_journal(database: Database, turn: Callable[..., Entry]) -> None:
    assert webhooks_of(database, START.astimezone(HONG_KONG)).last_at is None
    DatabaseJournal(database).keep(turn(0))
    entry = turn(1)
    DatabaseJournal(database).keep(entry)
    found = webhooks_of(database, START.astimezone(HONG_KONG))
    assert (found.last_at, found.last_hotline) == (entry.at, entry.hotline)
