"""Statements that file a row in a department's own database: bound values, little time, and the rows counted decide."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ivr.engine.edition import Edition, TableShape
from ivr.engine.filing import ENTRY, FilingOutcome, RowToFile
from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.settings import database_variable
from ivr.storage.database.breaker import Breaker
from ivr.storage.tables.department_engines import DepartmentEngines, in_time
from ivr.storage.tables.own_databases import cause_of, fault_of
from ivr.words import canonical

log = logger(__name__)
THERE_ALREADY = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")


class Statements:
    """Runs statements in the departments' own databases, URLs by name; one that is away is left alone for a while."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._engines = DepartmentEngines(urls, read_only=False)
        self._breakers = {name: Breaker() for name in urls}
        self._slow: defaultdict[str, Breaker] = defaultdict(Breaker)  # by table

    def for_edition(self, edition: Edition) -> "EditionStatements":
        """The statements of an edition's tables."""
        return EditionStatements(edition.tables, self)

    def run(self, shape: TableShape, row: RowToFile) -> FilingOutcome:
        """Run a table's statement with a row. Never raises."""
        whole, slow = self._breakers.get(shape.database), self._slow[shape.name]
        if whole is None:
            log.warning("nothing can be entered", table=shape.name, unset=database_variable(shape.database))
            return "unavailable"
        if not (whole.lets_through() and slow.lets_through()):
            return "unavailable"
        try:
            outcome = self._run(shape, row)
        except (SQLAlchemyError, OSError, sqlite3.Error, StorageAway) as error:
            outcome = self._outcome_of(error, shape, row)
            fault = "query" if isinstance(error, IntegrityError) else fault_of(error)
            if fault != "query":  # one that must be mended, or a value that no key takes, keeps nobody from another
                (slow if fault == "time" else whole).failed(type(error).__name__)
                return outcome
        except ValueError as error:  # a value that its column cannot have: the check has seen to it, or nobody could
            log.warning("a row cannot be entered", table=shape.name, error=type(error).__name__)
            return "unavailable"
        whole.succeeded()
        slow.succeeded()
        return outcome

    def _run(self, shape: TableShape, row: RowToFile) -> FilingOutcome:
        values = {column: canonical(each, shape.columns[column], shape.home) for column, each in row.values.items()}
        with self._engines.of(shape).begin() as connection, in_time(connection, shape.seconds):
            changed = connection.execute(text(shape.statement), {**values, ENTRY: row.entry}).rowcount
        return "done" if changed > 0 else "taken"

    def _outcome_of(self, error: Exception, shape: TableShape, row: RowToFile) -> FilingOutcome:
        """Such a row is there already where a key says so; any other error enters nothing that one could rely on."""
        cause = getattr(error, "orig", None)
        state = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        if isinstance(error, IntegrityError) and state in THERE_ALREADY:
            return "taken"
        log.warning("nothing could be entered", table=shape.name, why=cause_of(error, row.values.values()))
        return "unavailable"


class EditionStatements:
    """Decides at once about rows of tables that are filled by a statement."""

    def __init__(self, tables: Mapping[str, TableShape], statements: Statements) -> None:
        self._tables = tables
        self._statements = statements

    def decide(self, row: RowToFile) -> FilingOutcome | None:
        """What came of the row; None where that is decided as the turn is kept. Never raises."""
        shape = self._tables[row.table]
        return self._statements.run(shape, row) if shape.statement else None
