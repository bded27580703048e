"""`ivr db` and `ivr spool`: the database's schema, and what waits for the database on disk."""

import sys
from typing import TextIO

import click

from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import opened, told_in
from ivr.jobs.spool_loader import LoadedLog
from ivr.settings import load_address
from ivr.storage.copying.databases import copy_database
from ivr.storage.database import schema
from ivr.storage.database.transactions import open_database
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.translation import NOTHING, in_language, said

LONG = 3600  # seconds that a statement over a whole table may take
COPIED = said("{rows} rows of {tables} tables are in {name} as they were, counted and compared.")
UNCHANGED = said("Nothing was changed in {before}. Next:")
STEPS = (
    ("IVR_DATABASE_URL", said("set it to the new address, on every machine")),
    ("ivr db check", said("says whether it is used, and up to date")),
    ("ivr serve", NOTHING),
)


@click.group()
def db() -> None:
    """Keep the database's tables up to date."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this version; harmless when they are.

    \b
    Example:  ivr db upgrade
    """
    installation = opened()
    schema.upgrade(installation.database)
    click.echo(f"The database is at revision {schema.current_revision(installation.database)}.")


@db.command()
def current() -> None:
    """Print the revision of the tables."""
    click.echo(schema.current_revision(opened().database) or "The database has no tables yet; run: ivr db upgrade")


@db.command(name="check")
def check_tables() -> None:
    """Say whether the database answers and has this version's tables; exit 1 if not."""
    schema.check_schema(opened().database)
    click.echo("The database answers and is up to date.")


@db.command(name="rebuild-projections")
def rebuild() -> None:
    """Make calls, their places, cases and messages anew from the journal, while calls go on.

    Needed once after an update that keeps more of each call; harmless at any time. Work on cases stays.

    \b
    Example:  ivr db rebuild-projections
    """
    installation = opened()
    patient = installation.database.patient(600)
    tell = lambda count: click.echo(f"{count} calls …", err=True)  # noqa: E731
    done = rebuild_projections(patient, tell, installation.promises)
    patient.close()
    click.echo(f"{done} calls made anew from the journal.")


@db.command(name="copy")
@click.option("--to", "url", required=True, help="The address of the new database; - to read it from standard input.")
@lang_option
def copy_into(url: str, lang: str) -> None:
    """Copy every row into another database, SQLite or PostgreSQL, which is made; all or nothing.

    Stop the server and the scheduler first, for what callers did meanwhile would be missing in the copy; it refuses
    where it sees that the database is in use. The new one must be empty. Each table is counted and compared row by row.
    With - nobody else on the machine sees the password in the address.

    \b
    Example:  ivr db copy --to postgresql://ivr:password@localhost/ivr
              ivr db copy --to sqlite:////srv/ivr/var/ivr.db
    """
    address = sys.stdin.readline().strip() if url == "-" else url
    installation = opened()
    target = open_database(load_address(address, "--to"), LONG, lock_folder=installation.database.lock_folder)
    source = installation.database.patient(LONG)
    try:
        with told_in(lang):
            copied = copy_database(source, target, lambda table, rows: click.echo(f"{table}: {rows:,}", err=True))
    finally:
        source.close()
        target.close()
    rows = f"{sum(copied.values()):,}"
    click.echo(in_language(said(COPIED, rows=rows, tables=len(copied), name=target.name), lang))
    click.echo(in_language(said(UNCHANGED, before=source.name), lang) + "\n")
    for what, why in STEPS:
        click.echo(f"  {what:<18} {in_language(why, lang)}".rstrip())


@click.group()
def spool() -> None:
    """See to turns that were kept on disk while the database was away."""


@spool.command()
@click.option(
    "--log",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="A log of the server, of which the lines with `ivr-entry:` are loaded; - for standard input.",
)
def load(log: TextIO | None) -> None:
    """Load what waits into the database, each turn exactly once.

    `ivr scheduler`, which the server runs, does this within a second of the database's return. What neither the
    database nor the disk took stands in the server's log alone, sealed with the secret key: that is loaded with --log,
    as often as you like.

    \b
    Example:  ivr spool load
              journalctl -u ivr -o cat | ivr spool load --log -
    """
    installation = opened()
    if log:
        _load_log(installation.load_log(log))
        return
    loaded = installation.load_spool()
    click.echo(f"{loaded} entries loaded, {len(installation.spool.waiting())} still wait.")


def _load_log(done: LoadedLog) -> None:
    click.echo(f"{done.new} entries of the log loaded, {done.known} were there.")
    if done.bad:
        lines = ", ".join(map(str, done.bad))
        click.echo(
            f"Not loaded: line {lines}. It was cut or changed on its way, or sealed with a key that IVR_SECRET_KEY no "
            "longer names: add that as the second one, and load again.",
            err=True,
        )
        raise click.exceptions.Exit(1)
