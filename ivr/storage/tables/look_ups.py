"""Look-ups: in imported tables, in a department's own database, in its cases; never an exception, never long."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ivr.engine.case_table import CaseWords
from ivr.engine.edition import Edition, TableShape
from ivr.engine.ports import Rows, Sought, Unavailable
from ivr.errors import StorageAway
from ivr.logs import came_from, logger
from ivr.storage.cases.told import CasesTold
from ivr.storage.database.prepared import Prepared
from ivr.storage.database.transactions import Database, TableMissing
from ivr.storage.filed.filing import FiledTables
from ivr.storage.tables.catalogue import ImportedTable, find_table
from ivr.storage.tables.own_databases import OwnDatabases
from ivr.storage.tables.seeking import Seeking, prepared, seeking_for, values_of
from ivr.words import canonical

log = logger(__name__)
UNTOLD = CaseWords({}, lambda _: {})
FRESH_FOR = 1.0  # seconds for which it is taken as known where a table's rows are


class TableEnquiries:
    """Looks rows up, for any edition. `own_databases` are the departments' own, URLs by name."""

    def __init__(
        self, database: Database, own_databases: Mapping[str, str], filed: FiledTables, cases: CasesTold | None = None
    ) -> None:
        self.imported = ImportedTables(database)
        self.own = OwnDatabases(own_databases)
        self.filed = filed
        self.cases = cases or CasesTold(database)

    def for_edition(self, edition: Edition) -> "EditionEnquiries":
        """The look-ups in the tables of one edition."""
        return EditionEnquiries(edition.tables, edition.zone, self, CaseWords(edition.phrases, edition.title_of))

    def close(self) -> None:
        """Give up the connections to the departments' databases."""
        self.own.close()


@dataclass(frozen=True)
class EditionEnquiries:
    """Looks rows up in the tables of one edition."""

    tables: Mapping[str, TableShape]
    zone: str
    enquiries: TableEnquiries
    words: CaseWords = UNTOLD

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        """At most `most` of the rows of `table` that are `sought`. Never raises."""
        try:
            shape = self.tables[table]
            wanted = _canonical(shape, sought)
            if wanted is None:
                return Rows(())
            if shape.filed:
                return Rows(self.enquiries.filed.find(shape, wanted, most, ZoneInfo(self.zone)))
            if shape.cases:
                return Rows(self.enquiries.cases.find(shape, wanted, most, ZoneInfo(self.zone), self.words))
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

    def imported_at(self, table: str) -> str:
        """When a table was loaded from its file, by the clocks of the zone; empty while nobody knows. Never raises."""
        try:
            at = self.enquiries.imported.at(table)
        except StorageAway as away:
            log.warning("nobody knows when it was imported", table=table, why=str(away))
            return ""
        return at.astimezone(ZoneInfo(self.zone)).isoformat("T", "minutes")[:16]


def _canonical(shape: TableShape, sought: Sought) -> Sought | None:
    """What is sought as the rows have it; None when no row can have it."""
    try:
        wanted = {column: canonical(text, shape.columns[column], shape.home) for column, text in sought.match.items()}
        bounds = tuple(
            bound._replace(wanted=canonical(bound.wanted, shape.columns[bound.column], shape.home))
            for bound in sought.bounds
        )
    except ValueError:
        return None
    unstorable = any("\0" in text or not _has_encoding(text) for text in wanted.values())
    return None if unstorable else replace(sought, match=wanted, bounds=bounds)


def _has_encoding(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _KnownTable(NamedTuple):
    """Where a table's rows are, as of a moment of the clock that never goes back, and how they are asked for.

    A statement is kept for each way in which rows are sought.
    """

    at: float
    imported: ImportedTable
    statements: dict[Seeking, Prepared]


class ImportedTables:
    """Finds rows in imported tables, following each when it is imported anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._known: dict[str, _KnownTable] = {}

    def find(self, shape: TableShape, wanted: Sought, most: int) -> tuple[Mapping[str, str], ...]:
        """The rows, in the order of the file unless another is wanted. Raises StorageAway."""
        try:
            return self._find(shape, wanted, most)
        except TableMissing:
            # It was imported twice since this process looked where its rows are, or the registry itself is missing.
            self._known.pop(shape.name, None)
            return self._find(shape, wanted, most)

    def at(self, name: str) -> datetime:
        """When a table was imported. Raises StorageAway."""
        return self._where(name).imported.at

    def _find(self, shape: TableShape, wanted: Sought, most: int) -> tuple[Mapping[str, str], ...]:
        known = self._where(shape.name)
        seeking = seeking_for(shape, wanted)
        statement = known.statements.get(seeking)
        if statement is None:
            statement = known.statements[seeking] = prepared(known.imported, seeking, self._database.kind)
        values = values_of(wanted)
        rows = self._database.rows(statement, values | {"most": most})
        return tuple(dict(zip(known.imported.columns, row, strict=True)) for row in rows)

    def _where(self, name: str) -> _KnownTable:
        now, known = time.monotonic(), self._known.get(name)
        if known and now - known.at < FRESH_FOR:
            return known
        with self._database.reading() as connection:
            found = find_table(connection, name)
        if found is None:
            raise StorageAway(f"table {name} was never imported; run `ivr tables import`")
        with self._guard:
            statements = known.statements if known and found == known.imported else {}
            self._known[name] = known = _KnownTable(now, found, statements)
        return known
