"""Statements compiled once, for the few places where each call passes several times a minute.

SQLAlchemy builds the statement and knows its types; what it would do again at every execution is done here once.
"""

import re
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

DIALECTS: dict[str, Callable[..., Dialect]] = {"sqlite": pysqlite.dialect, "postgresql": psycopg.dialect}
SHORTER = (  # psycopg reads a statement of more than 4,096 characters anew each time
    (r" AS anon_\d+\b(?=[,\s])", ""),
    (r"(\.(\w+)) AS \2\b", r"\1"),
    (r"TIMESTAMP WITH TIME ZONE", "timestamptz"),
    (r"::VARCHAR\b", "::text"),
    (r"::INTEGER\b", "::int"),
    (r"\s+", " "),
)
STYLES = {"sqlite": "named", "postgresql": "pyformat"}


class Prepared:
    """A statement for one kind of database; its values are given by the names of its parameters."""

    def __init__(self, statement: ClauseElement, kind: str, *, short: bool = False) -> None:
        dialect = DIALECTS[kind](paramstyle=STYLES[kind])
        compiled = cast("SQLCompiler", statement.compile(dialect=dialect))
        self._text = _shortened(str(compiled)) if short else str(compiled)
        bound = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
        }
        self._converters = {name: convert for name, convert in bound.items() if convert}
        self._constants = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}

    def run(self, connection: Connection, values: dict[str, Any]) -> int:
        """Run the statement; how many rows it made, changed or gives."""
        ready = self._constants | values
        for name, convert in self._converters.items():
            ready[name] = convert(ready[name])
        with connection.exec_driver_sql(self._text, ready) as result:
            return result.rowcount


def _shortened(text: str) -> str:
    """The same statement without the names that nothing in it asks for."""
    for pattern, shorter in SHORTER:
        text = re.sub(pattern, shorter, text)
    return text
