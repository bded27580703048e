"""For tests that must change the record by hand: what `ivr purge` writes down before the database lets it."""

from sqlalchemy import Connection, text

FORGOTTEN = text(
    "INSERT INTO purged (call_sid, what, at) SELECT DISTINCT call_sid, 'call', CURRENT_TIMESTAMP FROM journal"
    " WHERE call_sid NOT IN (SELECT call_sid FROM purged WHERE what = 'call')"
)


def let_the_record_be_touched(connection: Connection) -> None:
    """Let every call that is on record now be changed and deleted."""
    connection.execute(FORGOTTEN)
