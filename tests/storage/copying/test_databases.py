"""A database copied into another of either kind: all of it, to the letter, or nothing."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from any_rows import ROWS, fill
from sqlalchemy import func, inspect, select, text

from ivr.engine.edition import TableShape
from ivr.errors import CopyRefused, StorageAway
from ivr.journal.entry import Entry
from ivr.storage import every_table
from ivr.storage.calls.tables import calls
from ivr.storage.copying.databases import copy_database
from ivr.storage.copying.rows import count_rows, tables_with_rows
from ivr.storage.database.schema import check_schema, upgrade
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.every_table import TABLES
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.marks import marks
from ivr.storage.journal.tables import journal
from ivr.storage.tables.importing import import_table
from ivr.words import format_of

NewEntry = Callable[..., Entry]


@pytest.fixture
def other(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database of the other kind, in which there is nothing."""
    if database.kind == "postgresql":
        url = f"sqlite:///{tmp_path / 'new' / 'ivr.db'}"
    else:
        url = request.getfixturevalue("new_postgres_url")("template0")
    return open_database(url, 30, lock_folder=tmp_path / "other locks")


def copied(source: Database, target: Database) -> dict[str, int]:
    """Copy, with this process's connections to the source closed before, for it would be taken for a server."""
    source.close()
    patient = source.patient(30)
    try:
        return dict(copy_database(patient, target))
    finally:
        patient.close()
        target.close()


def test_no_file_of_tables_is_forgotten() -> None:
    written = {path.resolve() for path in Path(every_table.__file__).parent.glob("*/tables.py")}
    assert written <= {Path(str(each.__file__)).resolve() for each in every_table.EACH}
    assert len(written) > 10


def test_every_value_of_every_table_arrives_and_comes_back_as_it_was(
    database: Database, other: Database, tmp_path: Path
) -> None:
    with database.writing() as connection:
        connection.execute(marks.delete())
        fill(connection)
        before = {table.name: set(connection.execute(select(table)).all()) for table in TABLES}
    counted = copied(database, other)
    assert counted == {name: len(rows) for name, rows in before.items()}
    assert [name for name, count in counted.items() if count < ROWS] == ["data_tables", "rollup_marks"]
    back = open_database(f"sqlite:///{tmp_path / 'back.db'}", 30, lock_folder=tmp_path / "third locks")
    assert copied(other, back) == counted
    for each in (other, back):
        with each.reading() as connection:
            assert {table.name: set(connection.execute(select(table)).all()) for table in TABLES} == before
        check_schema(each)
        each.close()


