"""A CSV file that is missing, or lacks a column that the menu declares.

A column with the format `text in languages` is one column a language: `status.yue`, `status.en`.

FAIL `columns: {number: digits}` and a file that begins `nr,due`
PASS a file that begins `number,due`
"""

from collections.abc import Iterator
from functools import partial

from ivr.authoring.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.tables.reading import NAMES_FIRST, NOT_CSV, declares, missing_columns, none_named
from ivr.authoring.tables.records import header_of
from ivr.authoring.tables.spreadsheets import NotCsv

ID = "table-header"


def check(site: Site) -> Iterator[Problem]:
    """The first line of every CSV file, where the folder is at hand."""
    headers = site.files.headers
    if headers is None:
        return
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            if table.file:
                yield from _in_table(site, department, name, table)


def _in_table(site: Site, department: DepartmentFiles, name: str, table: TableSettings) -> Iterator[Problem]:
    path, file = ("tables", name, "file"), f"menus/{department.name}/{table.file}"
    beginning = (site.files.headers or {}).get(file)
    if any(each.file == file for each in site.files.unreadable):
        return
    if beginning is None:
        hint = said("It belongs in {folder}.", folder=f"menus/{department.name}/")
        yield department.document.problem(path, ID, said('there is no file "{file}".', file=table.file), hint)
        return
    shape = table.shape(name, site.home)
    try:
        written = header_of(beginning, partial(declares, shape))
    except NotCsv as error:
        yield Problem(file, error.line, 1, 2, NOT_CSV, error.why, error.hint)
        return
    if not any(declares(shape, column) for column in written):
        yield Problem(file, 1, 1, 2, ID, none_named(shape, site.languages), NAMES_FIRST)
        return
    for column in missing_columns(shape, site.languages, written):
        message = said('"{file}" has no column "{column}".', file=table.file, column=column)
        place = ("tables", name, "columns", column.partition(".")[0])
        yield department.document.problem(place, ID, message, did_you_mean(column, written), name=True)
