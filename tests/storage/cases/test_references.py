"""References: ten digits with a check digit, the same whenever the same turn asks."""

from collections.abc import Callable
from pathlib import Path

from stdnum import damm

from ivr.engine.events import CaseOpened
from ivr.journal.entry import Entry
from ivr.storage.cases.references import CaseReferences
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal.entries import DatabaseJournal

KEY = b"k" * 32
NewEntry = Callable[..., Entry]


def case(reference: str) -> CaseOpened:
    return CaseOpened("transport/complain", "complaint", reference, "", "", 0, "")


def test_a_reference_can_be_checked_and_never_begins_with_nought(sqlite_database: Database) -> None:
    references = CaseReferences(sqlite_database, KEY)
    for turn in range(50):
        reference = references.reference_for("CA01", turn)
        assert len(reference) == 10
        assert reference[0] != "0"
        assert damm.is_valid(reference)


def test_a_turn_always_gets_the_same_reference(database: Database, turn: NewEntry) -> None:
    references = CaseReferences(database, KEY)
    given = references.reference_for("CA01", 3)
    DatabaseJournal(database).keep(turn(3, case(given)))
    database.catch_up()
    assert references.reference_for("CA01", 3) == given
    assert CaseReferences(database, b"other").reference_for("CA01", 3) == given


def test_no_two_cases_get_one_reference(database: Database, turn: NewEntry) -> None:
    references = CaseReferences(database, KEY)
    taken = references.reference_for("CA01", 3)
    DatabaseJournal(database).keep(turn(9, case(taken), call_sid="CA99"))
    database.catch_up()
    given = references.reference_for("CA01", 3)
    assert given != taken
    DatabaseJournal(database).keep(turn(3, case(given)))
    database.catch_up()
    assert references.reference_for("CA01", 3) == given


def test_references_are_given_while_the_database_is_away(tmp_path: Path, sqlite_database: Database) -> None:
    away = open_database(f"sqlite:///{tmp_path / 'none.db'}", lock_folder=tmp_path)
    given = CaseReferences(away, KEY).reference_for("CA01", 3)
    assert given == CaseReferences(sqlite_database, KEY).reference_for("CA01", 3)


def test_without_the_key_nobody_can_tell_a_reference(sqlite_database: Database) -> None:
    given = {CaseReferences(sqlite_database, key).reference_for("CA01", 3) for key in (b"a", b"b", b"c")}
    assert len(given) == 3
