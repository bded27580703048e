"""`ivr rollups`: the figures of the desk by day and hour."""

import click

from ivr.cli.opening import opened
from ivr.jobs.rollups import update_now
from ivr.storage.journal.rebuilding import rebuild_figures


@click.group()
def rollups() -> None:
    """Keep the figures of the desk up to date."""


@rollups.command()
def update() -> None:
    """Sum up what is new in the journal, each entry exactly once.

    `ivr scheduler`, which the server runs, does this every minute.

    \b
    Example:  ivr rollups update
    """
    installation = opened()
    click.echo(f"{update_now(installation.database, installation.shelf.zone())} entries of the journal summed up.")


@rollups.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def rebuild(dry_run: bool) -> None:
    """Sum up all figures anew from the journal. Calls that were purged from the journal are then in none of them.

    \b
    Example:  ivr rollups rebuild --dry-run
    """
    if dry_run:
        click.echo("All figures would be taken away and summed up anew from the journal.")
        return
    installation = opened()
    patient = installation.database.patient(600)
    click.echo(f"{rebuild_figures(patient, installation.shelf.zone())} entries of the journal summed up.")
    patient.close()
