"""The rule about rows that callers enter: where they go, and which fields their columns get."""

from collections.abc import Iterator

from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Level, Problem, did_you_mean
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import DECLARE, formats_known, left_empty, noted_in, table_of
from ivr.authoring.rules.values import never_held
from ivr.authoring.site import PlacedNode, Site
from ivr.engine.node_facts import Filed
from ivr.translation import said
from ivr.words import Format, may_be_empty, named, or_empty
from ivr.words.formats import own_of


@rule()
def filed_badly(site: Site) -> Iterator[Problem]:
    """A row that cannot be filed as it is written, or a table that is used for what it is not.

    Callers fill tables of `rows: filed`, and databases by a `statement`; enquiries look in all others and in tables of
    `rows: filed`. Each column gets one field, of the column's format unless that is a text, and no secret. A
    field that may be empty, as the number of a caller may be, is for a column that may be empty too: nothing is filed of
    a row in which such a value is missing.

    FAIL `into: applications` where that is a CSV file; `file: {week: number}` where `week` is a date
    PASS `into: claims` where that has `rows: filed`; `file: {week: week}` where both are dates

    A column that may be empty may be left out of one `submit` where another one fills it; where none does, that is a
    warning.
    """
    for placed in site.nodes:
        enquiry, filed = placed.node.enquiry, placed.node.files
        looked_in = table_of(site, enquiry) if enquiry else None
        if enquiry and looked_in and looked_in.statement:
            message = said('"{table}" is a statement, in which nothing can be looked up.', table=_short(enquiry.table))
            yield placed.document.problem((*placed.path, "from"), "filed-badly", message, DECLARE)
        table = table_of(site, filed) if filed else None
        if filed and table:
            yield from _filed(site, placed, filed, table)
            yield from _values_filed(site, placed, filed, table)


def _filed(site: Site, placed: PlacedNode, filed: Filed, table: TableSettings) -> Iterator[Problem]:
    if not table.filled:
        message = said('"{table}" is not filled by callers.', table=_short(filed.table))
        hint = said("Write `rows: filed` there instead of where its rows come from, or a `statement` of a `database`.")
        yield placed.document.problem((*placed.path, "into"), "filed-badly", message, hint)
        return
    beside = site.departments[placed.department].nodes.values()
    elsewhere = {
        column
        for each in beside
        if (other := each.node.files) and other.table == filed.table
        for column in other.values
    }
    for column, form in table.formats.items():
        if column in filed.values or (may_be_empty(form) and column in elsewhere):
            continue
        message = said('nothing is filed in the column "{column}".', column=column)
        hint = said("Every column gets a field; `ask` for it before, or leave the column out of the table.")
        level: Level = "warning" if may_be_empty(form) else "error"
        yield placed.document.problem((*placed.path, "file"), "filed-badly", message, hint, level=level)
    for column in filed.values.keys() - table.columns.keys():
        message, hint = said('this table has no column "{column}".', column=column), did_you_mean(column, table.columns)
        yield placed.document.problem((*placed.path, "file", column), "unknown-column", message, hint, name=True)


def _values_filed(site: Site, placed: PlacedNode, filed: Filed, table: TableSettings) -> Iterator[Problem]:
    """What is wrong with the fields that the columns get."""
    formats, empty = formats_known(site, placed.department), left_empty(site, placed.department)
    beside = site.departments[placed.department].nodes.values()
    noted = noted_in(site, placed.department)
    for column, name in filed.values.items() if table.filled else ():
        path, form, now = (*placed.path, "file", column), table.formats.get(column), formats.get(name)
        if form and (never := never_held(site, placed.department, name, column, form)):
            yield placed.document.problem(path, "filed-badly", *never)
        elif form and now and not _fits(now, form) and not (now == "text" and name in noted):
            message = said('"{field}" is {now}, and the column is {form}.', field=name, now=now, form=form)
            yield placed.document.problem(path, "filed-badly", message)
        if form and name in empty and not may_be_empty(form):
            message = said('"{field}" may be empty, and the column "{column}" may not.', field=name, column=column)
            wanted = or_empty(form)
            hint = said("Write `{format}` for the column, or let a `switch` decide by the field before.", format=wanted)
            yield placed.document.problem(path, "filed-badly", message, hint, level="warning")
        if form and any(name in each.node.secrets for each in beside):
            message = said('"{field}" is secret and kept nowhere.', field=name)
            yield placed.document.problem(path, "filed-badly", message)


def _fits(value: Format, column: Format) -> bool:
    """Whether values of a format can be filed in a column: all can as a text, and a moment as its day or its time."""
    if named(value) != named(column):
        return named(column) == "text" or (named(value) == "moment" and named(column) in ("date", "time"))
    return named(column) == "text" or own_of(value) == own_of(column)


def _short(table: str) -> str:
    return table.partition("/")[2]
