"""Rules about tables, their columns and the first lines of their files."""

from collections.abc import Iterator, Mapping
from functools import partial

from ivr.authoring.grammar import in_languages
from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.tables.reading import NAMES_FIRST, NOT_CSV, declares, missing_columns, none_named
from ivr.authoring.tables.records import header_of
from ivr.authoring.tables.spreadsheets import NotCsv
from ivr.authoring.yaml.marks import Path
from ivr.engine.filing import OF_EVERY_ROW
from ivr.engine.node import Enquiry, Filed
from ivr.translation import said
from ivr.words import Format, named

DECLARE = said("Declare it under `tables`, with its file and its columns.")


@rule()
def unknown_table(site: Site) -> Iterator[Problem]:
    """A table that the department's menu does not declare under `tables`.

    FAIL `from: aplications`
    PASS `from: applications`
    """
    for placed in site.nodes:
        for path, name in placed.mentions("table"):
            department, _, short = name.partition("/")
            found = site.departments.get(department)
            if found and found.menu is None:
                continue
            tables = found.document.at(("tables",)) if found else None
            known = tuple(tables) if isinstance(tables, dict) else ()
            if short not in known:
                hint = did_you_mean(short, known) or DECLARE
                yield placed.document.problem(
                    path, "unknown-table", said('no table is called "{name}".', name=short), hint
                )


def table_of(site: Site, enquiry: Enquiry | Filed) -> TableSettings | None:
    """The table that an enquiry looks in or a row is filed into; None when there is none, or its file is unreadable."""
    department, _, short = enquiry.table.partition("/")
    found = site.departments.get(department)
    return found.menu.tables.get(short) if found and found.menu else None


def columns_written(site: Site, enquiry: Enquiry) -> tuple[str, ...]:
    """The columns of an enquiry's table as they are written, those with slips among them, and what every row has."""
    department, _, short = enquiry.table.partition("/")
    found = site.departments.get(department)
    columns = found.document.at(("tables", short, "columns")) if found else None
    table = table_of(site, enquiry)
    of_every_row = tuple(OF_EVERY_ROW) if table and table.rows else ()
    return (*columns, *of_every_row) if isinstance(columns, dict) else ()


@rule()
def unknown_column(site: Site) -> Iterator[Problem]:
    """A column that the table, or the query that it comes from, does not have.

    A column written in several languages can be said and kept, but neither matched nor decided by.

    FAIL `match: {nummer: application}`
    PASS `match: {number: application}`
    """
    for placed in site.nodes:
        enquiry = placed.node.enquiry
        if enquiry and (table := table_of(site, enquiry)):
            yield from _matched_columns(site, placed, enquiry, table)


def kept_at(enquiry: Enquiry, field: str) -> Path:
    """The setting of an enquiry that says that a field is kept of a row."""
    return ("several", "choose", "keep") if field in enquiry.chosen else ("found", "keep")


def _matched_columns(site: Site, placed: PlacedNode, enquiry: Enquiry, table: TableSettings) -> Iterator[Problem]:
    columns = dict.fromkeys((*enquiry.match, *(bound.column for bound in enquiry.bounds)))
    matched = [(("match", column), column, True) for column in columns]
    kept = [(kept_at(enquiry, name), column, False) for name, column in enquiry.keeps.items()]
    deciding = [(("found", "on"), enquiry.decides.on, False)] if enquiry.decides else []
    order = [((enquiry.first_of.setting,), enquiry.first_of.column, False)] if enquiry.first_of else []
    for setting, column, name in (*matched, *kept, *deciding, *order):
        path = (*placed.path, *setting)
        if column not in columns_written(site, enquiry):
            hint = did_you_mean(column, table.columns) or said("It has {known}.", known=one_of(table.columns))
            message = said('this table has no column "{column}".', column=column)
            yield placed.document.problem(path, "unknown-column", message, hint, name=name)
        elif in_languages(table.format_of(column)) and (name or setting == ("found", "on")):
            if name:
                message = said('"{column}" is written in several languages and cannot be matched.', column=column)
                hint = said("Match a column that has one text.")
            else:
                message = said('"{column}" is written in several languages and cannot decide.', column=column)
                hint = said("Decide by a column that has one text.")
            yield placed.document.problem(path, "unknown-column", message, hint, name=name)


@rule()
def table_header(site: Site) -> Iterator[Problem]:
    """A CSV file that is missing, or lacks a column that the menu declares.

    A column with the format `text in languages` is one column a language: `status.yue`, `status.en`.

    FAIL `columns: {number: digits}` and a file that begins `nr,due`
    PASS a file that begins `number,due`
    """
    headers = site.files.headers
    if headers is None:
        return
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            if table.file:
                yield from _header_problems(site, department, name, table)


