"""Rules about what can be compared: columns with fields, and the rows of a table with one another."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ivr.authoring.grammar import in_languages
from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import columns_told, formats_known, table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import secrets_of
from ivr.authoring.yaml.marks import Path
from ivr.engine.case_table import CASES
from ivr.engine.ports import Bound
from ivr.translation import NOTHING, Sentence, said
from ivr.words import Format, FormatName, named
from ivr.words.comparing import COMPARED_WITH, may_be_equal
from ivr.words.formats import own_of

IN_AN_ORDER = said("Numbers, amounts, percentages, dates, times and moments have an order.")
Fault = tuple[Sentence, Sentence]
"""What is wrong, and what to do."""


@rule()
def bad_comparison(site: Site) -> Iterator[Problem]:
    """A comparison that has no meaning.

    `at least`, `at most`, `latest` and `earliest` are for numbers, amounts, percentages, dates, times and moments, each
    compared with its like. What is secret is only ever equal. A table with a `query` compares in its query, where what is
    known without asking stands as `:today`. How old rows are (`stale`) tells their file, or the table's `as_of` column.
    What a column must equal is of its kind too: digits that callers key are never a date or a telephone number.

    FAIL `match: {status: {at most: today}}` where `status` is a text
    PASS `match: {starts: {at most: today}}` where `starts` is a date
    """
    secrets = {(placed.department, field) for placed, field in secrets_of(site)}
    formats = {name: formats_known(site, name) for name in site.departments}
    for placed in site.nodes:
        enquiry = placed.node.enquiry
        table = table_of(site, enquiry) if enquiry else None
        if enquiry is None or table is None:
            continue
        if enquiry.fresh_for and (fault := _fault_of_age(table, enquiry.fresh_for)):
            yield placed.document.problem((*placed.path, "stale", "after"), "bad-comparison", *fault)
        if enquiry.first_of:
            yield from _order(site, placed, table, (*placed.path, enquiry.first_of.setting), enquiry.first_of.column)
        yield from _equals(placed, table, formats[placed.department])
        for bound in enquiry.bounds:
            secret = (placed.department, bound.wanted) in secrets
            fault = SECRET if secret else _fault(table, bound, formats[placed.department])
            if fault:
                path = (*placed.path, "match", bound.column, bound.how)
                yield placed.document.problem(path, "bad-comparison", *fault)


SECRET: Fault = (
    said("what is secret is not compared, only equal: by comparing it could be found out."),
    said("Write the name of the field alone."),
)


def _fault_of_age(table: TableSettings, longest: timedelta) -> Fault | None:
    """What is wrong with asking how old the rows of a table are."""
    if not (table.as_of or table.file):
        hint = said("Name a column of days or moments at the table, with `as_of`.")
        return said("nothing tells how old the rows of this table are."), hint
    if table.as_of and table.format_of(table.as_of) == "date" and longest % timedelta(days=1):
        message = said('"{column}" tells days, not hours.', column=table.as_of)
        return message, said("Write `after` in days or weeks, such as 2 days.")
    return None


def _order(site: Site, placed: PlacedNode, table: TableSettings, path: Path, column: str) -> Iterator[Problem]:
    enquiry = placed.node.enquiry
    if column not in table.columns or (enquiry and column not in columns_told(site, enquiry)):
        return  # it is an unknown column, or one with a mistake of its own
    if not _fitting(table, column):
        message = said(
            '"{column}" has the format {format}, which has no order.', column=column, format=table.format_of(column)
        )
        yield placed.document.problem(path, "bad-comparison", message, IN_AN_ORDER)


def _fitting(table: TableSettings, column: str) -> frozenset[FormatName]:
    """The formats that a column can be compared with; none where it has no order, as a text in languages has none."""
    form = None if in_languages(table.format_of(column)) else named(table.formats[column])
    return COMPARED_WITH.get(form, frozenset()) if form else frozenset()


def _equals(placed: PlacedNode, table: TableSettings, formats: Mapping[str, Format]) -> Iterator[Problem]:
    for column, name in placed.node.enquiry.match.items() if placed.node.enquiry else ():
        if fault := _never_equal(table, column, formats.get(name), name):
            yield placed.document.problem((*placed.path, "match", column), "bad-comparison", *fault, level="warning")


def _never_equal(table: TableSettings, column: str, value: Format | None, field: str) -> Fault | None:
    """What is wrong with matching a column with a field that can never be the same."""
    written = table.format_of(column)  # a query compares by itself, and of cases another rule tells
    if not value or not written or in_languages(written) or table.query or table.rows == CASES:
        return None
    if may_be_equal(value, table.formats[column]):
        return None
    message = said(
        '"{column}" has the format {format} and is never the same as "{field}", which has {other}.',
        column=column,
        format=written,
        field=field,
        other=value,
    )
    return message, said("Ask for what the column has: `phone: yes`, `date`, `amount`, `number` or `digits`.")


def _alike(one: Format, other: Format) -> bool:
    """Whether values of two formats are not amounts in two currencies, or moments by two clocks."""
    return named(one) != named(other) or own_of(one) == own_of(other)


def _fault(table: TableSettings, bound: Bound, formats: Mapping[str, Format]) -> Fault | None:
    column = table.format_of(bound.column)
    if not column or bound.wanted not in formats:
        return None
    if table.query:
        sign, unasked = ">=" if bound.how == "at least" else "<=", f":{bound.wanted}"
        hint = said("Write there, for instance, {example}.", example=f"`{bound.column} {sign} {unasked}`")
        return said("the rows of this table come from a query, which compares by itself."), hint
    fitting = _fitting(table, bound.column)
    if not fitting:
        return said(
            '"{column}" has the format {format}, which has no order.', column=bound.column, format=column
        ), IN_AN_ORDER
    other = formats[bound.wanted]
    if named(other) in fitting and _alike(table.formats[bound.column], other):
        return None
    message = said(
        '"{column}" has the format {format} and cannot be compared with "{field}", which has {other}.',
        column=bound.column,
        format=column,
        field=bound.wanted,
        other=other,
    )
    return message, NOTHING
