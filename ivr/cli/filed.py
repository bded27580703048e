"""`ivr filed`: the rows that callers entered."""

import getpass
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import click

from ivr.app.installation import Installation
from ivr.cli.opening import format_option, local, opened, print_json, print_rows, write_csv
from ivr.errors import RecordMissing
from ivr.storage.filed.listing import FiledRow
from ivr.storage.filed.work import FiledWork, RowRefused

author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


@click.group()
def filed() -> None:
    """Read, correct and take back the rows that callers entered."""


@filed.command(name="list")
@click.argument("table", default="")
@click.option("--withdrawn", is_flag=True, help="Those that were taken back, too.")
@format_option
def list_rows(table: str, withdrawn: bool, form: str) -> None:
    """List the rows of a TABLE (department/name), or of all, as they came in.

    \b
    Example:  ivr filed list leisure/places
    """
    installation = opened()
    zone = installation.shelf.zone()
    rows = FiledWork(installation.filed).rows(_known(installation, table), withdrawn=withdrawn)
    print_rows(_evened(_shown(row, zone) for row in rows), form, "Nothing is entered there.")


@filed.command()
@click.argument("entry")
@click.option("--private", is_flag=True, help="Show what is private, too; that you saw it is kept.")
@author_option
@format_option
def show(entry: str, private: bool, author: str, form: str) -> None:
    """Show the row of a number (ENTRY), as it was read out to the caller, and what was done to it.

    \b
    Example:  ivr filed show 4152207716
    """
    installation = opened()
    work, zone = FiledWork(installation.filed), installation.shelf.zone()
    row = work.unseal(entry, author, installation.switchboard.clock.now()) if private else work.row(entry)
    history = work.history(row)
    if form == "json":
        print_json(_shown(row, zone) | {"history": [{**vars(each), "at": local(each.at, zone)} for each in history]})
        return
    for name, value in _shown(row, zone).items():
        click.echo(f"{name:>12}  {value}")
    for each in history:
        change = f" {each.column}" + (f": {each.before} → {each.after}" if each.before or each.after else "")
        click.echo(f"{local(each.at, zone)}  {each.who} {each.what}{change if each.column else ''}")
    click.echo(f"\nThe call step by step:  ivr calls show {row.call_sid}")


@filed.command()
@click.argument("entry")
@click.argument("changes", nargs=-1, required=True, metavar="COLUMN=VALUE…")
@author_option
def correct(entry: str, changes: tuple[str, ...], author: str) -> None:
    """Put other values into columns of the row of a number (ENTRY). What stood there before is kept.

    \b
    Example:  ivr filed correct 4152207716 week=2026-11-23
    """
    installation = opened()
    work, edition = FiledWork(installation.filed), installation.shelf.current()
    values = dict(change.split("=", 1) for change in changes if "=" in change)
    if len(values) < len(changes):
        raise click.UsageError("write each change as COLUMN=VALUE, such as week=2026-11-23")
    shape = edition.tables.get(work.row(entry).table)
    if shape is None or not shape.filed:
        raise RowRefused("the table of this row is not in the edition that is served, so nobody knows its columns")
    row = work.correct(shape, entry, values, author, installation.switchboard.clock.now())
    click.echo(f"Corrected {', '.join(values)} of {row.entry}.")


@filed.command()
@click.argument("entries", nargs=-1, required=True)
@author_option
def withdraw(entries: tuple[str, ...], author: str) -> None:
    """Take the rows of numbers (ENTRIES) back, so that what they took is free again. They stay on record.

    \b
    Example:  ivr filed withdraw 4152207716
    """
    installation = opened()
    work = FiledWork(installation.filed)
    for entry in entries:
        work.withdraw(entry, author, installation.switchboard.clock.now())
    click.echo(f"Withdrawn: {', '.join(entries)}.")


@filed.command()
@click.argument("table")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The CSV file to write.")
def export(table: str, output: str) -> None:
    """Write the rows of a TABLE (department/name) as CSV that a spreadsheet opens; asterisks stand for what is private.

    \b
    Example:  ivr filed export leisure/places --output places.csv
    """
    installation = opened()
    zone = installation.shelf.zone()
    rows = FiledWork(installation.filed).rows(_known(installation, table))
    written = write_csv(output, _evened(_shown(row, zone) for row in rows))
    if not written:
        raise RecordMissing(f"nothing is entered in {table}; see: ivr filed list")
    click.echo(f"{written} rows written to {output}.")


def _known(installation: Installation, table: str) -> str:
    """The table, where callers fill one of that name, or did, or none is named. Raises RecordMissing."""
    filled = {name for name, shape in installation.shelf.current().tables.items() if shape.filed}
    if not table or table in filled:
        return table
    filled |= FiledWork(installation.filed).tables()
    if table not in filled:
        raise RecordMissing(f"callers fill no table {table}; they fill: {', '.join(sorted(filled)) or 'none'}")
    return table


def _shown(row: FiledRow, zone: ZoneInfo) -> dict[str, object]:
    every = {"entry": row.entry, "table": row.table, "filed": local(row.filed_at, zone)}
    withdrawn = {"withdrawn": local(row.withdrawn_at, zone)} if row.withdrawn_at else {}
    return {**every, **row.cells, **withdrawn}


def _evened(rows: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Rows of whichever tables and editions under the same headings, `withdrawn` last where one was taken back."""
    every = list(rows)
    names = sorted(dict.fromkeys(name for row in every for name in row), key="withdrawn".__eq__)
    return [{**dict.fromkeys(names, ""), **row} for row in every]
