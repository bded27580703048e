"""Statements compiled once, for the few places where each call passes several times a minute.

SQLAlchemy builds the statement and knows its types; what it would do again at every execution is done here once.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.dml import UpdateBase

DIALECTS: dict[str, Callable[..., Dialect]] = {"sqlite": pysqlite.dialect, "postgresql": psycopg.dialect}
STYLES = {"sqlite": "named", "postgresql": "pyformat"}


class Prepared:
    """A statement for one kind of database; its values are given by the names of its parameters."""

    def __init__(self, statement: UpdateBase, kind: str) -> None:
        dialect = DIALECTS[kind](paramstyle=STYLES[kind])
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        bound = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
        }
        self._converters = {name: convert for name, convert in bound.items() if convert}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run the statement; how many rows it made or changed."""
        ready = dict(values)
        for name, convert in self._converters.items():
            ready[name] = convert(ready[name])
        return connection.exec_driver_sql(self._text, ready).rowcount
