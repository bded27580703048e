"""`ivr user`: who may sign in at the desk."""

import sys

import click

from ivr.app.installation import Installation
from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.errors import AccountRefused
from ivr.storage.people.accounts import Account, account_named, add_account, change_account, list_accounts, read_grants
from ivr.storage.people.accounts import write_grants as written
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.storage.people.sign_ins import end_sign_ins
from ivr.web.desk.people.passwords import SHORTEST, hash_password, one_time_password

WHO = "command line"


@click.group()
def user() -> None:
    """Say who may sign in at the desk, and as what."""


@user.command()
@click.argument("email")
@click.option("--name", default="", help="What they are called.")
@click.option("--role", "roles", multiple=True, required=True, help="viewer, supervisor, editor or administrator.")
@click.option("--password-from-stdin", is_flag=True, help="Read the password from standard input, to keep it.")
def add(email: str, name: str, roles: tuple[str, ...], password_from_stdin: bool) -> None:
    """Add an account for EMAIL and print its one-time password.

    A role is for all departments unless one is named: --role supervisor:transport. It may be given several times.

    \b
    Example:  ivr user add officer@department.gov.hk --name "Chan Tai Man" --role supervisor:transport --role viewer
    """
    if email.count("@") != 1:
        raise click.UsageError(f"{email!r} is no e-mail address")
    installation, grants = opened(), read_grants(" ".join(roles))
    password, once = _password(password_from_stdin)
    now = installation.switchboard.clock.now()
    account = add_account(installation.database, email, name, grants, hash_password(password), now, once)
    _audit(installation, "added an account", account, roles=written(grants))
    _tell(account, password, once)


@user.command(name="list")
@format_option
def list_users(form: str) -> None:
    """List the accounts.

    \b
    Example:  ivr user list --format json
    """
    installation = opened()
    zone = installation.shelf.zone()
    rows = [
        {
            "email": account.email,
            "name": account.name,
            "roles": written(account.grants),
            "state": "disabled" if account.disabled_at else "one-time password" if account.must_change else "active",
            "second factor": "yes" if account.totp else "no",
            "since": local(account.created_at, zone),
        }
        for account in list_accounts(installation.database)
    ]
    print_rows(rows, form, "Nobody may sign in yet; run: ivr user add EMAIL --role administrator")


@user.command()
@click.argument("email")
@click.option("--password-from-stdin", is_flag=True, help="Read the password from standard input, to keep it.")
@click.option("--without-second-factor", is_flag=True, help="Take their second factor away as well.")
def passwd(email: str, password_from_stdin: bool, without_second_factor: bool) -> None:
    """Give EMAIL a new one-time password, and sign them out everywhere.

    \b
    Example:  ivr user passwd officer@department.gov.hk
    """
    installation = opened()
    account = account_named(installation.database, email)
    if account.subject:
        raise AccountRefused(f"{account.email} signs in with a department account, which has its password elsewhere")
    password, once = _password(password_from_stdin)
    changes = {"password": hash_password(password), "must_change": once, "failures": 0}
    if without_second_factor:
        changes["totp"] = ""
    _audit(installation, "gave a one-time password", account)
    change_account(installation.database, account.id, **changes)
    end_sign_ins(installation.database, account.id, installation.switchboard.clock.now())
    _tell(account, password, once)


@user.command()
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let them in again.")
def disable(email: str, undo: bool) -> None:
    """Let EMAIL in no longer, and sign them out everywhere.

    \b
    Example:  ivr user disable officer@department.gov.hk
              ivr user disable officer@department.gov.hk --undo
    """
    installation = opened()
    now = installation.switchboard.clock.now()
    account = account_named(installation.database, email)
    _audit(installation, "enabled an account" if undo else "disabled an account", account)
    change_account(installation.database, account.id, disabled_at=None if undo else now)
    end_sign_ins(installation.database, account.id, now)
    click.echo(f"{account.email} may sign in again." if undo else f"{account.email} may no longer sign in.")


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it must be changed at the first sign-in."""
    if not from_stdin:
        return one_time_password(), True
    typed = sys.stdin.readline().rstrip("\n")
    if len(typed) < SHORTEST:
        raise AccountRefused(f"a password has {SHORTEST} characters or more")
    return typed, False


def _tell(account: Account, password: str, once: bool) -> None:
    click.echo(f"{account.email} may sign in as {written(account.grants)}.")
    if once:
        click.echo(f"One-time password, shown only now: {password}")


def _audit(installation: Installation, action: str, account: Account, **details: object) -> None:
    record = AuditRecord(installation.switchboard.clock.now(), WHO, "", action, account.email, "", details)
    keep_audit(installation.database, record)
