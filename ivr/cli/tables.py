"""`ivr tables`: the rows that enquiries look in."""

from pathlib import Path
from typing import TextIO

import click
from rich.progress import Progress

from ivr.authoring.checking.loading import load_site
from ivr.authoring.checking.report import headline
from ivr.authoring.tables.keyed import columns_kept, keyed_in
from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.errors import TableRefused
from ivr.storage.database.schema import upgrade
from ivr.storage.editions.shelf import served_edition
from ivr.storage.tables.catalogue import export_table, list_tables
from ivr.storage.tables.importing import import_table, matched_columns, table_path


@click.group()
def tables() -> None:
    """Load and look at the rows that enquiries look in."""


@tables.command(name="import")
@click.argument("table")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
def import_rows(table: str, file: Path | None) -> None:
    """Replace the rows of TABLE (department/name) by those of a CSV FILE, all or nothing.

    Without FILE the one that the department's menu names is loaded. Callers look in the old rows until the new ones
    are all there.

    \b
    Example:  ivr tables import transport/applications ~/export.csv
    """
    installation = opened()
    edition = load_site(installation.settings.site)
    shape = edition.tables.get(table)
    if shape is None or not shape.file:
        raise TableRefused(f"no menu has a table {table} with a CSV file; there are: {', '.join(edition.tables)}")
    path = file or table_path(installation.settings.site, shape)
    upgrade(installation.database)
    with Progress(transient=True) as progress:
        task = progress.add_task(f"Loading {table}", total=None)
        rows = import_table(
            installation.database,
            path,
            shape,
            matched_columns(edition, table),
            lambda done: progress.update(task, completed=done, description=f"Loading {table}: {done:,} rows"),
            tuple(edition.languages),
            keyed_in(table, edition.nodes),
            lambda doubt: click.echo(f"{headline(doubt)}\n    = {doubt.hint}", err=True),
            columns_kept(edition.nodes.values()).get(table, ()),
        )
    click.echo(f"{table}: {rows:,} rows from {path.name}.")


@tables.command(name="list")
@format_option
def list_all(form: str) -> None:
    """List the tables that were imported."""
    installation = opened()
    zone = installation.shelf.zone()
    rows = [
        {"table": one.name, "rows": one.rows, "imported": local(one.at, zone), "looked up by": ", ".join(one.matched)}
        for one in list_tables(installation.database)
    ]
    print_rows(rows, form, "No table was imported yet; run: ivr tables import")


@tables.command()
@click.argument("table")
@click.option("--output", type=click.File("w", encoding="utf-8-sig"), default="-", help="A file; printed unless given.")
@click.option("--private", is_flag=True, help="Write private columns too.")
def export(table: str, output: TextIO, private: bool) -> None:
    """Write the rows of TABLE as CSV, asterisks in columns that are private.

    \b
    Example:  ivr tables export transport/fees --output fees.csv
    """
    installation = opened()
    served = served_edition(installation.shelf)
    shape = served.tables.get(table) if served else None
    if shape is None and not private:
        unknown = f"{table} is no table of the edition that is served, so nobody knows what is private in it"
        raise TableRefused(f"{unknown}; add --private to write all of it")
    export_table(installation.database, table, output, () if private or shape is None else shape.private)
