"""Rules about what is known without asking: of every call, and the days that a menu names."""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.fields import where_kept
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import table_of
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.engine.filing import ENTRY
from ivr.engine.known import LINE_KNOWS
from ivr.translation import Sentence, said

USES: Mapping[str, Sentence] = {
    "query": said('the query uses ":{given}", which is no column.'),
    "statement": said('the statement uses ":{given}", which is no column.'),
}
ANOTHER = said("Give it another name, in every place that uses it.")


@rule()
def reserved_name(site: Site) -> Iterator[Problem]:
    """A field or a day under a name that is known of every call without asking.

    `caller`, `called`, `hotline`, `language`, `today` and `now` are known of every call. A field that a department keeps
    under one of these names is what its callers gave, as it was before there were such names; nobody who reads its menu
    can tell.

    FAIL `keep: today` in an `ask`
    PASS `keep: visit_day`
    """
    for department in site.departments.values():
        kept: dict[str, PlacedNode] = {}
        for placed in department.nodes.values():
            for name in fields_of(placed):
                kept.setdefault(name, placed)
        yield from (_hidden(kept[name], name) for name in kept if name in LINE_KNOWS)
        for name in department.menu.days if department.menu else ():
            if name in LINE_KNOWS or name in kept:
                taken = said('"{name}" is known of every call already.', name=name)
                message = taken if name in LINE_KNOWS else said('a field is called "{name}" already.', name=name)
                yield department.document.problem(("days", name), "reserved-name", message, ANOTHER, name=True)


def _hidden(placed: PlacedNode, name: str) -> Problem:
    message = said('"{name}" is known of every call already; here it is what callers give.', name=name)
    return placed.document.problem(where_kept(placed, name), "reserved-name", message, ANOTHER, level="warning")


@rule()
def unfilled_query(site: Site) -> Iterator[Problem]:
    """A query that takes what nothing gives it.

    A `:name` in a query is a column that an enquiry matches, or something known without asking, such as `:today`. The
    database refuses a query that lacks a value, so that every caller would hear that the answer is not available.

    FAIL `WHERE number = :number` in the query of a table that an enquiry looks in without `match`
    PASS `match: {number: account}` in that enquiry, or `WHERE day = :today`
    """
    for department in site.departments.values():
        yield from _unknown_names(department)
    for placed in site.nodes:
        enquiry = placed.node.enquiry
        table = table_of(site, enquiry) if enquiry else None
        if enquiry and table and table.query:
            takes = table.takes & table.columns.keys()
            for name in sorted(takes - enquiry.match.keys() - unasked_in(site.departments[placed.department]).keys()):
                message = said('the query of this table takes ":{name}", which nothing gives it here.', name=name)
                hint = said("Match this column: `match: {match}`.", match=f"{{{name}: …}}")
                yield placed.document.problem((*placed.path, "from"), "unfilled-query", message, hint)


def _unknown_names(department: DepartmentFiles) -> Iterator[Problem]:
    unasked = unasked_in(department)
    declare = said(
        "Name it under `columns`, or use what is known without asking: {known}.", known=one_of(sorted(unasked))
    )
    for short, table in department.menu.tables.items() if department.menu else ():
        if table.statement:
            setting, known, hint = "statement", {*table.columns, ENTRY}, said("Name it under `columns`.")
        else:
            setting, known, hint = "query", {*table.columns, *unasked}, declare
        for name in sorted(table.takes - known):
            message = said(USES[setting], given=name)
            place = ("tables", short, setting)
            yield department.document.problem(place, "unknown-column", message, did_you_mean(name, known) or hint)
