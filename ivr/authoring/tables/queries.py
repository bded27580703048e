"""The queries of tables that come from a department's own database, each asked once to see that it is answered."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.site.assembling import unasked_in
from ivr.engine.edition import TableShape
from ivr.engine.ports import Order, Sought
from ivr.errors import QueryRefused, StorageAway
from ivr.translation import NOTHING, Sentence, said
from ivr.words import FormatName, Value, named

Matched = tuple[tuple[str, ...], Order | None]

UNLIKELY: Mapping[FormatName, str] = {
    "date": "2000-01-01",
    "time": "00:00",
    "moment": "2000-01-01T00:00",
    "letters": "QQ",
}
"""Values to match that hardly anybody has, by format; of all others it is 0."""


class Queries(Protocol):
    """The departments' own databases, as far as somebody set their addresses."""

    def knows(self, database: str) -> bool:
        """Whether there is an address for it."""
        ...

    def ask(self, shape: TableShape, wanted: Sought, zone: str) -> None:
        """Ask the table's query once, no longer than it may take. Raises StorageAway, and of it QueryRefused."""
        ...


class Tried(NamedTuple):
    """What came of trying: the problems, and the databases of which nobody set an address."""

    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


NOT_TRIED = Tried((), ())


class NoAddresses:
    """Where nobody set the address of any database."""

    def knows(self, database: str) -> bool:
        """There is none."""
        return False

    def ask(self, shape: TableShape, wanted: Sought, zone: str) -> None:
        """Nothing can be asked."""
        raise StorageAway(f"no address is set for database {shape.database}")


def try_queries(parts: Iterable[Site], queries: Queries) -> Tried:
    """Ask every query of a site, or of its parts, with what each enquiry matches. A database away is told of once."""
    problems: list[Problem] = []
    unknown: dict[str, None] = {}
    away: set[str] = set()
    for site, department, name, table in ((part, *asked) for part in parts for asked in _asked(part)):
        if not queries.knows(table.database):
            unknown[table.database] = None
        for matched in _matched(site, f"{department.name}/{name}") if queries.knows(table.database) else ():
            if problem := _tried(site, queries, department, name, table, *matched):
                if problem.level == "error" or table.database not in away:
                    problems.append(problem)
                if problem.level == "warning":
                    away.add(table.database)
    return Tried(tuple(problems), tuple(unknown))


def _asked(site: Site) -> Iterator[tuple[DepartmentFiles, str, TableSettings]]:
    for department in site.departments.values():
        for name, table in department.menu.tables.items() if department.menu else ():
            if table.query:
                yield department, name, table


def _matched(site: Site, table: str) -> set[Matched]:
    """The columns that the enquiries in a table match, and the one that orders it, each combination once."""
    enquiries = (placed.node.enquiry for placed in site.nodes)
    asked = (enquiry for enquiry in enquiries if enquiry and enquiry.table == table)
    return {(tuple(sorted(enquiry.match)), enquiry.first_of) for enquiry in asked}


def _tried(
    site: Site,
    queries: Queries,
    department: DepartmentFiles,
    name: str,
    table: TableSettings,
    matched: tuple[str, ...],
    first_of: Order | None,
) -> Problem | None:
    shape = table.shape(f"{department.name}/{name}", site.home)
    equal = {column: UNLIKELY.get(named(shape.columns[column]), "0") for column in matched if column in shape.columns}
    formats = unasked_in(department)
    known = {
        each: Value(UNLIKELY.get(named(formats[each]), "0"), formats[each]) for each in shape.takes & formats.keys()
    }
    wanted = Sought(equal, first_of=first_of, known={each: known[each] for each in known.keys() - equal.keys()})
    document, path = department.document, ("tables", name)
    try:
        queries.ask(shape, wanted, site.flows.zone if site.flows else "UTC")
    except QueryRefused as refused:
        if refused.column:
            column = (*path, "columns", refused.column)
            return document.problem(column, "unknown-column", *_about_column(refused), name=True)
        message = said("the database {database} refuses this query: {why}.", database=table.database, why=refused.why)
        return document.problem((*path, "query"), "bad-table", message, _hint((*equal, *sorted(wanted.known))))
    except StorageAway as error:
        message = said("this query could not be tried: {why}.", why=error)
        return document.problem((*path, "query"), "bad-table", message, level="warning")
    return None


def _about_column(refused: QueryRefused) -> tuple[Sentence, Sentence]:
    if refused.why:
        return said('the query gives, for "{column}": {why}', column=refused.column, why=refused.why), NOTHING
    hint = said("Name it in the query, such as `SELECT amount AS balance`.")
    return said('the query gives no column "{column}".', column=refused.column), hint


def _hint(matched: Collection[str]) -> Sentence:
    return (
        said("It was asked with {given}.", given=", ".join(f":{column}" for column in matched)) if matched else NOTHING
    )