def test_the_journal_goes_on_behind_its_last_number(database: Database, other: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    for number in range(3):
        kept.keep(turn(number))
    copied(database, other)
    DatabaseJournal(other).keep(turn(3))
    with other.caught_up() as connection:
        assert connection.scalars(select(journal.c.entry).order_by(journal.c.id)).all()[-1] == "turn 3"
        assert connection.scalar(select(func.max(journal.c.id))) == 4
        assert connection.scalars(select(calls.c.turns)).all() == [4]
    other.close()


def test_what_enquiries_look_in_comes_along_and_is_replaced_as_before(
    database: Database, other: Database, tmp_path: Path
) -> None:
    shape = TableShape("works/streets", {"number": format_of("code"), "name": format_of("text")}, frozenset({"name"}))
    file = tmp_path / "streets.csv"
    file.write_text("number,name.en\n007,Bond Street\n8,Eighth\n", "utf-8")
    import_table(database, file, shape, ("number",), languages=("en",))
    assert copied(database, other)["t_works_streets_1"] == 2

    with other.reading() as connection:
        wanted = text("SELECT \"name.en\" FROM t_works_streets_1 WHERE number = '007'")
        assert connection.scalars(wanted).all() == ["Bond Street"]
        assert len(inspect(connection).get_indexes("t_works_streets_1")) == 1
    import_table(other, file, shape, ("number",), languages=("en",))
    with other.reading() as connection:
        assert {"t_works_streets_1", "t_works_streets_2"} < count_rows(connection).keys()
    other.close()


def test_a_database_with_something_in_it_is_left_as_it_is(database: Database, other: Database, turn: NewEntry) -> None:
    DatabaseJournal(database).keep(turn(0))
    upgrade(other)
    DatabaseJournal(other).keep(turn(7))
    with pytest.raises(CopyRefused, match=r"not empty \(journal\)"):
        copied(database, other)
    with other.reading() as connection:
        assert connection.scalars(select(journal.c.entry)).all() == ["turn 7"]
    other.close()


def test_a_database_of_somebody_else_is_left_as_it_is(database: Database, other: Database) -> None:
    if other.kind == "sqlite":
        upgrade(other)
    with other.writing() as connection:
        connection.execute(text("CREATE TABLE invoices (number INTEGER)"))
    with pytest.raises(CopyRefused, match="invoices"):
        copied(database, other)
    other.close()


def test_it_is_not_copied_into_itself(database: Database) -> None:
    with pytest.raises(CopyRefused, match="into itself"):
        copied(database, database)


def test_a_line_that_is_served_is_not_copied_from_under_its_callers(database: Database, other: Database) -> None:
    reading, writing = os.pipe()
    ready, told = os.pipe()
    child = os.fork()
    if not child:
        with database.reading() as connection:
            connection.execute(select(journal.c.id)).all()
            os.write(told, b"1")
            os.read(reading, 1)
        os._exit(0)
    os.read(ready, 1)
    try:
        with pytest.raises(CopyRefused, match="is in use"):
            copied(database, other)
    finally:
        os.write(writing, b"1")
        os.waitpid(child, 0)
    assert copied(database, other)
    other.close()


def test_killed_at_any_table_it_leaves_nothing_and_can_be_done_again(
    database: Database, other: Database, turn: NewEntry
) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(0))
    database.close()
    for at in ("accounts", "journal", "webhook_faults"):
        child = os.fork()
        if not child:

            def tell(table: str, _rows: int, at: str = at) -> None:
                if table == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            copy_database(database.patient(30), other, tell)
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        with other.reading() as connection:
            assert tables_with_rows(connection) == ()
        other.close()
    assert copied(database, other)["journal"] == 1
    other.close()


def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.writing() as connection:
        connection.execute(marks.delete())
        fill(connection)
    target = open_database(f"sqlite:///{tmp_path / 'target.db'}", 30, lock_folder=tmp_path / "other locks")
    upgrade(target)
    with target.writing() as connection:
        meddling = "CREATE TRIGGER meddling AFTER INSERT ON calls BEGIN UPDATE calls SET hotline = 'x'; END"
        connection.execute(text(meddling))
    with pytest.raises(CopyRefused, match="calls has 3 rows"):
        copied(sqlite_database, target)
    with target.reading() as connection:
        assert tables_with_rows(connection) == ()
    target.close()


def test_a_database_of_another_version_says_what_to_do(database: Database, other: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(StorageAway, match="run `ivr db upgrade`"):
        copied(database, other)


def test_nobody_writes_while_it_is_copied(database: Database, other: Database, turn: NewEntry) -> None:
    kept = DatabaseJournal(database)
    kept.keep(turn(0))
    seen: list[type[Exception] | None] = []
    impatient = open_database(database.url.render_as_string(hide_password=False), 0.3, lock_folder=database.lock_folder)

    def tell(table: str, _rows: int) -> None:
        if table == "journal":
            try:
                DatabaseJournal(impatient).keep(turn(1))
            except StorageAway as away:
                seen.append(type(away))
            else:
                seen.append(None)

    database.close()
    patient = database.patient(30)
    assert copy_database(patient, other, tell)["journal"] == 1
    assert seen == [StorageAway]
    for each in (patient, impatient, other):
        each.close()
