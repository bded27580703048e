"""`ivr nuisance`: numbers from which officers take no calls for a while, with a reason and an end."""

import getpass

import click

from ivr.app.installation import Installation
from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.storage.nuisance.book import MOST_DAYS, LimitedNumber
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.words.telephones import read_telephone

NOT_ASKED = "-"
author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


@click.group()
def nuisance() -> None:
    """Have officers take no calls from a number for a while; all menus and messages stay open to it."""


@nuisance.command(name="list")
@click.option("--past", is_flag=True, help="What is over, too.")
@format_option
def list_all(past: bool, form: str) -> None:
    """List the numbers from which officers take no calls, masked, what ends first on top.

    \b
    Example:  ivr nuisance list --past
    """
    installation = opened()
    book, zone, now = installation.nuisance.book, installation.shelf.zone(), installation.switchboard.clock.now()
    rows = [
        {
            "number": each.id,
            "from": each.shown,
            "department": each.department or "all",
            "reason": each.reason,
            "by": each.author,
            "since": local(each.at, zone),
            "until": local(each.lifted_at or each.ends, zone),
            "lifted by": each.lifted_by,
            "holds": each.stands(now),
        }
        for each in (book.history() if past else book.standing())
    ]
    print_rows(rows, form, "Officers take calls from everybody.")


@nuisance.command()
@click.argument("telephone")
@click.option("--reason", required=True, help="What happened, for whoever reviews it; callers never hear it.")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), required=True, help="It ends by itself after so many days.")
@click.option("--department", default="", help="Only officers of this department; of all unless given.")
@author_option
def add(telephone: str, reason: str, days: int, department: str, author: str) -> None:
    """Have officers take no calls from TELEPHONE; - asks for it, so that it is in no history of commands.

    The caller hears so, until when and how to object. It is kept as a keyed hash and masked, and in the audit.

    \b
    Example:  ivr nuisance add - --days 30 --department transport --reason "threatened an officer, 23 November"
    """
    installation = opened()
    asked = click.prompt("Number") if telephone == NOT_ASKED else telephone
    try:
        number = read_telephone(asked, installation.shelf.current().home.country)
    except ValueError:
        raise click.UsageError("that is no telephone number") from None
    if department and department not in installation.shelf.current().departments:
        raise click.UsageError(f"there is no department {department}")
    made = installation.nuisance.book.limit(number, department, reason, days, author)
    _note(installation, author, "limited a number", made)
    until = local(made.ends, installation.shelf.zone())[:16]
    click.echo(f"Officers take no calls from {made.shown} until {until}; it is number {made.id}.")


@nuisance.command()
@click.argument("number", type=int)
@author_option
def lift(number: int, author: str) -> None:
    """End NUMBER (see the list) now: officers take calls from it again.

    \b
    Example:  ivr nuisance lift 3
    """
    installation = opened()
    lifted = installation.nuisance.book.lift(number, author)
    _note(installation, author, "lifted a limit", lifted)
    click.echo(f"Officers take calls from {lifted.shown} again.")


def _note(installation: Installation, author: str, action: str, each: LimitedNumber) -> None:
    details = {"why": each.reason, "until": each.ends.isoformat()} if action == "limited a number" else {}
    subject = each.call_sid or f"nuisance {each.id}"
    now = installation.switchboard.clock.now()
    keep_audit(installation.database, AuditRecord(now, author, "", action, subject, each.department, details))