def _header_problems(site: Site, department: DepartmentFiles, name: str, table: TableSettings) -> Iterator[Problem]:
    path, file = ("tables", name, "file"), f"menus/{department.name}/{table.file}"
    beginning = (site.files.headers or {}).get(file)
    if any(each.file == file for each in site.files.unreadable):
        return
    if beginning is None:
        hint = said("It belongs in {folder}.", folder=f"menus/{department.name}/")
        yield department.document.problem(
            path, "table-header", said('there is no file "{file}".', file=table.file), hint
        )
        return
    shape = table.shape(name, site.home)
    try:
        written = header_of(beginning, partial(declares, shape))
    except NotCsv as error:
        yield Problem(file, error.line, 1, 2, NOT_CSV, error.why, error.hint)
        return
    if not any(declares(shape, column) for column in written):
        yield Problem(file, 1, 1, 2, "table-header", none_named(shape, site.languages), NAMES_FIRST)
        return
    for column in missing_columns(shape, site.languages, written):
        message = said('"{file}" has no column "{column}".', file=table.file, column=column)
        place = ("tables", name, "columns", column.partition(".")[0])
        yield department.document.problem(place, "table-header", message, did_you_mean(column, written), name=True)


@rule()
def filed_badly(site: Site) -> Iterator[Problem]:
    """A row that cannot be filed as it is written, or a table that is used for what it is not.

    Callers fill tables of `rows: filed`, and databases by a `statement`; enquiries look in all others and in tables of
    `rows: filed`. Each column gets one field, of the column's format unless that is a text, and no secret.

    FAIL `into: applications` where that is a CSV file; `file: {week: number}` where `week` is a date
    PASS `into: claims` where that has `rows: filed`; `file: {week: week}` where both are dates
    """
    formats = formats_kept(site)
    for placed in site.nodes:
        enquiry, filed = placed.node.enquiry, placed.node.files
        looked_in = table_of(site, enquiry) if enquiry else None
        if enquiry and looked_in and looked_in.statement:
            message = said('"{table}" is a statement, in which nothing can be looked up.', table=_short(enquiry.table))
            yield placed.document.problem((*placed.path, "from"), "filed-badly", message, DECLARE)
        table = table_of(site, filed) if filed else None
        if filed and table:
            yield from _filed(site, placed, filed, table, formats)


def _filed(
    site: Site, placed: PlacedNode, filed: Filed, table: TableSettings, formats: Mapping[str, Format]
) -> Iterator[Problem]:
    if not table.filled:
        message = said('"{table}" is not filled by callers.', table=_short(filed.table))
        hint = said("Write `rows: filed` there instead of where its rows come from, or a `statement` of a `database`.")
        yield placed.document.problem((*placed.path, "into"), "filed-badly", message, hint)
        return
    shape = table.shape(filed.table, site.home)
    for column in table.columns.keys() - filed.values.keys():
        message = said('nothing is filed in the column "{column}".', column=column)
        hint = said("Every column gets a field; `ask` for it before, or leave the column out of the table.")
        yield placed.document.problem((*placed.path, "file"), "filed-badly", message, hint)
    for column, name in filed.values.items():
        path = (*placed.path, "file", column)
        if column not in table.columns:
            message = said('this table has no column "{column}".', column=column)
            yield placed.document.problem(
                path, "unknown-column", message, did_you_mean(column, table.columns), name=True
            )
            continue
        kept_as, form = formats.get(f"{placed.department}/{name}"), shape.columns[column]
        if kept_as and named(form) != "text" and named(form) != named(kept_as):
            message = said('"{field}" is {now}, and the column is {form}.', field=name, now=kept_as, form=form)
            yield placed.document.problem(path, "filed-badly", message)
        if any(name in each.node.secrets for each in site.nodes if each.department == placed.department):
            message = said('"{field}" is secret and kept nowhere.', field=name)
            yield placed.document.problem(path, "filed-badly", message)


def formats_kept(site: Site) -> Mapping[str, Format]:
    """The format of each field that is asked for or kept of a row ("department/field")."""
    return {f"{placed.department}/{name}": form for placed in site.nodes for name, form, _ in kept_as(site, placed)}


def kept_as(site: Site, placed: PlacedNode) -> Iterator[tuple[str, Format, Path]]:
    """The fields that a node asks for or keeps of a row, their formats, and the setting that says so."""
    yield from ((name, form, ("keep",)) for name, form in placed.node.fields_kept.items())
    table = table_of(site, placed.node.enquiry) if placed.node.enquiry else None
    if table and placed.node.enquiry:
        formats = table.shape("", site.home).columns
        for name, column in placed.node.enquiry.keeps.items():
            if column in formats:
                yield name, formats[column], kept_at(placed.node.enquiry, name)


def _short(table: str) -> str:
    return table.partition("/")[2]
