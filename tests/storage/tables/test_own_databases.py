"""A department's own database: asked one query, in time, and never written to."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from ivr.engine.edition import TableShape
from ivr.engine.ports import NOTHING_KNOWN, Order, Rows, Sought, Unavailable
from ivr.storage.database.transactions import Database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.tables.look_ups import EditionEnquiries, TableEnquiries
from ivr.words import Value, format_of

MAKE = """
CREATE TABLE accounts (account VARCHAR(20), balance NUMERIC(10, 2), due DATE);
INSERT INTO accounts VALUES ('00123', 1205.5, '2026-12-01');
INSERT INTO accounts VALUES ('00123', 7, '2027-01-01');
INSERT INTO accounts VALUES ('bad', 7, NULL);
"""
SHAPE = TableShape(
    "water/accounts",
    {"account": "text", "balance": "money", "due": "date"},
    frozenset(),
    database="water",
    query="SELECT account, balance, due FROM accounts WHERE account = :account ORDER BY due",
    seconds=1,
)
SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS account FROM n",
    "postgresql": "SELECT pg_sleep(30)::text AS account",
}
ESCAPING = "SELECT 1 AS account) AS x; DELETE FROM accounts; --"
WRITING = "WITH gone AS (DELETE FROM accounts RETURNING *) SELECT * FROM gone"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The department's database, of each kind."""
    if request.param == "sqlite":
        connection = sqlite3.connect(tmp_path / "water.db")
        connection.executescript(MAKE)
        connection.close()
        return f"sqlite:///{tmp_path / 'water.db'}"
    new: Callable[[str], str] = request.getfixturevalue("new_postgres_url")
    address = new("template0")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(MAKE)
    return address


@pytest.fixture
def ask(url: str, sqlite_database: Database) -> Iterator[Callable[..., Rows | Unavailable]]:
    """Looks an account up, with a shape that may be different."""
    enquiries = TableEnquiries(sqlite_database, {"water": url}, FiledTables(sqlite_database, "a key"))

    def look_up(
        account: str,
        most: int = 5,
        known: Mapping[str, Value] = NOTHING_KNOWN,
        first_of: Order | None = None,
        **different: object,
    ) -> Rows | Unavailable:
        shape = replace(SHAPE, **different)
        return EditionEnquiries({SHAPE.name: shape}, "Asia/Hong_Kong", enquiries).look_up(
            SHAPE.name, Sought({"account": account} if account else {}, first_of=first_of, known=known), most
        )

    yield look_up
    enquiries.close()


Ask = Callable[..., Rows | Unavailable]


def test_a_declared_query_is_asked(ask: Ask) -> None:
    found = ask("00123")
    assert isinstance(found, Rows)
    assert found.rows[0] == {"account": "00123", "balance": "1205.50", "due": "2026-12-01"}
    assert len(found.rows) == 2


def test_no_more_rows_come_than_were_asked_for(ask: Ask) -> None:
    found = ask("00123", most=1)
    assert isinstance(found, Rows)
    assert len(found.rows) == 1


@pytest.mark.parametrize("value", ["' OR ''='", "x'; DROP TABLE accounts;--", "%", ":account", "\\"])
def test_hostile_values_find_nothing(ask: Ask, value: str) -> None:
    assert ask(value) == Rows(())
    assert ask("00123") != Rows(())


def test_a_slow_query_is_cut_off_and_then_left_alone(ask: Ask, url: str) -> None:
    slow = SLOW["sqlite" if url.startswith("sqlite") else "postgresql"]
    began = time.monotonic()
    assert isinstance(ask("1", query=slow), Unavailable)
    assert time.monotonic() - began < 3
    again = ask("00123")
    assert isinstance(again, Unavailable)
    assert "cannot be used" in again.why
    assert "tried again every few seconds" in again.why


BY_DAY = "SELECT account, balance, due FROM accounts WHERE due <= :today ORDER BY due"


@pytest.mark.parametrize(("today", "rows"), [("2026-11-30", 0), ("2026-12-01", 1), ("2027-01-01", 2)])
def test_a_query_may_take_the_day_alone(ask: Ask, today: str, rows: int) -> None:
    found = ask("", query=BY_DAY, known={"today": Value(today, "date")})
    assert isinstance(found, Rows), found
    assert len(found.rows) == rows


