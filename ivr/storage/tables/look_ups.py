"""Look-ups: in imported tables, or in a department's own database; never an exception, never long."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, Table, Text, bindparam, or_, select

from ivr.engine.edition import Edition, TableShape
from ivr.engine.ports import Rows, Unavailable
from ivr.errors import StorageAway
from ivr.logs import came_from, logger
from ivr.storage.database.prepared import Prepared
from ivr.storage.database.transactions import Database, TableMissing
from ivr.storage.tables.catalogue import ROW, ImportedTable, find_table, physical_table
from ivr.storage.tables.own_databases import OwnDatabases
from ivr.words import canonical

log = logger(__name__)
FRESH_FOR = 1.0  # seconds for which it is taken as known where a table's rows are


class TableEnquiries:
    """Looks rows up, for any edition. `own_databases` are the departments' own, URLs by name."""

    def __init__(self, database: Database, own_databases: Mapping[str, str]) -> None:
        self.imported = ImportedTables(database)
        self.own = OwnDatabases(own_databases)

    def for_edition(self, edition: Edition) -> "EditionEnquiries":
        """The look-ups in the tables of one edition."""
        return EditionEnquiries(edition.tables, edition.zone, self)

    def close(self) -> None:
        """Give up the connections to the departments' databases."""
        self.own.close()


@dataclass(frozen=True)
class EditionEnquiries:
    """Looks rows up in the tables of one edition."""

    tables: Mapping[str, TableShape]
    zone: str
    enquiries: TableEnquiries

    def look_up(self, table: str, match: Mapping[str, str], most: int) -> Rows | Unavailable:
        """At most `most` rows of `table` whose columns equal `match`. Never raises."""
        try:
            shape = self.tables[table]
            wanted = _canonical(shape, match)
            if wanted is None:
                return Rows(())
            if shape.database:
                return Rows(self.enquiries.own.find(shape, wanted, most, ZoneInfo(self.zone)))
            return Rows(self.enquiries.imported.find(shape, wanted, most))
        except StorageAway as away:
            log.warning("enquiry unavailable", table=table, why=str(away))
            return Unavailable(str(away))
        except Exception as error:  # whatever it is, a caller is on the line and hears the apology of the enquiry
            # neither its message nor its values: what the caller gave may be private or secret
            log.error("enquiry failed", table=table, error=type(error).__name__, at=came_from(error))
            return Unavailable(type(error).__name__)


def _canonical(shape: TableShape, match: Mapping[str, str]) -> dict[str, str] | None:
    """What is wanted as the rows have it; None when no row can have it."""
    try:
        wanted = {column: canonical(text, shape.columns[column], shape.home) for column, text in match.items()}
    except ValueError:
        return None
    unstorable = any("\0" in text or not _has_encoding(text) for text in wanted.values())
    return None if unstorable else wanted


def _has_encoding(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _Known(NamedTuple):
    """Where a table's rows are, as of a moment of the clock that never goes back, and how they are asked for.

    A statement is kept for each set of columns that is matched, and which of them are texts in languages.
    """

    at: float
    imported: ImportedTable
    statements: dict[tuple[tuple[str, ...], frozenset[str]], Prepared]


class ImportedTables:
    """Finds rows in imported tables, following each when it is imported anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._known: dict[str, _Known] = {}

    def find(self, shape: TableShape, wanted: Mapping[str, str], most: int) -> tuple[Mapping[str, str], ...]:
        """The rows, in the order of the file. Raises StorageAway."""
        try:
            return self._find(shape, wanted, most)
        except TableMissing:
            # It was imported twice since this process looked where its rows are, or the registry itself is missing.
            self._known.pop(shape.name, None)
            return self._find(shape, wanted, most)

    def _find(self, shape: TableShape, wanted: Mapping[str, str], most: int) -> tuple[Mapping[str, str], ...]:
        known = self._where(shape.name)
        matched = tuple(wanted), shape.in_languages
        statement = known.statements.get(matched)
        if statement is None:
            statement = known.statements[matched] = _statement(known.imported, *matched, self._database.kind)
        values = {f"v{place}": text for place, text in enumerate(wanted.values())}
        rows = self._database.rows(statement, values | {"most": most})
        return tuple(dict(zip(known.imported.columns, row, strict=True)) for row in rows)

    def _where(self, name: str) -> _Known:
        now, known = time.monotonic(), self._known.get(name)
        if known and now - known.at < FRESH_FOR:
            return known
        with self._database.reading() as connection:
            found = find_table(connection, name)
        if found is None:
            raise StorageAway(f"table {name} was never imported; run `ivr tables import`")
        with self._guard:
            statements = known.statements if known and found == known.imported else {}
            self._known[name] = known = _Known(now, found, statements)
        return known


def _statement(imported: ImportedTable, matched: tuple[str, ...], in_languages: frozenset[str], kind: str) -> Prepared:
    """At most `most` rows whose columns `matched` equal `v0`, `v1` and so on, in the order of the file."""
    table = physical_table(imported.physical, imported.columns)
    conditions = [_equals(imported, table, column, in_languages, f"v{place}") for place, column in enumerate(matched)]
    columns = [column for column in table.c if column.name != ROW]
    most = bindparam("most", type_=Integer())
    return Prepared(select(*columns).where(*conditions).order_by(table.c[ROW]).limit(most), kind)


def _equals(
    imported: ImportedTable, table: Table, column: str, in_languages: frozenset[str], value: str
) -> ColumnElement[bool]:
    """That a column equals the parameter `value`; one in languages, in any of them."""
    places = [
        place
        for place, name in enumerate(imported.columns)
        if (name.partition(".")[0] if column in in_languages else name) == column
    ]
    if not places:
        raise StorageAway(f"table {imported.name} was imported without its column {column}; import it again")
    return or_(*(table.c[f"c{place}"] == bindparam(value, type_=Text()) for place in places))
