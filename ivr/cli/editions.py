"""`ivr publish`, `ivr rollback` and `ivr editions`: which edition callers meet."""

import getpass
import sys

import click

from ivr.authoring.report import report_text
from ivr.cli.opening import format_option, local, opened, print_rows


@click.command()
@click.option("--author", default=getpass.getuser, show_default="you", help="Who publishes.")
@click.option("--note", default="", help="What has changed, for those who read the list of editions.")
@click.option("--tables/--no-tables", default=True, help="Load changed CSV tables too.")
def publish(author: str, note: str, tables: bool) -> None:
    """Check the site and make it what callers meet; with errors nothing is changed.

    \b
    Example:  ivr publish --note "new fees from 1 January"
    """
    published = opened().publish(author, note, tables=tables)
    checked = published.checked
    click.echo(report_text(checked.problems, checked.counts, checked.files))
    if checked.edition is None:
        click.echo("Nothing was published.", err=True)
        sys.exit(1)
    what = "Published edition" if published.changed else "Already served: edition"
    click.echo(f"{what} {checked.edition.hash[:12]}.")


@click.command()
@click.argument("edition")
@click.option("--author", default=getpass.getuser, show_default="you", help="Who rolls back.")
@click.option("--note", default="", help="Why.")
def rollback(edition: str, author: str, note: str) -> None:
    """Make an earlier EDITION (the beginning of its hash) what callers meet again.

    \b
    Example:  ivr rollback 3fa29c
    """
    shelf = opened().shelf
    known = {publication.edition for publication in shelf.history() if publication.edition.startswith(edition)}
    if len(known) != 1:
        raise click.UsageError(f"{len(known)} editions begin with {edition}; see: ivr editions")
    (chosen,) = known
    shelf.roll_back_to(chosen, author, note or "rolled back")
    click.echo(f"Callers now meet edition {chosen[:12]}.")


@click.command()
@format_option
def editions(form: str) -> None:
    """List what was published, the latest first."""
    rows = [
        {"published": local(one.at), "edition": one.edition[:12], "author": one.author, "note": one.note}
        for one in opened().shelf.history()
    ]
    print_rows(rows, form, "Nothing was published yet; run: ivr publish")
