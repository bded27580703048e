"""Runs migrations on the connection that `ivr.storage.schema` hands in."""

from alembic import context

from ivr.storage.figure_models import Model  # with all tables: these stand on the others

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only make it anew
)
context.run_migrations()
