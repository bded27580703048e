"""What a crew sees to before it answers: that there is something to answer with, and what an operator should know."""

import os
import shutil
import sys
from pathlib import Path

import click

from ivr.app.desk import demo_login
from ivr.app.installation import Installation
from ivr.authoring.checking.loading import Checked, check_files, check_site
from ivr.authoring.checking.report import report_text
from ivr.authoring.site.files import bundle, read_folder
from ivr.carrier.carriers import CARRIERS
from ivr.engine.abilities import Abilities
from ivr.errors import SiteRefused, StorageAway, TableRefused
from ivr.publishing.publish import served_edition
from ivr.settings import unread
from ivr.storage.database.schema import check_schema, upgrade
from ivr.storage.database.transactions import TableMissing

KEPT_ON_DISK = "Calls are answered, and kept on disk until it can be used."
NOT_OPEN = "Until then callers hear that the hotline is not open yet."


def prepare(installation: Installation) -> None:
    """See that calls can be answered, and tell what is missing. Raises SiteRefused and TableMissing where they cannot.

    Only the demo makes its database and publishes: in production both are somebody's decision.
    """
    if installation.settings.mode == "demo":
        _prepare_demo(installation)
    else:
        _look_at_database(installation)
    if not _has_edition(installation):
        click.echo(f"No edition is served: {installation.shelf.not_served}. {NOT_OPEN}", err=True)


def _look_at_database(installation: Installation) -> None:
    try:
        check_schema(installation.database)
    except TableMissing:
        raise
    except StorageAway as away:
        click.echo(f"The database cannot be used: {away}. {KEPT_ON_DISK}", err=True)


def _prepare_demo(installation: Installation) -> None:
    try:
        upgrade(installation.database)
    except StorageAway as away:
        click.echo(f"The database is away: {away}. {KEPT_ON_DISK}", err=True)
    if _has_edition(installation):
        _look_over(installation)
        return
    try:
        report = _report(installation.follow_folder("demo", "published at start").checked)
    except TableRefused as refused:
        report = str(refused)
    except StorageAway as away:
        report = _serve_from_disk(installation)
        click.echo(f"The site could not be published, since the database is away: {away}.", err=True)
    if report:
        raise SiteRefused(f"{report}\n\nThere is no earlier edition to serve. Put this right and start again.")


def _look_over(installation: Installation) -> None:
    """Tell what is wrong with the files at first sight; the workers walk and publish them while calls are answered."""
    report = _report(check_files(read_folder(installation.settings.site), walked=False, carrier=_carrier(installation)))
    if report:
        click.echo(f"{report}\n\nThe last good edition is served until this is put right.", err=True)


def _serve_from_disk(installation: Installation) -> str:
    """Serve the site although the database is away from the first second; the report when it has problems."""
    checked = check_site(installation.settings.site, carrier=_carrier(installation))
    if checked.edition:
        installation.shelf.serve_from_disk(bundle(checked.files), checked.edition.hash, checked.files.sounds)
    return _report(checked)


def _carrier(installation: Installation) -> Abilities:
    return CARRIERS[installation.settings.carrier].can


def _report(checked: Checked) -> str:
    return "" if checked.edition else report_text(checked.problems, checked.counts, checked.files)


def _has_edition(installation: Installation) -> bool:
    return served_edition(installation.shelf) is not None


def tell(installation: Installation) -> None:
    """Tell where the hotlines are served; in a demo also the desk's password, once; and what nobody reads."""
    settings, login = installation.settings, demo_login(installation)
    for name, where in unread(settings).items():
        click.echo(f"{name} ({where}): no such setting, ignored; `ivr settings` lists those there are.", err=True)
    click.echo(f"Serving the hotlines at {settings.public_url} ({settings.mode} mode; Ctrl-C to stop)")
    if settings.mode == "demo":
        click.echo(f"  Test telephone   {settings.public_url}/phone/")
        click.echo(f"  Desk             {settings.public_url}/desk/")
        if login:
            click.echo(f"                   {login[0]} / {login[1]} (shown only now; ivr user passwd makes another)")
        served = served_edition(installation.shelf)
        hotline = next(iter(served.hotlines.values())).name if served else "HOTLINE"
        ivr = "ivr" if shutil.which("ivr") else os.path.relpath(Path(sys.executable).with_name("ivr"))
        click.echo(f"  In a terminal    {ivr} call {hotline} --url {settings.public_url}")
