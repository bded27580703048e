"""`ivr user`, and the demo's account that is told once."""

import json
import re

import pytest
from click.testing import CliRunner

from ivr.app.desk import DEMO_EMAIL, demo_login
from ivr.app.installation import open_installation
from ivr.cli import commands
from ivr.errors import AccountRefused
from ivr.settings import load_settings
from ivr.storage.people.accounts import account_named, list_accounts
from ivr.storage.people.audit import list_audit
from ivr.storage.people.sign_ins import begin_sign_in, signed_in
from ivr.web.desk.people.passwords import fits

EMAIL = "officer@department.example"
PASSWORD = re.compile(r"shown only now: (\S+)")


@pytest.fixture
def made(ivr):
    assert ivr("db", "upgrade").exit_code == 0
    return ivr


def account():
    return account_named(open_installation(load_settings()).database, EMAIL)


def add(made, *more):
    return made("user", "add", EMAIL, "--name", "Chan", "--role", "supervisor:transport", "--role", "viewer", *more)


def test_a_new_account_has_the_password_that_is_printed(made):
    printed = add(made).output
    assert fits(account(), PASSWORD.search(printed)[1])
    assert account().must_change
    line = list_audit(open_installation(load_settings()).database)[0]
    assert (line.who, line.action, line.subject) == ("command line", "added an account", EMAIL)


def test_a_password_may_be_given_and_is_then_kept(made):
    words = ["user", "add", EMAIL, "--role", "viewer", "--password-from-stdin"]
    assert CliRunner().invoke(commands, words, input="a right good password\n").exit_code == 0
    assert fits(account(), "a right good password")
    assert not account().must_change


def test_what_makes_no_sense_is_refused(made):
    assert made("user", "add", "nobody", "--role", "viewer").exit_code == 2
    assert isinstance(made("user", "add", EMAIL, "--role", "emperor").exception, AccountRefused)
    assert isinstance(made("user", "passwd", EMAIL).exception, AccountRefused)
    words = ["user", "add", EMAIL, "--role", "viewer", "--password-from-stdin"]
    assert isinstance(CliRunner().invoke(commands, words, input="short\n").exception, AccountRefused)
    add(made)
    assert isinstance(add(made).exception, AccountRefused)


def test_the_list_tells_who_may_what(made):
    assert "Nobody may sign in yet" in made("user", "list").output
    add(made)
    (row,) = json.loads(made("user", "list", "--format", "json").output)
    assert (row["email"], row["roles"], row["state"]) == (EMAIL, "supervisor:transport viewer:*", "one-time password")


def test_another_password_and_disabling_end_what_is_going_on(made):
    add(made)
    database = open_installation(load_settings()).database
    for words in (("user", "passwd", EMAIL), ("user", "disable", EMAIL)):
        now = account().created_at
        secret = begin_sign_in(database, account().id, now, "")
        assert signed_in(database, secret, now)
        assert made(*words).exit_code == 0
        assert signed_in(database, secret, now) is None
    assert account().disabled_at
    made("user", "disable", EMAIL, "--undo")
    assert account().disabled_at is None


def test_the_demo_makes_one_account_once(made):
    installation = open_installation(load_settings())
    email, password = demo_login(installation)
    assert email == DEMO_EMAIL
    (found,) = list_accounts(installation.database)
    assert fits(found, password)
    assert password not in str(found)
    assert demo_login(installation) is None
