"""Statements compiled once, for the few places where each call passes several times a minute.

SQLAlchemy builds the statement and knows its types; what it would do again at every execution is done here once.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from ivr.storage.database.by_kind import ByKind

DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
DIALECTS: ByKind[Callable[..., Dialect]] = ByKind(
    lambda kind: cast("Callable[..., Dialect]", import_module(f"sqlalchemy.dialects.{kind}.{DRIVERS[kind]}").dialect)
)
STYLES = {"sqlite": "named", "postgresql": "pyformat"}


class Prepared:
    """A statement for one kind of database; its values are given by the names of its parameters."""

    def __init__(self, statement: ClauseElement, kind: str) -> None:
        dialect = DIALECTS[kind](paramstyle=STYLES[kind])
        compiled = cast("SQLCompiler", statement.compile(dialect=dialect))
        self.text = str(compiled)
        bound = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
        }
        self._converters = {name: convert for name, convert in bound.items() if convert}
        self._constants = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        results = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._results = results if any(results) else []

    def ready(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as the database's driver takes them."""
        ready = {**self._constants, **values}
        for name, convert in self._converters.items():
            ready[name] = convert(ready[name])
        return ready

    def told(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Rows of the driver with the values that their columns stand for."""
        if not self._results:
            return rows
        return [
            tuple(convert(value) if convert else value for convert, value in zip(self._results, row, strict=True))
            for row in rows
        ]

    def run(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> int:
        """Run the statement once with each of these values, of which there is one at least; how many rows changed."""
        with connection.exec_driver_sql(self.text, [self.ready(each) for each in values]) as result:
            return result.rowcount
