"""`ivr publish`, `ivr approve` and `ivr rollback`: making an edition what callers meet."""

import getpass
import sys
from datetime import datetime

import click

from ivr.authoring.checking.report import report_text
from ivr.authoring.differing import changes_text, differences
from ivr.cli.editions import named
from ivr.cli.opening import local, opened
from ivr.publishing.deciding import approve as approve_edition
from ivr.publishing.deciding import roll_back
from ivr.publishing.publish import Published
from ivr.storage.database.schema import upgrade
from ivr.storage.editions.publications import ServingSpan
from ivr.storage.editions.shelf import EditionShelf

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"])


@click.command()
@click.option("--author", default=getpass.getuser, show_default="you", help="Who publishes.")
@click.option("--note", default="", help="What has changed, for those who read the list of editions.")
@click.option("--tables/--no-tables", default=True, help="Load changed CSV tables too.")
@click.option("--from", "begins", type=MOMENT, help="Go live then, by the site's clock; at once unless given.")
@click.option("--until", "ends", type=MOMENT, help="Then the edition before comes back.")
def publish(author: str, note: str, tables: bool, begins: datetime | None, ends: datetime | None) -> None:
    """Check the site and make it what callers meet; with errors nothing is changed.

    Where the site asks for two people, this makes a proposal, and another person approves it.

    \b
    Example:  ivr publish --note "new fees from 1 January"
              ivr publish --from "2027-01-01 00:00" --until "2027-02-01 00:00"
    """
    installation = opened()
    if installation.database.kind == "sqlite":
        upgrade(installation.database)  # a file of one's own needs no operator to make it
    published = installation.publish(author, note, tables=tables, span=ServingSpan(begins, ends))
    checked = published.checked
    click.echo(report_text(checked.problems, checked.counts, checked.files))
    if checked.edition is None:
        click.echo("Nothing was published.", err=True)
        sys.exit(1)
    click.echo(_told(published, checked.edition.hash[:12], checked.edition.zone))
    if published.loaded:
        click.echo(f"Rows loaded anew, and callers are answered from them now: {', '.join(published.loaded)}.")
    for later in published.later:
        when = local(later.begins, checked.edition.zone)[:16]
        click.echo(f"Edition {later.edition[:12]} goes live at {when} and does not hold what was published now.")
    if published.before and published.before != checked.edition.hash:
        _tell_groups(installation.shelf, published.before, checked.edition.hash)


@click.command()
@click.argument("edition")
@click.option("--author", default=getpass.getuser, show_default="you", help="Who approves.")
def approve(edition: str, author: str) -> None:
    """Publish the EDITION (the beginning of its hash) that another person proposed.

    \b
    Example:  ivr diff current 3fa29c
              ivr approve 3fa29c
    """
    shelf = opened().shelf
    proposal = approve_edition(shelf, edition, author)
    served = shelf.current()
    if served.hash == proposal.edition:
        click.echo(f"Approved. Callers now meet edition {served.hash[:12]}.")
    else:
        when = local(proposal.begins, served.zone)[:16]
        click.echo(f"Approved. Edition {proposal.edition[:12]} goes live at {when}.")


@click.command()
@click.argument("edition", required=False, default="")
@click.option("--author", default=getpass.getuser, show_default="you", help="Who rolls back.")
@click.option("--note", default="", help="Why.")
def rollback(edition: str, author: str, note: str) -> None:
    """Make an earlier EDITION (the beginning of its hash) what callers meet again; the one before unless given.

    \b
    Example:  ivr rollback
              ivr rollback 3fa29c --note "fees were wrong"
    """
    shelf = opened().shelf
    done = roll_back(shelf, named(shelf, edition) if edition else "", author, note)
    if done.proposal:
        click.echo(f"Edition {done.edition[:12]} does without a second person, so going back to it needs one.")
        click.echo(_proposed(done.edition[:12]))
    else:
        click.echo(f"Callers now meet edition {done.edition[:12]}.")


def _told(published: Published, name: str, zone: str) -> str:
    if published.proposal:
        return _proposed(name)
    if published.begins:
        return f"Edition {name} goes live at {local(published.begins, zone)[:16]}."
    return f"Published edition {name}." if published.changed else f"Already served: edition {name}."


def _proposed(name: str) -> str:
    return f"Proposed edition {name}; another person approves it with: ivr approve {name}"


def _tell_groups(shelf: EditionShelf, old: str, new: str) -> None:
    changes = differences(shelf.by_hash(old), shelf.by_hash(new))
    groups = list(dict.fromkeys(change.group for change in changes))
    if not groups:
        click.echo(changes_text(changes))
        return
    told = ", ".join(f"{group} ({sum(1 for change in changes if change.group == group)})" for group in groups)
    click.echo(f"What callers will notice: {told}; see: ivr diff {old[:12]} {new[:12]}")
