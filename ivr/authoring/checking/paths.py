"""What `ivr check` was asked to look at: whole sites, parts of one, or menus that stand alone."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ivr.authoring.checking.loading import Checked, check_site
from ivr.authoring.checking.lone_menus import NOT_CHECKED, check_alone
from ivr.authoring.problems import Problem
from ivr.authoring.site.files import BEGINNING, LARGEST_FILE, why_unreadable
from ivr.authoring.tables.queries import Queries
from ivr.authoring.yaml.plain_files import open_file
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.settings import database_variable
from ivr.translation import Sentence, said

FLOWS = "flows.yaml"
MENU = "menu.yaml"
UNTRIED = said("No address is set here for the database {database} ({name}), so nothing is looked up in it.")
SITE_ABOVE = 3  # folders between a file of a site and the site's own


class PathFindings(NamedTuple):
    """What was found in one place, with what is to be said about it; paths are as the reader would write them.

    `site` is the folder of the site, None for menus that stand alone.
    """

    checked: Checked
    site: Path | None
    remarks: tuple[str, ...]


def check_paths(
    paths: Iterable[Path],
    today: date | None = None,
    queries: Queries | None = None,
    carrier: Abilities = EVERYTHING,
) -> Iterator[PathFindings]:
    """Check each site that the paths lie in once, and all menus without a site together.

    A path inside a site shows the problems of that file or folder only. With `queries` given, those of departments' own
    databases are tried. Raises nothing for what is written there.
    """
    parts: dict[Path, list[Path]] = {}
    alone: list[Path] = []
    for path in paths:
        site = _site_of(path)
        if site:
            parts.setdefault(site, []).append(path.resolve())
        elif menus := _menus_in(path):
            alone += menus
        else:
            parts.setdefault(path.resolve() if path.is_dir() else path.resolve().parent, []).append(path.resolve())
    for site, asked in parts.items():
        checked = check_site(site, today, asked, queries, carrier)
        yield PathFindings(_as_typed(_only(checked, site, asked), site), site, tuple(map(untried, checked.untried)))
    if alone:
        yield PathFindings(_check_alone(tuple(dict.fromkeys(alone)), today, carrier), None, (NOT_CHECKED,))


def untried(database: str) -> Sentence:
    """What is said of a database of which nobody set an address."""
    return said(UNTRIED, database=database, name=database_variable(database))


def _site_of(path: Path) -> Path | None:
    """The folder of the site in which a path lies."""
    whole = path.resolve()
    for folder in (whole, *whole.parents)[: SITE_ABOVE + 1]:
        if (folder / FLOWS).exists():
            return folder
    return None


def _menus_in(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(
        found for found in path.rglob(MENU) if not any(part.startswith(".") for part in found.relative_to(path).parts)
    )


def _only(checked: Checked, site: Path, asked: list[Path]) -> Checked:
    if site in asked:
        return checked
    shown = tuple(each for each in checked.problems if any(_within(site / each.file, path) for path in asked))
    return replace(checked, problems=shown)


def _within(file: Path, asked: Path) -> bool:
    return file == asked or asked in file.parents


def _as_typed(checked: Checked, site: Path) -> Checked:
    """The paths of a site below this folder, as they are seen from here."""
    here = Path.cwd()
    if site == here or not site.is_relative_to(here):
        return checked
    before = PurePosixPath(site.relative_to(here).as_posix())
    problems = tuple(replace(each, file=str(before / each.file)) for each in checked.problems)
    menus = {str(before / path): content for path, content in checked.files.menus.items()}
    calls = {str(before / path): content for path, content in checked.files.calls.items()}
    return replace(checked, problems=problems, files=replace(checked.files, menus=menus, calls=calls))


def _check_alone(menus: tuple[Path, ...], today: date | None, carrier: Abilities) -> Checked:
    contents: dict[str, bytes] = {}
    tables: dict[str, bytes] = {}
    unreadable: list[Problem] = []
    for path in menus:
        try:
            contents[path.as_posix()] = _beginning(path, LARGEST_FILE)
            tables |= {table.as_posix(): _beginning(table, BEGINNING) for table in sorted(path.parent.glob("*.csv"))}
        except OSError as error:
            unreadable.append(why_unreadable(path.as_posix(), error))
    checked = check_alone(contents, tables, today, rows=True, carrier=carrier)
    return replace(checked, problems=(*unreadable, *checked.problems))


def _beginning(path: Path, most: int) -> bytes:
    with open_file(path) as opened:
        return opened.read(most)
