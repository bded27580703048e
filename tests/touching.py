"""For tests that must change the record by hand: takes away what guards it, in a database that is thrown away."""

from sqlalchemy import Connection, text

TRIGGERS = ("journal_delete", "journal_update", "history_delete")


def let_the_record_be_touched(connection: Connection) -> None:
    """Let journal and history be changed and deleted from now on."""
    if connection.dialect.name == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS]
    else:
        statements = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("journal", "history")]
    for statement in statements:
        connection.execute(text(statement))
