"""A CSV file that is missing, or lacks a column that the menu declares.

A column with the format `text in languages` is one column a language: `status.yue`, `status.en`.

FAIL `columns: {number: digits}` and a file that begins `nr,due`
PASS a file that begins `number,due`
"""

from collections.abc import Iterator

from ivr.authoring.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.tables.reading import missing_columns
from ivr.authoring.tables.records import header_of

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
    written = header_of(header)
    for column in missing_columns(table.shape(name), site.languages, written):
        message = said('"{file}" has no column "{column}".', file=table.file, column=column)
        place = ("tables", name, "columns", column.partition(".")[0])
        yield department.document.problem(place, ID, message, did_you_mean(column, written), name=True)
