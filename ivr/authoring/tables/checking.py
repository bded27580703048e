"""Every row of the tables of a site, read as it would be loaded and not kept."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.tables.reading import TableFile, missing_columns
from ivr.authoring.tables.records import header_of


class RowsRead(NamedTuple):
    """How many rows were read, and what is wrong with them."""

    rows: int
    problems: tuple[Problem, ...]


def read_rows(site: Site, tables: Mapping[str, Path]) -> RowsRead:
    """Read the CSV files in `tables`, given by their path in the site, as far as menus declare them.

    A file that is missing or lacks a column is left to the rule about that.
    """
    read = tuple(file.read_through() for file in _files(site, tables))
    problems = tuple(problem for file in read for problem in (*file.mistakes, *file.doubts))
    return RowsRead(sum(file.read for file in read), problems)


def _files(site: Site, tables: Mapping[str, Path]) -> Iterator[TableFile]:
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            file = f"menus/{department.name}/{table.file}"
            header = (site.files.headers or {}).get(file)
            shape = table.shape(f"{department.name}/{name}")
            if file in tables and header and not [*missing_columns(shape, site.languages, header_of(header))]:
                yield TableFile(tables[file], shape, site.languages, file)
