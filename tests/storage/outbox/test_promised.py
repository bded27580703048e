"""A text that a caller was promised is put into the outbox once, whatever dies when, and however often it is read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from ivr.engine.events import CallStarted, NodeReached, TextPromised
from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal import projector
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.marks import PROJECTIONS, forget_mark
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.outbox.listing import list_outbox
from ivr.storage.outbox.of_calls import sent_to_caller
from ivr.storage.outbox.promised import put_promised_texts

NewEntry = Callable[..., Entry]
PROMISED = TextPromised("transport/by_text", "+85291234567", "運輸服務處\n請帶身份證。")
STARTED = CallStarted("transport", "+85222200101", "+85290000001")


def keep(database: Database, *entries: Entry) -> DatabaseJournal:
    kept = DatabaseJournal(database)
    for each in entries:
        kept.keep(each)
    return kept


def test_it_is_put_in_with_its_call_and_for_a_day(database: Database, turn: NewEntry) -> None:
    entry = turn(2, PROMISED)
    keep(database, turn(1, STARTED), entry)
    (found,) = sent_to_caller(database, "CA01")
    assert (found.way, found.destination, found.content) == ("sms", PROMISED.number, {"text": PROMISED.text})
    (shown,) = list_outbox(database)
    assert (shown.until, shown.destination) == (entry.at + timedelta(days=1), "+852 9123 ••••")
    assert PROMISED.text not in str(shown)


def test_each_promise_of_a_call_is_one_message(database: Database, turn: NewEntry) -> None:
    keep(database, turn(1, PROMISED), turn(2, PROMISED), turn(1, PROMISED, call_sid="CA02"))
    database.catch_up()
    assert len({each.key for each in list_outbox(database)}) == 3


def test_projections_made_anew_and_a_journal_read_from_its_beginning_send_nothing_twice(
    database: Database, turn: NewEntry
) -> None:
    kept = keep(database, turn(1, PROMISED))
    kept.projector.catch_up()
    rebuild_projections(database)
    with database.writing() as connection:
        forget_mark(connection, PROJECTIONS)
    kept.projector.catch_up()
    kept.load(turn(1, PROMISED))
    kept.projector.catch_up()
    assert len(list_outbox(database)) == 1


@pytest.mark.parametrize("before", [True, False], ids=["before it is put in", "after it was put in"])
def test_who_dies_while_it_is_put_in_has_put_in_nothing_and_the_next_does(
    database: Database, turn: NewEntry, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    kept = keep(database, turn(1, PROMISED))

    def killed(connection: Connection, entries: list[Entry]) -> None:
        if not before:
            put_promised_texts(connection, entries)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(projector, "put_promised_texts", killed)
        with pytest.raises(KeyboardInterrupt):
            kept.projector.catch_up()
    assert list_outbox(database) == ()
    assert kept.projector.catch_up()
    assert len(list_outbox(database)) == 1


def test_other_entries_put_nothing_in(database: Database, turn: NewEntry) -> None:
    keep(database, turn(1, NodeReached("transport/by_text", "text")))
    database.catch_up()
    assert list_outbox(database) == ()
