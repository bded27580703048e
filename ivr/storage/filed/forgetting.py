"""Forgetting the rows that callers entered, and all that was done to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from ivr.storage.database.transactions import Database
from ivr.storage.filed.tables import filed_cells, filed_changes, filed_rows

AT_A_TIME = 500  # rows in one transaction, so that calls in hand never wait long


def count_old_rows(database: Database, before: datetime) -> int:
    """How many rows were filed before then. Raises StorageAway."""
    with database.reading() as connection:
        return int(connection.scalar(select(func.count()).where(filed_rows.c.filed_at < before)) or 0)


def forget_rows(database: Database, before: datetime) -> int:
    """Forget a bunch of them, all or none; how many: 0 when none is left. Raises StorageAway."""
    chosen = select(filed_rows.c.id).where(filed_rows.c.filed_at < before).order_by(filed_rows.c.id).limit(AT_A_TIME)
    with database.writing() as connection:
        return _forget(connection, connection.scalars(chosen).all())


def forget_rows_of_calls(connection: Connection, sids: Sequence[str]) -> int:
    """Forget the rows that were filed in these calls, within a transaction; how many."""
    return _forget(connection, connection.scalars(select(filed_rows.c.id).where(filed_rows.c.call_sid.in_(sids))).all())


def _forget(connection: Connection, ids: Sequence[int]) -> int:
    connection.execute(delete(filed_cells).where(filed_cells.c.row_id.in_(ids)))
    connection.execute(delete(filed_changes).where(filed_changes.c.row_id.in_(ids)))
    connection.execute(delete(filed_rows).where(filed_rows.c.id.in_(ids)))
    return len(ids)
