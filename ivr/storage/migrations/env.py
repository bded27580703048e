"""Runs migrations on the connection that `ivr.storage.database.schema` hands in."""

from alembic import context

from ivr.storage.every_table import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES[0].metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only make it anew
)
context.run_migrations()
