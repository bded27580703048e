"""A CSV file that is missing, or lacks a column that the menu declares.

A column with the format `text in languages` is one column a language: `status.yue`, `status.en`.

FAIL `columns: {number: digits}` and a file that begins `nr,due`
PASS a file that begins `number,due`
"""

import csv
from collections.abc import Iterator

from ivr.authoring.grammar import IN_LANGUAGES
from ivr.authoring.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import DepartmentFiles, Site

ID = "table-header"


def check(site: Site) -> Iterator[Problem]:
    """The first line of every CSV file, where the folder is at hand."""
    headers = site.files.headers
    if headers is None:
        return
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            if table.file:
                header = headers.get(f"menus/{department.name}/{table.file}")
                yield from _in_table(site, department, name, table, header)


def _in_table(
    site: Site, department: DepartmentFiles, name: str, table: TableSettings, header: bytes | None
) -> Iterator[Problem]:
    path = ("tables", name, "file")
    if header is None:
        hint = said("It belongs in {folder}.", folder=f"menus/{department.name}/")
        yield department.document.problem(path, ID, said('there is no file "{file}".', file=table.file), hint)
        return
    written = [column.strip() for column in next(csv.reader([header.decode("utf-8-sig", "replace")]), [])]
    for column, form in table.columns.items():
        wanted = [f"{column}.{code}" for code in site.languages] if form == IN_LANGUAGES else [column]
        for each in (each for each in wanted if each not in written):
            message = said('"{file}" has no column "{column}".', file=table.file, column=each)
            yield department.document.problem(
                ("tables", name, "columns", column), ID, message, did_you_mean(each, written), name=True
            )
