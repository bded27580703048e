"""Statements that file a row in a department's own database: bound values, little time, and the rows counted decide."""

import os
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, QueuePool, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ivr.engine.edition import Edition, TableShape
from ivr.engine.filing import ENTRY, FilingOutcome, RowToFile
from ivr.logs import logger
from ivr.settings import database_variable
from ivr.storage.database.breaker import Breaker
from ivr.storage.database.sqlite import open_file
from ivr.storage.tables.own_databases import fault_of
from ivr.words import canonical

log = logger(__name__)


class Statements:
    """Runs statements in the departments' own databases, URLs by name; one that is away is left alone for a while."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._guard = threading.Lock()
        self._engines: dict[tuple[int, str, int], Engine] = {}
        self._breakers = {name: Breaker() for name in urls}

    def for_edition(self, edition: Edition) -> "EditionStatements":
        """The statements of an edition's tables."""
        return EditionStatements(edition.tables, self)

    def run(self, shape: TableShape, row: RowToFile) -> FilingOutcome:
        """Run a table's statement with a row. Never raises."""
        breaker = self._breakers.get(shape.database)
        if breaker is None:
            log.warning("nothing can be entered", table=shape.name, unset=database_variable(shape.database))
            return "unavailable"
        if not breaker.lets_through():
            return "unavailable"
        try:
            return self._run(shape, row)
        except IntegrityError:
            return "taken"
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            if fault_of(error) != "query":  # a statement that must be mended keeps nobody from another
                breaker.failed(type(error).__name__)
            log.warning("nothing could be entered", table=shape.name, why=str(getattr(error, "orig", error)))
        except ValueError as error:  # a value that its column cannot have: the check has seen to it, or nobody could
            log.warning("a row cannot be entered", table=shape.name, why=type(error).__name__)
        return "unavailable"

    def close(self) -> None:
        """Give up this process's connections."""
        with self._guard:
            for key in [key for key in self._engines if key[0] == os.getpid()]:
                self._engines.pop(key).dispose()

    def _run(self, shape: TableShape, row: RowToFile) -> FilingOutcome:
        values = {column: canonical(each, shape.columns[column], shape.home) for column, each in row.values.items()}
        with self._engine(shape).begin() as connection:
            changed = connection.execute(text(shape.statement), {**values, ENTRY: row.entry}).rowcount
        self._breakers[shape.database].succeeded()
        return "done" if changed > 0 else "taken"

    def _engine(self, shape: TableShape) -> Engine:
        key = (os.getpid(), shape.database, shape.seconds)
        with self._guard:
            if key not in self._engines:
                self._engines[key] = _writing_engine(self._urls[shape.database], shape.seconds)
            return self._engines[key]


class EditionStatements:
    """Decides at once about rows of tables that are filled by a statement."""

    def __init__(self, tables: Mapping[str, TableShape], statements: Statements) -> None:
        self._tables = tables
        self._statements = statements

    def decide(self, row: RowToFile) -> FilingOutcome | None:
        """What came of the row; None where that is decided as the turn is kept. Never raises."""
        shape = self._tables[row.table]
        return self._statements.run(shape, row) if shape.statement else None


def _writing_engine(url: str, seconds: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        from ivr.storage.database.postgres import postgres_engine  # its driver is 5 MB that others spare

        return postgres_engine(parsed, seconds)

    def connect() -> sqlite3.Connection:
        return open_file(Path(parsed.database or ""), "rw", seconds)

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_timeout=seconds)
