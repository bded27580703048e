"""Rules about tables, their columns and the first lines of their files."""

from collections.abc import Iterator, Mapping
from functools import partial

from ivr.authoring.grammar import in_languages
from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.authoring.tables.reading import NAMES_FIRST, NOT_CSV, declares, missing_columns, none_named
from ivr.authoring.tables.records import header_of
from ivr.authoring.tables.spreadsheets import NotCsv
from ivr.authoring.yaml.marks import Path
from ivr.engine.case_table import CASES
from ivr.engine.filing import OF_EVERY_ROW
from ivr.engine.known import AS_OF
from ivr.engine.node_facts import Enquiry, Filed
from ivr.translation import NOTHING, said
from ivr.words import Format, may_be_empty

WITHHELD = frozenset({"caller"})
"""What is known unasked, and empty where callers withhold it."""
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
            known = (*tables, CASES) if isinstance(tables, dict) else (CASES,)
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
    if table and table.rows == CASES:
        return tuple(table.columns)
    of_every_row = tuple(OF_EVERY_ROW) if table and table.filed else ()
    return (*columns, *of_every_row) if isinstance(columns, dict) else ()


def columns_told(site: Site, enquiry: Enquiry) -> tuple[str, ...]:
    """Those of `columns_written` that texts may say, and calls keep and be decided by."""
    table = table_of(site, enquiry)
    only_found_by = set(table.columns).difference(table.told) if table else set()
    return tuple(column for column in columns_written(site, enquiry) if column not in only_found_by)


@rule()
def unknown_column(site: Site) -> Iterator[Problem]:
    """A column that the table, or the query that it comes from, does not have.

    A column written in several languages can be said and kept, but neither matched nor decided by. By the `caller` and
    the `last_digits` of a case it is found, and that is all.

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
        known = columns_written(site, enquiry) if name else columns_told(site, enquiry)
        if column not in known:
            hint = did_you_mean(column, known) or (said("It has {known}.", known=one_of(known)) if known else NOTHING)
            message = said('this table has no column "{column}".', column=column)
            yield placed.document.problem(path, "unknown-column", message, hint, name=name)
        elif in_languages(table.format_of(column)) and (name or _cannot_decide(table, setting, column)):
            if name:
                message = said('"{column}" is written in several languages and cannot be matched.', column=column)
                hint = said("Match a column that has one text.")
            else:
                message = said('"{column}" is written in several languages and cannot decide.', column=column)
                hint = said("Decide by a column that has one text.")
            yield placed.document.problem(path, "unknown-column", message, hint, name=name)


def tells_as_of(site: Site, enquiry: Enquiry, setting: Path) -> bool:
    """Whether a text of an enquiry, at a setting, may say as of when what it tells is, and no column is called so."""
    table = table_of(site, enquiry)
    if table is None or AS_OF in table.columns:
        return False
    if setting in enquiry.told_of_age:
        return bool(table.as_of or table.file)
    whole = any(setting[: len(path)] == path for path in enquiry.dated)
    return (
        bool(table.as_of or table.file) if setting in enquiry.rows else whole and bool(table.file and not table.as_of)
    )


def _cannot_decide(table: TableSettings, setting: Path, column: str) -> bool:
    return setting == ("found", "on") and not table.values_of(column)


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


def formats_known(site: Site, department: str) -> Mapping[str, Format]:
    """The format of each field of a department, and of what it knows without asking; a text where only choices note it."""
    found = site.departments[department]
    noted: dict[str, Format] = {name: "text" for placed in found.nodes.values() for name in fields_of(placed)}
    kept = {name: form for placed in found.nodes.values() for name, form, _ in kept_as(site, placed)}
    return {**unasked_in(found), **noted, **kept}


def noted_in(site: Site, department: str) -> frozenset[str]:
    """The fields of a department that choices note."""
    nodes = site.departments[department].nodes.values()
    return frozenset(name for placed in nodes for _, keeps in placed.groups("keeps") for name in keeps)


def left_empty(site: Site, department: str) -> frozenset[str]:
    """The fields that may be empty: of columns that may be, and the number of callers; none that something decides by."""
    nodes = site.departments[department].nodes.values()
    kept = {name: form for placed in nodes for name, form, _ in kept_as(site, placed)}
    withheld = WITHHELD - {name for placed in nodes for name in fields_of(placed)}
    decided = {placed.node.decision.on for placed in nodes if placed.node.decision}
    decided |= {name for placed in nodes if placed.node.enquiry for name in _decided_by(placed.node.enquiry)}
    return frozenset({name for name, form in kept.items() if may_be_empty(form)} | withheld) - decided


def _decided_by(enquiry: Enquiry) -> Iterator[str]:
    """The fields kept of the column by which an enquiry decides."""
    on = enquiry.decides.on if enquiry.decides else ""
    return (field for field, column in enquiry.keeps.items() if column == on)


def kept_as(site: Site, placed: PlacedNode) -> Iterator[tuple[str, Format, Path]]:
    """The fields that a node asks for or keeps of a row, their formats, and the setting that says so."""
    yield from ((name, form, ("keep",)) for name, form in placed.node.fields_kept.items())
    table = table_of(site, placed.node.enquiry) if placed.node.enquiry else None
    if table and placed.node.enquiry:
        formats = table.shape("", site.home).columns
        for name, column in placed.node.enquiry.keeps.items():
            if column in formats:
                yield name, formats[column], kept_at(placed.node.enquiry, name)
