"""What the demo sees to before it answers: it makes its database and publishes its folder by itself."""

import click

from ivr.app.installation import Installation
from ivr.authoring.checking.loading import Checked, check_files, check_site
from ivr.authoring.checking.report import report_text
from ivr.authoring.site.files import bundle, read_folder
from ivr.carrier.carriers import CARRIERS
from ivr.engine.abilities import Abilities
from ivr.errors import SiteRefused, StorageAway, TableRefused
from ivr.storage.database.schema import upgrade
from ivr.storage.editions.shelf import served_edition


def prepare_demo(installation: Installation) -> None:
    """Make the database, and publish the folder where nothing was published. Raises SiteRefused."""
    try:
        upgrade(installation.database)
    except StorageAway as away:
        click.echo(f"The database is away: {away}. Calls are answered, and kept on disk meanwhile.", err=True)
    if served_edition(installation.shelf):
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
