"""What a caller gave before leaving something stands beside it."""

from ivr.engine.events import FieldKept
from ivr.storage.calls.given import given_before
from ivr.storage.cases.history import Key
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal


def test_what_was_kept_before_a_message_stands_beside_it(database: Database, turn) -> None:
    journal = DatabaseJournal(database)
    subject, pin = FieldKept("transport/a", "subject", "101"), FieldKept("transport/a", "pin", "****")
    for entry in (
        turn(1, FieldKept("water/a", "account", "7"), FieldKept("transport/a", "subject", "100")),
        turn(2, subject, pin, FieldKept("transport/leave", "call_back", "+85290000001")),
        turn(3),
        turn(4, FieldKept("transport/a", "later", "9")),
        turn(1, FieldKept("transport/a", "subject", "999"), call_sid="CA02"),
    ):
        journal.keep(entry)
    key = Key("CA01", 3)
    assert given_before(database, [(key, "transport"), (Key("CA02", 3), "water")]) == {
        key: {"subject": "101"},
        Key("CA02", 3): {},
    }
    assert given_before(database, []) == {}
