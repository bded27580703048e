"""What several commands begin with: the installation, and the shape of what they print."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from ivr.errors import IvrError
from ivr.translation import in_language

if TYPE_CHECKING:
    from ivr.app.installation import Installation

Command = Callable[..., Any]
WIDE = 400  # columns; the terminal wraps a line that is too long for it, and nothing is cut


def opened() -> "Installation":
    """The installation that the settings describe; logs only warnings, so that output stays output."""
    from ivr.app.installation import open_installation  # the database and all, which not every command needs
    from ivr.logs import set_up_logs
    from ivr.settings import load_settings

    set_up_logs("WARNING")
    return open_installation(load_settings())


@contextmanager
def told_in(lang: str) -> Iterator[None]:
    """What goes wrong within it is told in a language."""
    try:
        yield
    except IvrError as error:
        error.args = tuple(in_language(each, lang) if isinstance(each, str) else each for each in error.args)
        raise


def format_option(command: Command) -> Command:
    """The option `--format text|json` of every command that prints a list."""
    choice = click.Choice(["text", "json"])
    return click.option("--format", "form", type=choice, default="text", help="text for people, json for programs.")(
        command
    )


def moment_option(name: str, help_text: str) -> Callable[[Command], Command]:
    """An option that takes a time by the site's clock: a date, or a date and a time."""
    return click.option(name, type=click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]), help=help_text)


def in_zone(moment: datetime | None, zone: ZoneInfo | str) -> datetime | None:
    """A time that was typed without a zone, in the site's."""
    return moment.replace(tzinfo=ZoneInfo(str(zone))) if moment else None


def local(moment: datetime | None, zone: ZoneInfo | str) -> str:
    """A time as people in the zone read it, empty for none."""
    return moment.astimezone(ZoneInfo(str(zone))).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def in_one_language(texts: Mapping[str, str]) -> str:
    """A text by callers' language in English, else in any that it has; empty for none."""
    return texts.get("en") or next(iter(texts.values()), "")


def print_rows(rows: Sequence[Mapping[str, object]], form: str, empty: str) -> None:
    """A table for people (`empty` says that there is none), or a JSON list for programs."""
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        click.echo(empty)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        table.add_column(name, no_wrap=True)
    for row in rows:
        table.add_row(*(str(value) if value is not None else "" for value in row.values()))
    Console(width=WIDE).print(table)


def write_csv(path: str, rows: Iterable[Mapping[str, object]]) -> int:
    """Write rows as CSV that no spreadsheet runs as formulas and every one shows in Chinese; how many.

    They tell of callers: nobody else may read a file that is made.
    """
    from defusedcsv import csv

    from ivr.storage.disk.files import privately

    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="", opener=privately) as file:
        writer = csv.writer(file)
        for count, row in enumerate(rows, start=1):
            if count == 1:
                writer.writerow(row)
            writer.writerow([str(value) for value in row.values()])
    return count


def print_json(value: object) -> None:
    """One value as JSON, records as objects."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, default=str))


def plain(value: object) -> object:
    """A value as JSON has it: records as objects, whatever else has parts as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return value
