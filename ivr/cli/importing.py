"""`ivr import`: menus of other systems, and plain tables, as a department's menu.yaml."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import click

from ivr.authoring.checking.loading import check_site
from ivr.authoring.checking.lone_menus import check_alone
from ivr.authoring.checking.report import headline, report_json
from ivr.authoring.grammar import NAME, NAME_HINT
from ivr.authoring.problems import Problem
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.cli.opening import format_option
from ivr.errors import ImportRefused
from ivr.importing import Imported, Wishes, import_freeswitch, import_studio, import_table
from ivr.importing.draft import CHANGED
from ivr.importing.file_kinds import file_kind
from ivr.settings import load_folders

LARGEST = 5_000_000  # bytes; each format has its own bound below this
NO_SITE = "no site is here, so no call was walked through this menu."
SITE_WRONG = "the site has errors, so no call was walked through this menu; see: ivr check"
NO_HOTLINE = "no hotline leads to this menu, so no call was walked through it."
THEN_CHECK = "Add what stands above to flows.yaml, then run ivr check: only then is this menu known to work."
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
@click.option(
    "--phrases",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of phrase macros, or a list of recordings such as phrase_en.xml; may be given again.",
)
def freeswitch(file: Path, phrases: tuple[Path, ...], **given: Any) -> None:
    """Import the menus of a FreeSWITCH ivr.conf.xml.

    \b
    Example:  ivr import freeswitch ivr.conf.xml --phrases demo-ivr.xml --department drainage --language en
    """
    words = {path.name: _read(path) for path in phrases}
    _import(lambda content, wishes: import_freeswitch(content, wishes, words), file, **given)


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
    content = _read(file)
    country = gather(read_folder(load_folders().site))[0].home.country
    imported = _imported(importer, content, Wishes(file.name, department, country=country, **wishes))
    folder.mkdir(parents=True, exist_ok=True)
    menu.write_text(imported.menu, "utf-8")
    verdict = _checked(menu)
    (_print_json if form == "json" else _print_text)(menu, imported, verdict)
    wanting = [problem for problem in imported.problems if problem.rule != CHANGED]
    sys.exit(1 if wanting or any(problem.level == "error" for problem in verdict.problems) else 0)


def _read(file: Path) -> bytes:
    """What is in a file, no more than is looked at."""
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _imported(importer: Importer, content: bytes, wishes: Wishes) -> Imported:
    """The menu in a file. Raises ImportRefused with what the file looks like, where that is known."""
    try:
        return importer(content, wishes)
    except ImportRefused as refused:
        if kind := file_kind(content):
            raise ImportRefused(f"{refused}\nThis looks like {kind.name}. {kind.advice}") from refused
        raise


class _Verdict(NamedTuple):
    """What `ivr check` says of the new menu, and why that is not all there is to say; `why` is empty when it is."""

    problems: tuple[Problem, ...]
    why: str = ""


def _checked(menu: Path) -> _Verdict:
    """The verdict on the new menu: in its site where it lies in one, otherwise by itself."""
    folder = menu.resolve().parent
    site, name = folder.parent.parent, f"menus/{folder.name}/menu.yaml"
    if not (site / "flows.yaml").exists() or folder.parent.name != "menus":
        return _Verdict(check_alone({str(menu): menu.read_bytes()}, {}).problems, NO_SITE)
    checked = check_site(site)
    found = tuple(problem for problem in checked.problems if problem.file == name)
    if checked.edition is None:
        return _Verdict(found, SITE_WRONG)
    led_to = {hotline.start.partition("/")[0] for hotline in checked.edition.hotlines.values()}
    return _Verdict(found, "" if folder.name in led_to else NO_HOTLINE)


def _print_text(menu: Path, imported: Imported, verdict: _Verdict) -> None:
    _print_problems(imported.problems)
    click.echo(f"Written to {menu}.\n")
    click.echo("Add to flows.yaml:\n")
    click.echo("".join(f"    {line}\n" for line in imported.flows.splitlines()))
    if verdict.problems:
        click.echo("ivr check says:")
        _print_problems(verdict.problems)
    if verdict.why:
        click.echo(f"Not tried: {verdict.why}\n{THEN_CHECK}")
    elif not verdict.problems:
        click.echo("ivr check finds nothing wrong with it, and walked every call through it.")


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(headline(problem))
        for hint in problem.hint.splitlines():
            click.echo(f"       = {hint}")


def _print_json(menu: Path, imported: Imported, verdict: _Verdict) -> None:
    told = {"menu": str(menu), "flows": imported.flows, "not_tried": verdict.why}
    lists = {
        "problems": json.loads(report_json(imported.problems)),
        "check": json.loads(report_json(verdict.problems)),
    }
    click.echo(json.dumps({**told, **lists}, ensure_ascii=False, indent=2))
