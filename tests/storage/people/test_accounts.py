"""Accounts, sign-ins and the audit in both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ivr.errors import AccountRefused
from ivr.storage.database.condition import condition
from ivr.storage.database.transactions import Database
from ivr.storage.people.accounts import (
    Grant,
    account_by_id,
    account_named,
    add_account,
    change_account,
    count_accounts,
    find_account,
    list_accounts,
    note_failure,
    read_grants,
    use_code,
    write_grants,
)
from ivr.storage.people.audit import AuditFilters, AuditRecord, addresses_of, keep_audit, list_audit
from ivr.storage.people.sign_ins import begin_sign_in, end_sign_in, end_sign_ins, signed_in

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _added(database: Database, email: str = "a@site.example") -> int:
    return add_account(database, email, " A ", [Grant("viewer", "water")], "hash", NOW).id


def test_an_account_is_found_however_its_address_is_written(database: Database) -> None:
    _added(database, " A@Site.example ")
    found = account_named(database, "a@SITE.example")
    assert (found.email, found.name, found.grants) == ("a@site.example", "A", {Grant("viewer", "water")})
    assert "hash" not in repr(found)
    assert find_account(database, "b@site.example") is None
    with pytest.raises(AccountRefused, match="ivr user list"):
        account_named(database, "b@site.example")


def test_an_address_has_one_account(database: Database) -> None:
    _added(database)
    with pytest.raises(AccountRefused, match="has an account already"):
        _added(database, "A@site.example")
    assert count_accounts(database) == len(list_accounts(database)) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("viewer", "viewer:*"),
        ("supervisor:water viewer", "supervisor:water viewer:*"),
        ("editor:a,editor:b", "editor:a editor:b"),
        ("", ""),
    ],
)
def test_roles_are_words(written: str, read: str) -> None:
    assert write_grants(read_grants(written)) == read


@pytest.mark.parametrize("written", ["emperor", "viewers:water", ":water", "Viewer"])
def test_an_unknown_role_is_refused(written: str) -> None:
    with pytest.raises(AccountRefused, match="is no role"):
        read_grants(written)


def test_failures_are_counted_to_a_hundred(database: Database) -> None:
    number, line = _added(database), AuditRecord(NOW, "a@site.example", "10.0.0.1", "failed to sign in", "")
    change_account(database, number, failures=99)
    for _ in range(3):
        note_failure(database, account_by_id(database, number), line)
    note_failure(database, None, line)
    found = account_named(database, "a@site.example")
    assert (found.failures, found.failed_at) == (100, NOW)
    assert addresses_of(database, ["failed to sign in"], NOW - timedelta(seconds=1)) == ("10.0.0.1",) * 4
    assert addresses_of(database, ["failed to sign in"], NOW) == ()


def test_a_code_is_used_once_and_none_before_it(database: Database) -> None:
    number = _added(database)
    assert [use_code(database, number, step) for step in (10, 10, 9, 11)] == [True, False, False, True]


def test_a_sign_in_ends_in_every_way(database: Database) -> None:
    number = _added(database)
    one, two, three = (begin_sign_in(database, number, NOW, "10.0.0.1") for _ in range(3))
    assert signed_in(database, one, NOW) == account_named(database, "a@site.example")
    assert signed_in(database, "made up", NOW) is None
    end_sign_in(database, one, NOW)
    assert signed_in(database, one, NOW) is None
    assert signed_in(database, two, NOW + timedelta(minutes=31)) is None
    end_sign_ins(database, number, NOW)
    assert signed_in(database, three, NOW) is None


def test_only_the_hash_of_a_secret_is_kept_and_not_for_ever(database: Database) -> None:
    number = _added(database)
    secret = begin_sign_in(database, number, NOW, "")
    with database.reading() as connection:
        assert secret not in str(connection.execute(text("SELECT * FROM sign_ins")).all())
    begin_sign_in(database, number, NOW + timedelta(hours=13), "")
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_ins")).scalar() == 1


def _kept(database: Database, at: datetime) -> None:
    keep_audit(database, AuditRecord(at, "a@site.example", "10.0.0.1", "listened", "CA1", "water", {"seconds": 5}))


def test_the_audit_is_read_as_it_was_written(database: Database) -> None:
    _kept(database, NOW)
    (line,) = list_audit(database)
    assert (line.at, line.who, line.details) == (NOW, "a@site.example", {"seconds": 5})
    assert list_audit(database, AuditFilters(departments=frozenset({"transport"}))) == ()
    assert list_audit(database, AuditFilters(departments=frozenset())) == ()


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'b'", "DELETE FROM audit"])
def test_the_audit_cannot_be_rewritten(database: Database, statement: str) -> None:
    _kept(database, datetime.now(UTC))
    with pytest.raises(IntegrityError, match="the audit is"), database.writing() as connection:
        connection.execute(text(statement))
    assert list_audit(database)[0].who == "a@site.example"


def test_after_a_year_the_audit_may_be_deleted_and_still_not_changed(database: Database) -> None:
    _kept(database, datetime.now(UTC) - timedelta(days=366))
    with pytest.raises(IntegrityError, match="the audit is"), database.writing() as connection:
        connection.execute(text("UPDATE audit SET who = 'b'"))
    with database.writing() as connection:
        connection.execute(text("DELETE FROM audit"))
    assert list_audit(database) == ()


def test_the_audit_cannot_be_emptied_at_once(postgres_database: Database) -> None:
    _kept(postgres_database, NOW)
    with pytest.raises(IntegrityError, match="the audit is"), postgres_database.writing() as connection:
        connection.execute(text("TRUNCATE audit"))


def test_the_condition_of_an_empty_database(database: Database) -> None:
    found = condition(database)
    assert found.kind == database.kind
    assert found.version[0].isdigit()
    assert found.revision