@pytest.mark.parametrize(("now", "rows"), [("2026-11-23T10:00", 1), ("2026-11-23T09:59", 0)])
@pytest.mark.parametrize("kind", ["timestamp", "timestamptz"])
def test_a_moment_is_compared_by_the_clock_of_the_site(ask: Ask, url: str, kind: str, now: str, rows: int) -> None:
    opened = {"timestamp": "2026-11-23 10:00:00", "timestamptz": "2026-11-23 02:00:00+00"}[kind]
    if url.startswith("sqlite"):
        kind, opened = "text", "2026-11-23 10:00:00"
    query = f"SELECT 'a' AS account WHERE CAST('{opened}' AS {kind}) <= :now"
    found = ask("", query=query, columns={"account": "text"}, known={"now": Value(now, "moment")})
    assert isinstance(found, Rows), found
    assert len(found.rows) == rows


def test_a_number_that_is_withheld_equals_nothing(ask: Ask) -> None:
    query = "SELECT account FROM accounts WHERE account = :caller OR '' = :caller"
    assert ask("", query=query, columns={"account": "text"}, known={"caller": Value("", "phone")}) == Rows(())


def test_the_latest_row_of_a_query_is_found(ask: Ask) -> None:
    latest = ask("00123", most=1, first_of=Order("due", latest=True))
    earliest = ask("00123", most=1, first_of=Order("due", latest=False))
    assert isinstance(latest, Rows)
    assert isinstance(earliest, Rows)
    assert [row["due"] for row in (*latest.rows, *earliest.rows)] == ["2027-01-01", "2026-12-01"]


MISTAKEN = (
    "SELECT account, balanc AS balance, due FROM accounts WHERE account = :account",
    "SELECT account, balance, due FROM acounts WHERE account = :account",
    "SELECT account, balance, due FROM accounts WHERE account = :acount",
    "SELECT account balance due FROM accounts WHERE account = :account",
    "SELECT account FROM accounts WHERE account = :account",
    WRITING,
)


@pytest.mark.parametrize("query", MISTAKEN)
def test_a_mistake_in_one_query_keeps_nobody_from_looking_in_other_tables(ask: Ask, query: str) -> None:
    for _ in range(3):
        found = ask("00123", query=query)
        assert isinstance(found, Unavailable)
        assert found.why.startswith("the query of water/accounts ")
    assert isinstance(ask("00123"), Rows)


def test_a_slow_query_is_left_alone_and_other_tables_are_not(ask: Ask, url: str) -> None:
    slow = SLOW["sqlite" if url.startswith("sqlite") else "postgresql"]
    assert isinstance(ask("1", query=slow), Unavailable)
    assert isinstance(ask("00123", name="water/others"), Rows)


@pytest.mark.parametrize(
    "query", [WRITING, "SELECT 1 AS account) AS x; DELETE FROM accounts; --", "DELETE FROM accounts"]
)
def test_nothing_is_ever_written(ask: Ask, url: str, query: str, sqlite_database: Database) -> None:
    assert isinstance(ask("00123", query=query), Unavailable)
    enquiries = TableEnquiries(sqlite_database, {"water": url}, FiledTables(sqlite_database, "a key"))
    fresh = EditionEnquiries({SHAPE.name: SHAPE}, "Asia/Hong_Kong", enquiries)
    assert len(getattr(fresh.look_up(SHAPE.name, Sought({"account": "00123"}), 5), "rows", ())) == 2
    enquiries.close()


def test_rows_that_cannot_be_said_are_unavailable(ask: Ask) -> None:
    assert isinstance(ask("bad"), Unavailable)


def test_what_is_null_is_empty_where_it_may_be(ask: Ask) -> None:
    columns = {**SHAPE.columns, "due": format_of("date or empty")}
    found = ask("bad", columns=columns)
    assert isinstance(found, Rows)
    assert found.rows[0] == {"account": "bad", "balance": "7.00", "due": ""}


def test_a_query_without_a_declared_column_is_unavailable(ask: Ask) -> None:
    assert isinstance(ask("00123", query="SELECT account FROM accounts WHERE account = :account"), Unavailable)


@pytest.mark.parametrize("address", ["", "sqlite:////nowhere/x.db", "postgresql://nobody@127.0.0.1:1/x", "mysql://x/y"])
def test_a_database_that_is_not_there_is_unavailable(sqlite_database: Database, address: str) -> None:
    enquiries = TableEnquiries(
        sqlite_database, {"water": address} if address else {}, FiledTables(sqlite_database, "a key")
    )
    found = EditionEnquiries({SHAPE.name: SHAPE}, "Asia/Hong_Kong", enquiries).look_up(
        SHAPE.name, Sought({"account": "1"}), 5
    )
    assert isinstance(found, Unavailable)
