"""Look-ups: in imported tables, or in a department's own database; never an exception, never long."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from ivr.engine.edition import Edition, TableShape
from ivr.engine.ports import Rows, Unavailable
from ivr.errors import StorageAway
from ivr.logs import logger
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
            log.exception("enquiry failed", table=table)
            return Unavailable(repr(error))


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


class ImportedTables:
    """Finds rows in imported tables, following each when it is imported anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._known: dict[str, tuple[float, ImportedTable, Table]] = {}

    def find(self, shape: TableShape, wanted: Mapping[str, str], most: int) -> tuple[Mapping[str, str], ...]:
        """The rows, in the order of the file. Raises StorageAway."""
        try:
            return self._find(shape, wanted, most)
        except TableMissing:
            # It was imported twice since this process looked where its rows are, or the registry itself is missing.
            self._known.pop(shape.name, None)
            return self._find(shape, wanted, most)

    def _find(self, shape: TableShape, wanted: Mapping[str, str], most: int) -> tuple[Mapping[str, str], ...]:
        with self._database.reading() as connection:
            imported, table = self._where(connection, shape.name)
            conditions = [_equals(imported, table, shape, column, text) for column, text in wanted.items()]
            columns = [column for column in table.c if column.name != ROW]
            query = select(*columns).where(*conditions).order_by(table.c[ROW]).limit(most)
            return tuple(dict(zip(imported.columns, row, strict=True)) for row in connection.execute(query))

    def _where(self, connection: Connection, name: str) -> tuple[ImportedTable, Table]:
        now = time.monotonic()
        at, imported, table = self._known.get(name, (now - FRESH_FOR, None, None))
        if imported is not None and table is not None and now - at < FRESH_FOR:
            return imported, table
        found = find_table(connection, name)
        if found is None:
            raise StorageAway(f"table {name} was never imported; run `ivr tables import`")
        with self._guard:
            if imported is None or table is None or found != imported:
                table = physical_table(found.physical, found.columns)
            self._known[name] = (now, found, table)
        return found, table


def _equals(imported: ImportedTable, table: Table, shape: TableShape, column: str, text: str) -> ColumnElement[bool]:
    """That a column equals a text; one in languages, in any of them."""
    in_languages = column in shape.in_languages
    places = [
        place
        for place, name in enumerate(imported.columns)
        if (name.partition(".")[0] if in_languages else name) == column
    ]
    if not places:
        raise StorageAway(f"table {imported.name} was imported without its column {column}; import it again")
    return or_(*(table.c[f"c{place}"] == text for place in places))
