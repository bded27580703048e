"""Runs migrations on the connection that `ivr.storage.schema` hands in."""

from alembic import context

from ivr.storage.models import Model

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only make it anew
)
context.run_migrations()
