"""A department's own database: its queries tried by `ivr check`, and asked by `ivr call` and `ivr test`."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_site import write_small_site

Ivr = Callable[..., Result]
TABLES = """
tables:
  accounts:
    database: billing
    query: {query}
    columns: {{number: digits, balance: money}}
"""
QUERY = "SELECT number, balance FROM accounts WHERE number = :number"
NODES = """
  ask: {kind: ask, say: {en: Key your number.}, digits: 4, keep: number, then: look}
  look:
    kind: enquiry
    from: accounts
    match: {number: number}
    found: {say: {en: "You owe {balance}."}}
    none: {say: {en: There is no such account.}}
    unavailable: officer
"""
CALL = """
- call: bills
  hotline: works
  at: 2026-11-23 10:00
  steps:
    - hears: Welcome
    - press: 8
    - hears: Key your number
    - hangs up
"""
UNSET = "No address is set here for the database billing (IVR_DATABASE_BILLING), so nothing is looked up in it."


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site that looks in a database, whose address is not set."""
    folder = write_small_site(tmp_path / "site")
    _write(folder, QUERY)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def ivr(site: Path, ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> Ivr:
    monkeypatch.setenv("IVR_SITE", str(site))
    return ivr


@pytest.fixture
def billing(ivr: Ivr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database, at the address that is set."""
    connection = sqlite3.connect(tmp_path / "billing.db")
    connection.executescript("CREATE TABLE accounts (number TEXT, balance NUMERIC)")
    connection.execute("INSERT INTO accounts VALUES ('1234', 12)")
    connection.commit()
    connection.close()
    monkeypatch.setenv("IVR_DATABASE_BILLING", f"sqlite:///{tmp_path / 'billing.db'}")


def _write(site: Path, query: str) -> None:
    write_small_site(site)
    menu = site / "menus" / "works" / "menu.yaml"
    text = menu.read_text("utf-8").replace("nodes:\n", TABLES.format(query=query).lstrip() + "nodes:\n")
    menu.write_text(text.replace("      9: {", "      8: {label: {en: bills}, to: ask}\n      9: {") + NODES, "utf-8")


def test_without_an_address_it_is_said_once_and_nothing_is_wrong(ivr: Ivr) -> None:
    done = ivr("check")
    assert done.exit_code == 0, done.output
    assert done.output.count("IVR_DATABASE_BILLING") == 1
    assert UNSET in done.output
    assert "這裏沒有設定資料庫 billing 的位址（IVR_DATABASE_BILLING）" in ivr("check", "--lang", "zh-HK").output


@pytest.mark.usefixtures("billing")
def test_a_query_that_is_answered_is_nothing_to_tell(ivr: Ivr) -> None:
    done = ivr("check")
    assert done.exit_code == 0, done.output
    assert "billing" not in done.output


@pytest.mark.usefixtures("billing")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        (QUERY.replace("SELECT number, balance", "SELECT number, balanc AS balance"), "no such column: balanc"),
        (QUERY.replace("FROM accounts", "FROM acounts"), "no such table: acounts"),
        (QUERY.replace("SELECT number, balance", "SELECT number balance"), 'the query gives no column "number"'),
        (QUERY.replace(", balance", ""), 'the query gives no column "balance"'),
        (QUERY + " AND balance = :balance", "balance"),
    ],
)
def test_a_query_with_a_mistake_is_told_at_its_place(ivr: Ivr, site: Path, query: str, told: str) -> None:
    _write(site, query)
    done = ivr("check")
    assert done.exit_code == 1
    assert told in done.output
    assert "menus/works/menu.yaml:" in done.output
    assert "error" in done.output
    assert "查" in ivr("check", "--lang", "zh-CN").output


def test_a_database_that_is_away_is_a_warning_and_told_once(ivr: Ivr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_DATABASE_BILLING", "postgresql://nobody@127.0.0.1:1/none")
    done = ivr("check")
    assert done.exit_code == 0
    assert done.output.count("this query could not be tried") == 1


@pytest.mark.usefixtures("billing")
def test_a_rung_hotline_reads_the_departments_own_database(ivr: Ivr) -> None:
    done = ivr("call", "works", "--press", "8,1234,1,hangup")
    assert "You owe" in done.output, done.output
    assert "12" in done.output
    assert "IVR_DATABASE_BILLING" not in done.output


def test_a_rung_hotline_without_an_address_says_so_once(ivr: Ivr) -> None:
    done = ivr("call", "works", "--press", "8,1234,1,hangup")
    assert done.stderr.count(UNSET) == 1
    assert "You owe" not in done.output


def test_rehearsals_without_an_address_say_so_once(ivr: Ivr, site: Path) -> None:
    (site / "menus" / "works" / "calls.yaml").write_text(CALL, "utf-8")
    done = ivr("test")
    assert done.stderr.count(UNSET) == 1
