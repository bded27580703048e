"""`ivr check` and `ivr explain`: what is wrong with a site, and the longer story of a rule."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path

import click

from ivr.authoring.checking.paths import PathFindings, check_paths
from ivr.authoring.checking.report import report_github, report_json, report_text
from ivr.authoring.problems import Problem
from ivr.authoring.rules import explain as explain_rule
from ivr.authoring.tables.queries import NoAddresses, Queries
from ivr.authoring.walking.proving import proof
from ivr.carrier.carriers import CARRIERS
from ivr.cli.group import uncollected
from ivr.settings import CarrierName, load_carrier_name, load_databases, load_folders
from ivr.translation import ENGLISH, said

FORMS = ("text", "json", "github")
LAST_GOOD = said("The hotline keeps its last good edition ({when}) until the errors are gone.")
LOCALES = {"en": ENGLISH, "zh-HK": "zh_Hant_HK", "zh-CN": "zh_Hans_CN"}
in_language = click.option(
    "--lang",
    type=click.Choice(tuple(LOCALES)),
    default="en",
    callback=lambda _context, _option, lang: LOCALES[lang],
    help="The language in which it is told.",
)


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--strict", is_flag=True, help="Warnings count as problems too.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="How problems are printed.")
@in_language
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which reviews may be overdue; today unless given.",
)
@click.option(
    "--carrier", type=click.Choice(tuple(CARRIERS)), help="The carrier of its calls; IVR_CARRIER unless given."
)
def check(
    paths: tuple[Path, ...], strict: bool, form: str, lang: str, today: datetime | None, carrier: CarrierName | None
) -> None:
    """Check flows.yaml, the menus and the phrases of the site in PATH (IVR_SITE, or here, unless given).

    What passes is what the server will serve; nothing else will be. PATH may be a site's folder, files of a site (only
    their problems are shown), or menus without a site, such as a department's own repository: then whatever they
    mention elsewhere is taken to exist. The queries of a department's own database are tried where IVR_DATABASE_<NAME>
    gives its address. What the site asks for and its carrier cannot do is told of too.

    \b
    Example:  ivr check
              ivr check --lang zh-HK
              ivr check menus/transport/menu.yaml
              ivr check ~/menus --format github
              ivr check --carrier somleng
    """
    day = today.date() if today else datetime.now(UTC)
    can = CARRIERS[carrier or load_carrier_name()].can
    with uncollected():
        looked = tuple(check_paths(paths or (Path(relpath(load_folders().site)),), day, _queries(), can))
        problems = tuple(problem for each in looked for problem in each.checked.problems)
        click.echo(_told(looked, problems, form, lang))
    levels = {problem.level for problem in problems} - {"accepted"}
    sys.exit(1 if "error" in levels or (strict and levels) else 0)


def _queries() -> Queries:
    """The departments' own databases; nobody without an address waits for what speaks to them to be loaded."""
    addresses = load_databases()
    if not addresses:
        return NoAddresses()
    from ivr.storage.tables.own_databases import OwnDatabases

    return OwnDatabases(addresses)


def _told(looked: Iterable[PathFindings], problems: Iterable[Problem], form: str, lang: str) -> str:
    if form == "json":
        return report_json(problems, lang)
    if form == "github":
        return report_github(problems, lang)
    return "\n".join(_report(each, lang) for each in looked)


def _report(looked: PathFindings, lang: str) -> str:
    checked = looked.checked
    proven = (proof(checked.edition),) if checked.edition else ()
    remarks = (*looked.remarks, *_last_good(looked), *proven)
    return report_text(checked.problems, checked.counts, checked.files, lang, remarks)


def _last_good(looked: PathFindings) -> tuple[str, ...]:
    """What callers meet meanwhile, where this is the site that is served from here."""
    folders = load_folders()
    if looked.checked.edition or looked.site != folders.site.resolve():
        return ()
    editions = folders.state / "editions"
    try:
        kept = (editions / f"{(editions / 'current').read_text().strip()}.json").stat().st_mtime
    except OSError:
        return ()
    return (said(LAST_GOOD, when=datetime.fromtimestamp(kept).astimezone().strftime("%Y-%m-%d %H:%M")),)


@click.command()
@click.argument("rule")
@in_language
def explain(rule: str, lang: str) -> None:
    """Tell the longer story of a RULE that `ivr check` names in brackets.

    \b
    Example:  ivr explain unknown-destination
              ivr explain unknown-destination --lang zh-HK
    """
    try:
        click.echo(explain_rule(rule, lang))
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
