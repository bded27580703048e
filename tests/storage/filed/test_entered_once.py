"""Callers who enter something, over the whole way from key to row: what they hear is what is on disk."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from small_hotline import World, edition_of
from sqlalchemy import func, select

from ivr.engine.edition import Edition, FiledShape, TableShape
from ivr.engine.heard import Heard, Keys
from ivr.errors import StorageAway
from ivr.storage.cases.references import CaseReferences
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.statements import Statements
from ivr.storage.filed.tables import filed_rows
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.spool import Spool
from ivr.switchboard.answers import Answer
from ivr.switchboard.switchboard import Switchboard
from ivr.switchboard.tokens import CallTokens

NODES = """
main: {kind: menu, choices: {1: {label: {en: a claim}, to: number}}}
number: {kind: ask, say: {en: Number.}, digits: 3, confirm: no, keep: number, PRIVATE, then: claim}
claim:
  kind: submit
  into: claims
  file: {number: number}
  done: {say: {en: "Entered for {number} as {entry}."}}
  taken: {say: {en: It is there already.}}
  full: {say: {en: There is no room.}}
"""
NUMBER = "+85222200001"
UNAVAILABLE = "We cannot confirm just now that this is entered."
CLAIMS = TableShape("works/claims", {"number": "digits"}, frozenset(), filed=FiledShape(("number",), 2))
KEY = "a key of hashes, and long enough for that"


class Editions:
    """The one edition there is."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def current(self) -> Edition:
        return self.edition

    def by_hash(self, edition_hash: str) -> Edition:
        return self.edition


@pytest.fixture
def board(database: Database, tmp_path: Path) -> Callable[..., Switchboard]:
    """A switchboard that keeps in the database, and in a spool of its own beside it."""

    def make(
        shape: TableShape = CLAIMS, *, private: bool = False, urls: Mapping[str, str] = MappingProxyType({})
    ) -> Switchboard:
        nodes = NODES.replace("PRIVATE", "private: yes" if private else "secret: no")
        edition, world = edition_of(nodes, tables={"works/claims": shape}), World()
        journal = DatabaseJournal(database, filed=FiledTables(database, KEY))
        return Switchboard(
            Editions(edition),
            DurableJournal(journal, Spool(tmp_path / "spool"), lambda entry: None),
            CallTokens(["a" * 32]),
            world,
            CaseReferences(database, b"a key"),
            lambda edition: world,
            lambda: Answer((), "", {}),
            filing=Statements(urls).for_edition,
        )

    return make


def words(answer: Answer) -> str:
    return answer.instructions[0].prompts[0].text


def ring(board: Switchboard, number: str, sid: str = "CA1") -> Callable[[], Answer]:
    """A call up to the last digit; what is returned presses it, again and again."""
    answer = board.answer(sid, NUMBER, "+85255501234")
    answer = board.turn(answer.token, sid, Keys("1"))
    heard: Heard = Keys(number)
    return lambda: board.turn(answer.token, sid, heard)


def rows(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(filed_rows)) or 0


def test_what_is_said_to_be_entered_is_on_disk_once_however_often_the_carrier_asks(board, database):
    press = ring(board(), "007")
    first = press()
    assert words(first).startswith("Entered for zero zero seven as ")
    assert press() == first
    assert rows(database) == 1


def test_a_second_caller_with_the_number_hears_that_it_is_there_and_so_does_its_repetition(board, database):
    one = board()
    ring(one, "007")()
    press = ring(one, "007", "CA2")
    assert words(press()) == "It is there already."
    assert words(press()) == "It is there already."
    assert rows(database) == 1


def test_the_third_caller_hears_that_there_is_no_room(board, database):
    one = board()
    heard = [words(ring(one, f"00{at}", f"CA{at}")()) for at in range(3)]
    assert [text.startswith("Entered") for text in heard] == [True, True, False]
    assert heard[2] == "There is no room."


def test_a_worker_killed_between_keeping_and_answering_changes_nothing(board, database, monkeypatch):
    one = board()
    press = ring(one, "007")
    with monkeypatch.context() as killed:
        keep = Switchboard._kept
        killed.setattr(Switchboard, "_kept", lambda *given: (keep(*given), pytest.fail("killed")))
        with pytest.raises(pytest.fail.Exception):
            press()
    assert words(press()).startswith("Entered for zero zero seven as ")
    assert rows(database) == 1


