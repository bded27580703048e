"""One database copied into another while nobody writes, all or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, text

from ivr.errors import CopyRefused
from ivr.storage.copying.rows import Tell, copy_rows, tables_with_rows
from ivr.storage.copying.users import users_of
from ivr.storage.database.schema import check_schema, upgrade
from ivr.storage.database.site_lock import held_once
from ivr.storage.database.transactions import Database
from ivr.storage.every_table import TABLES
from ivr.translation import said

IN_USE = said(
    "{database} is in use ({users}): what callers do now would be missing in the copy. Stop `ivr serve`, `ivr "
    "scheduler` and whatever else uses it, on every machine, and copy again"
)
NOT_EMPTY = said(
    "{database} is not empty ({tables}): nothing was changed. Name a database that is new; this program deletes none"
)
SOON = "SET LOCAL lock_timeout = '5s'"


def copy_database(source: Database, target: Database, tell: Tell = lambda _table, _rows: None) -> Mapping[str, int]:
    """Make the tables in `target` and put every row of `source` into them, counted and compared; how many, by table.

    It is one transaction: killed anywhere, `target` has no rows. Nobody writes to `source` meanwhile. Both must have
    patience. Raises CopyRefused where somebody uses `source`, or `target` has something in it; StorageAway.
    """
    if source.url == target.url:
        raise CopyRefused(said("{database} cannot be copied into itself", database=source.name))
    if users := users_of(source):
        raise CopyRefused(said(IN_USE, database=source.name, users=", ".join(users)))
    check_schema(source)
    refuse_what_is_there(target)
    upgrade(target)
    with held_once(target, "copying") as mine, _still(source) as reading, target.writing() as writing:
        if not mine or tables_with_rows(writing):
            raise CopyRefused(
                said("{database} is being filled by somebody else; nothing was kept", database=target.name)
            )
        return copy_rows(reading, writing, tell)


def refuse_what_is_there(target: Database) -> None:
    """Raise CopyRefused unless a database is empty, or not there yet, or as `ivr db upgrade` made it."""
    if target.kind == "sqlite" and not target.path.exists():
        return
    with target.reading() as connection:
        if there := tables_with_rows(connection):
            named = ", ".join(there[:3]) + (" …" if there[3:] else "")
            raise CopyRefused(said(NOT_EMPTY, database=target.name, tables=named))


@contextmanager
def _still(source: Database) -> Iterator[Connection]:
    """A connection on which all is read as of one moment, while nobody can write."""
    source.catch_up()
    with source.writing() as connection:  # of a SQLite file: nobody else writes
        if source.kind == "postgresql":
            connection.execute(text(SOON))
            names = ", ".join(map(connection.dialect.identifier_preparer.format_table, TABLES))
            connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
        yield connection
