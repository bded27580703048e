"""`ivr upgrade`: bring a site's files to the version of the format that this system reads."""

import difflib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ivr.authoring.checking.report import headline
from ivr.authoring.grammar import VERSION
from ivr.authoring.problems import Problem
from ivr.authoring.upgrading import Upgraded, site_texts, upgrade
from ivr.settings import load_folders
from ivr.storage.disk.files import rewrite_whole


@click.command(name="upgrade")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
def upgrade_command(path: Path | None, dry_run: bool) -> None:
    """Rewrite the files of the site in PATH (IVR_SITE, or here, unless given), or one file, for the format read now.

    Comments, order, quotes and blank lines stay. When one file cannot be upgraded, none is written.

    \b
    Example:  ivr upgrade --dry-run
              ivr upgrade ~/menus
    """
    path = path or load_folders().site
    result = upgrade(site_texts(path))
    if result.problems:
        _refuse(result.problems)
    for each in result.files:
        if dry_run:
            click.echo("".join(_difference(each)), nl=False)
        else:
            rewrite_whole(path if path.is_file() else path / each.file, each.after)
            click.echo(f"{each.file}: version {each.version} to {VERSION}")
    verb = "would be rewritten" if dry_run else "rewritten"
    click.echo(_counted(len(result.files), verb) if result.files else f"Every file is of version {VERSION} already.")


def _refuse(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(headline(problem))
        for hint in problem.hint.splitlines():
            click.echo(f"       = {hint}")
    click.echo("Nothing was changed.")
    sys.exit(1)


def _counted(count: int, verb: str) -> str:
    return f"{count} file{'' if count == 1 else 's'} {verb}."


def _difference(each: Upgraded) -> Iterator[str]:
    before, after = (text.decode("utf-8-sig").splitlines() for text in (each.before, each.after))
    lines = difflib.unified_diff(before, after, each.file, f"{each.file} (version {VERSION})", lineterm="")
    yield from (f"{line}\n" for line in lines)