def test_a_worker_killed_before_keeping_has_entered_nothing(board, database, monkeypatch):
    one = board()
    press = ring(one, "007")
    with monkeypatch.context() as killed:
        killed.setattr("ivr.storage.journal.entries.DatabaseJournal.keep", lambda *_: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            press()
    assert rows(database) == 0
    assert words(press()).startswith("Entered")


def test_while_the_database_is_away_nothing_is_said_to_be_entered(board, database, monkeypatch):
    one = board()
    press = ring(one, "007")

    def away(*_: object) -> None:
        raise StorageAway("switched off")

    with monkeypatch.context() as switched:
        switched.setattr("ivr.storage.journal.entries.DatabaseJournal.keep", away)
        said = press().instructions[0].text
        assert said == UNAVAILABLE
    assert rows(database) == 0
    assert press().instructions[0].text == said
    assert rows(database) == 0


def test_a_private_number_is_said_to_its_caller_and_again_when_the_carrier_repeats(board, database):
    press = ring(board(private=True), "007")
    first = press()
    assert words(first).startswith("Entered for zero zero seven as ")
    assert press() == first
    with database.reading() as connection:
        assert "007" not in str([row.cells for row in connection.execute(select(filed_rows))])


@pytest.fixture
def slots(tmp_path: Path) -> str:
    """A department's own database with one free slot."""
    with sqlite3.connect(tmp_path / "slots.db") as own:
        own.execute("CREATE TABLE slots (id TEXT, taken_by TEXT, entry TEXT)")
        own.execute("INSERT INTO slots VALUES ('am', NULL, NULL)")
    return f"sqlite:///{tmp_path}/slots.db"


SLOT = TableShape(
    "works/claims",
    {"number": "digits"},
    frozenset(),
    database="slots",
    statement=(
        "UPDATE slots SET taken_by = :number, entry = :entry WHERE id = 'am' AND (taken_by IS NULL OR entry = :entry)"
    ),
)


def test_a_statement_in_the_departments_database_decides_by_the_rows_it_changed(board, slots, tmp_path):
    one = board(SLOT, urls={"slots": slots})
    assert words(ring(one, "007")()).startswith("Entered for zero zero seven")
    assert words(ring(one, "008", "CA2")()) == "It is there already."
    with sqlite3.connect(tmp_path / "slots.db") as own:
        assert [taken for (taken,) in own.execute("SELECT taken_by FROM slots")] == ["007"]


def test_a_statement_run_again_for_the_same_turn_finds_its_own_row(board, slots, monkeypatch):
    one = board(SLOT, urls={"slots": slots})
    press = ring(one, "007")
    with monkeypatch.context() as killed:
        killed.setattr("ivr.storage.journal.entries.DatabaseJournal.keep", lambda *_: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            press()
    assert words(press()).startswith("Entered for zero zero seven")


def test_a_request_that_is_repeated_runs_no_statement_again(board, slots, tmp_path):
    press = ring(board(SLOT, urls={"slots": slots}), "007")
    first = press()
    with sqlite3.connect(tmp_path / "slots.db") as own:
        own.execute("UPDATE slots SET taken_by = NULL, entry = NULL")  # the department gave the slot free meanwhile
    assert press() == first
    with sqlite3.connect(tmp_path / "slots.db") as own:
        assert own.execute("SELECT taken_by FROM slots").fetchall() == [(None,)]


def test_what_a_key_takes_is_taken_and_what_a_rule_refuses_is_not(board, tmp_path):
    with sqlite3.connect(tmp_path / "own.db") as own:
        own.execute("CREATE TABLE claims (number TEXT PRIMARY KEY CHECK (number < '500'), entry TEXT)")
    insert = replace(SLOT, statement="INSERT INTO claims VALUES (:number, :entry)")
    one = board(insert, urls={"slots": f"sqlite:///{tmp_path}/own.db"})
    assert words(ring(one, "007")()).startswith("Entered")
    assert words(ring(one, "007", "CA2")()) == "It is there already."
    assert ring(one, "777", "CA3")().instructions[0].text == UNAVAILABLE
    assert words(ring(one, "008", "CA4")()).startswith("Entered")


@pytest.mark.parametrize("url", ["", "sqlite:////nowhere/slots.db", "mysql://nobody/slots"])
def test_where_the_departments_database_is_not_reached_nothing_is_entered(board, url):
    one = board(SLOT, urls={"slots": url} if url else {})
    assert ring(one, "007")().instructions[0].text == UNAVAILABLE


def test_a_statement_that_the_database_refuses_enters_nothing(board, slots):
    wrong = replace(SLOT, statement="UPDATE slotz SET taken_by = :number WHERE id = :entry")
    one = board(wrong, urls={"slots": slots})
    assert ring(one, "007")().instructions[0].text == UNAVAILABLE
