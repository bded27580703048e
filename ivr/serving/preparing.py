"""What a crew sees to before it answers: that there is something to answer with, and what an operator should know."""

import os
import shutil
import sys
from pathlib import Path

import click

from ivr.app.installation import Installation
from ivr.errors import StorageAway
from ivr.settings import unread
from ivr.storage.database.schema import check_schema
from ivr.storage.database.transactions import TableMissing
from ivr.storage.editions.shelf import served_edition

NOT_OPEN = "Until then callers hear that the hotline is not open yet."


def prepare(installation: Installation) -> None:
    """See that calls can be answered, and tell what is missing. Raises SiteRefused and TableMissing where they cannot.

    Only the demo makes its database and publishes: in production both are somebody's decision.
    """
    if installation.settings.mode == "demo":
        from ivr.serving.demo import prepare_demo

        prepare_demo(installation)
    else:
        _look_at_database(installation)
    if served_edition(installation.shelf) is None:
        click.echo(f"No edition is served: {installation.shelf.not_served}. {NOT_OPEN}", err=True)


def _look_at_database(installation: Installation) -> None:
    try:
        check_schema(installation.database)
    except TableMissing:
        raise
    except StorageAway as away:
        kept = "Calls are answered, and kept on disk until it can be used."
        click.echo(f"The database cannot be used: {away}. {kept}", err=True)


def tell(installation: Installation) -> None:
    """Tell where the hotlines are served; in a demo also the desk's password, once; and what nobody reads."""
    settings = installation.settings
    for name, where in unread(settings).items():
        click.echo(f"{name} ({where}): no such setting, ignored; `ivr settings` lists those there are.", err=True)
    click.echo(f"Serving the hotlines at {settings.public_url} ({settings.mode} mode; Ctrl-C to stop)")
    if settings.mode == "demo":
        from ivr.app.desk import demo_login

        click.echo(f"  Test telephone   {settings.public_url}/phone/")
        click.echo(f"  Desk             {settings.public_url}/desk/")
        if login := demo_login(installation):
            click.echo(f"                   {login[0]} / {login[1]} (shown only now; ivr user passwd makes another)")
        served = served_edition(installation.shelf)
        hotline = next(iter(served.hotlines.values())).name if served else "HOTLINE"
        ivr = "ivr" if shutil.which("ivr") else os.path.relpath(Path(sys.executable).with_name("ivr"))
        click.echo(f"  In a terminal    {ivr} call {hotline} --url {settings.public_url}")
