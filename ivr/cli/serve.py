"""`ivr serve`: the server, with gunicorn and our settings."""

import errno
import os
import shutil
import socket
import sys

import click

from ivr.app.clock import StartedClock
from ivr.app.desk import demo_login
from ivr.app.installation import Installation
from ivr.authoring.loading import Checked, check_files, check_site
from ivr.authoring.report import report_text
from ivr.authoring.site_files import bundle, read_folder
from ivr.cli.opening import opened
from ivr.errors import SettingsRefused, SiteRefused, StorageAway, TableRefused
from ivr.jobs.publishing import served_edition
from ivr.settings import load_settings
from ivr.storage.database import TableMissing
from ivr.storage.schema import check_schema, upgrade

KEPT_ON_DISK = "Calls are answered, and kept on disk until it can be used."
NOT_OPEN = "Until then callers hear that the hotline is not open yet."


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on, instead of PORT (8000).")
@click.option("--host", help="The address to listen on; 127.0.0.1 in demo mode, 0.0.0.0 (all) in production.")
@click.option("--workers", type=click.IntRange(1, 256), help="How many workers, instead of WEB_CONCURRENCY (2).")
def serve(port: int | None, host: str | None, workers: int | None) -> None:
    """Serve the hotlines.

    In demo mode the database is made, and saving a file of the site publishes it; files that were saved while nothing
    was served are published soon after the start, and calls are answered with the last edition meanwhile. In production
    nothing is made and nothing published: run `ivr db upgrade` and `ivr publish` first. While nothing is published,
    callers hear that the hotline is not open yet.

    \b
    Example:  IVR_MODE=demo ivr serve
              ivr serve --port 8001 --workers 4
    """
    _override(PORT=port, WEB_CONCURRENCY=workers)
    settings = load_settings()
    _check_port(host or "127.0.0.1", settings.port)
    if settings.now:
        settings.state.mkdir(parents=True, exist_ok=True)
        StartedClock(settings.now, settings.state).started_now()
    installation = opened()
    prepare(installation)
    _tell(installation, demo_login(installation))
    config = ["--config", "python:ivr.web.gunicorn_conf"]
    if host:
        config += ["--bind", f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *config])  # noqa: S606 - a fixed command, no shell


def _override(**variables: int | None) -> None:
    """What was typed counts instead of the environment, for the server that takes this program's place too."""
    os.environ.update({name: str(value) for name, value in variables.items() if value is not None})


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
    report = _report(check_files(read_folder(installation.settings.site), walked=False))
    if report:
        click.echo(f"{report}\n\nThe last good edition is served until this is put right.", err=True)


def _serve_from_disk(installation: Installation) -> str:
    """Serve the site although the database is away from the first second; the report when it has problems."""
    checked = check_site(installation.settings.site)
    if checked.edition:
        installation.shelf.serve_from_disk(bundle(checked.files), checked.edition.hash, checked.files.sounds)
    return _report(checked)


def _report(checked: Checked) -> str:
    return "" if checked.edition else report_text(checked.problems, checked.counts, checked.files)


def _has_edition(installation: Installation) -> bool:
    return served_edition(installation.shelf) is not None


def _check_port(host: str, port: int) -> None:
    """Raises SettingsRefused in one line, where the server would raise over a page."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = f"port {port} is taken by another program; choose another with --port or PORT=…"
            else:
                why = f"{host}, port {port}, cannot be listened on: {error.strerror or error}"
            raise SettingsRefused(why) from None


def _tell(installation: Installation, login: tuple[str, str] | None) -> None:
    settings = installation.settings
    click.echo(f"Serving the hotlines at {settings.public_url} ({settings.mode} mode; Ctrl-C to stop)")
    if settings.mode == "demo":
        click.echo(f"  Test telephone   {settings.public_url}/phone/")
        click.echo(f"  Desk             {settings.public_url}/desk/")
        if login:
            click.echo(f"                   {login[0]} / {login[1]} (shown only now; ivr user passwd makes another)")
        served = served_edition(installation.shelf)
        hotline = next(iter(served.hotlines.values())).name if served else "HOTLINE"
        ivr = "ivr" if shutil.which("ivr") else os.path.relpath(sys.argv[0])
        click.echo(f"  In a terminal    {ivr} call {hotline} --url {settings.public_url}")
