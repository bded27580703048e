"""Every row of the tables of a site, read as it would be loaded and not kept."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.tables.keyed import columns_kept, keyed_in
from ivr.authoring.tables.reading import TableFile, declares, missing_columns
from ivr.authoring.tables.records import header_of
from ivr.authoring.tables.spreadsheets import NotCsv
from ivr.engine.edition import TableShape


class RowsRead(NamedTuple):
    """How many rows were read, and what is wrong with them."""

    rows: int
    problems: tuple[Problem, ...]


def read_rows(site: Site, tables: Mapping[str, Path]) -> RowsRead:
    """Read the CSV files in `tables`, given by their path in the site, as far as menus declare them.

    A file that is missing, cannot be read or lacks a column is left to the rule about that.
    """
    read = tuple(file.read_through() for file in _files(site, tables))
    problems = tuple(problem for file in read for problem in (*file.mistakes, *file.doubts))
    return RowsRead(sum(file.read for file in read), problems)


def _files(site: Site, tables: Mapping[str, Path]) -> Iterator[TableFile]:
    nodes = {placed.name: placed.node for placed in site.nodes}
    kept = columns_kept(nodes.values())
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            file = f"menus/{department.name}/{table.file}"
            beginning = (site.files.headers or {}).get(file)
            shape = table.shape(f"{department.name}/{name}", site.home)
            if file in tables and beginning is not None and _has_all(shape, site.languages, beginning):
                keyed = keyed_in(shape.name, nodes)
                yield TableFile(tables[file], shape, site.languages, file, keyed, kept.get(shape.name, ()))


def _has_all(shape: TableShape, languages: Iterable[str], beginning: bytes) -> bool:
    """Whether a file that begins so has every column that the table declares."""
    try:
        header = header_of(beginning, partial(declares, shape))
    except NotCsv:
        return False
    return not [*missing_columns(shape, tuple(languages), header)]
