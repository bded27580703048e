"""A column that the table, or the query that it comes from, does not have.

FAIL `match: {nummer: application}`
PASS `match: {number: application}`
"""

from collections.abc import Iterator

from ivr.authoring.grammar import IN_LANGUAGES
from ivr.authoring.menus import TableSettings
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.nodes.enquiry import EnquiryNode

ID = "unknown-column"


def table_of(site: Site, node: EnquiryNode) -> TableSettings | None:
    """The table that an enquiry looks in, None when there is none or its file cannot be read."""
    department, _, short = node.table.partition("/")
    found = site.departments.get(department)
    return found.menu.tables.get(short) if found and found.menu else None


def columns_written(site: Site, node: EnquiryNode) -> tuple[str, ...]:
    """The columns of an enquiry's table as they are written, those with slips among them."""
    department, _, short = node.table.partition("/")
    found = site.departments.get(department)
    columns = found.document.at(("tables", short, "columns")) if found else None
    return tuple(columns) if isinstance(columns, dict) else ()


def check(site: Site) -> Iterator[Problem]:
    """The columns that enquiries match."""
    for placed in site.nodes:
        if isinstance(placed.node, EnquiryNode) and (table := table_of(site, placed.node)):
            yield from _in_match(site, placed, placed.node, table)


def _in_match(site: Site, placed: PlacedNode, node: EnquiryNode, table: TableSettings) -> Iterator[Problem]:
    for column in node.match:
        path = (*placed.path, "match", column)
        if column not in columns_written(site, node):
            hint = did_you_mean(column, table.columns) or said("It has {known}.", known=one_of(table.columns))
            message = said('this table has no column "{column}".', column=column)
            yield placed.document.problem(path, ID, message, hint, name=True)
        elif table.columns.get(column) == IN_LANGUAGES:
            message = said('"{column}" is written in several languages and cannot be matched.', column=column)
            yield placed.document.problem(path, ID, message, said("Match a column that has one text."), name=True)
