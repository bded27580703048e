"""`ivr import`: menus of other systems, and plain tables, as a department's menu.yaml."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from ivr.authoring.gathering import gather
from ivr.authoring.grammar import NAME, NAME_HINT
from ivr.authoring.importing import Imported, Wishes, import_freeswitch, import_studio, import_table
from ivr.authoring.importing.draft import CHANGED
from ivr.authoring.loading import check_site
from ivr.authoring.lone_menus import check_alone
from ivr.authoring.problems import Problem
from ivr.authoring.report import headline, report_json
from ivr.authoring.site_files import read_folder
from ivr.cli.opening import format_option
from ivr.errors import ImportRefused
from ivr.settings import load_folders

LARGEST = 5_000_000  # bytes; each format has its own bound below this
Command = Callable[..., Any]
Importer = Callable[[bytes, Wishes], Imported]


@click.group(name="import")
def import_command() -> None:
    """Turn the menus of another system, or a plain table, into a department's menu.yaml."""


def _options(command: Command) -> Command:
    """The options of every format."""
    for decorate in (
        click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True)),
        click.option("--department", required=True, help="The department's name, such as drainage."),
        click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Its folder: menus/NAME."),
        click.option("--language", default="en", show_default=True, help="The language of the texts."),
        click.option("--title", default="", help="What callers hear the department called."),
        click.option("--owner", default="", help="Who keeps the menu true."),
        click.option("--review", default="", help="When it must be read again, such as 2027-04-01."),
        click.option("--force", is_flag=True, help="Write over a menu.yaml that is there already."),
        format_option,
    ):
        command = decorate(command)
    return command


@import_command.command()
@_options
def studio(file: Path, **given: Any) -> None:
    """Import a Twilio Studio flow, exported as JSON.

    \b
    Example:  ivr import studio flow.json --department drainage --owner "Drains Branch" --review 2027-04-01
    """
    _import(import_studio, file, **given)


@import_command.command()
@_options
@click.option("--start", default="", help="The menu callers come to first, when the file has several lines.")
def freeswitch(file: Path, **given: Any) -> None:
    """Import the menus of a FreeSWITCH ivr.conf.xml.

    \b
    Example:  ivr import freeswitch ivr.conf.xml --department drainage --language en
    """
    _import(import_freeswitch, file, **given)


@import_command.command()
@_options
def table(file: Path, **given: Any) -> None:
    """Import a sheet (CSV or XLSX) with the columns level, key, label, text.

    Several languages have a column each: label.yue, label.en, text.yue, text.en.

    \b
    Example:  ivr import table chart.xlsx --department drainage --language yue
    """
    _import(import_table, file, **given)


def _import(
    importer: Importer, file: Path, department: str, output: Path | None, force: bool, form: str, **wishes: str
) -> None:
    if not NAME.fullmatch(department):
        raise click.UsageError(f'"{department}" is not a name. {NAME_HINT}')
    folder = output or load_folders().site / "menus" / department
    menu = folder / "menu.yaml"
    if menu.exists() and not force:
        raise ImportRefused(f"{menu} is there already; import into another folder, or write over it with --force")
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    country = gather(read_folder(load_folders().site))[0].home.country
    imported = importer(content, Wishes(file.name, department, country=country, **wishes))
    folder.mkdir(parents=True, exist_ok=True)
    menu.write_text(imported.menu, "utf-8")
    found = _checked(menu)
    (_print_json if form == "json" else _print_text)(menu, imported, found)
    wanting = [problem for problem in imported.problems if problem.rule != CHANGED]
    sys.exit(1 if wanting or any(problem.level == "error" for problem in found) else 0)


def _checked(menu: Path) -> tuple[Problem, ...]:
    """What `ivr check` says of the new menu: in its site where it lies in one, otherwise by itself."""
    menus = menu.resolve().parent.parent
    site, name = menus.parent, f"menus/{menu.resolve().parent.name}/menu.yaml"
    if (site / "flows.yaml").exists() and menus.name == "menus":
        return tuple(problem for problem in check_site(site).problems if problem.file == name)
    return check_alone({str(menu): menu.read_bytes()}, {}).problems


def _print_text(menu: Path, imported: Imported, found: tuple[Problem, ...]) -> None:
    _print_problems(imported.problems)
    click.echo(f"Written to {menu}.\n")
    click.echo("Add to flows.yaml:\n")
    click.echo("".join(f"    {line}\n" for line in imported.flows.splitlines()))
    if not found:
        click.echo("ivr check finds nothing wrong with it.")
        return
    click.echo("ivr check says:")
    _print_problems(found)


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(headline(problem))
        for hint in problem.hint.splitlines():
            click.echo(f"       = {hint}")


def _print_json(menu: Path, imported: Imported, found: tuple[Problem, ...]) -> None:
    told = {"menu": str(menu), "flows": imported.flows}
    lists = {"problems": json.loads(report_json(imported.problems)), "check": json.loads(report_json(found))}
    click.echo(json.dumps({**told, **lists}, ensure_ascii=False, indent=2))
