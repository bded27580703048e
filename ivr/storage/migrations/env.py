"""Runs migrations on the connection that `ivr.storage.schema` hands in."""

from alembic import context

from ivr.storage import (
    ceiling_models,
    closure_models,
    desk_models,
    draft_models,
    figure_models,
    models,
    purged_models,
    webhook_models,
)

MODELS = (
    models,
    ceiling_models,
    closure_models,
    desk_models,
    draft_models,
    figure_models,
    purged_models,
    webhook_models,
)  # each adds its tables to the one list

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Model.metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only make it anew
)
context.run_migrations()
