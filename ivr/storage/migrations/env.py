"""Runs migrations on the connection that `ivr.storage.database.schema` hands in."""

from alembic import context

from ivr.storage.closures import models as closures
from ivr.storage.database import models as database
from ivr.storage.editions import draft_models as drafts
from ivr.storage.figures import models as figures
from ivr.storage.people import models as people
from ivr.storage.retention import models as retention
from ivr.storage.traffic import ceiling_models as ceilings
from ivr.storage.traffic import models as traffic

MODELS = (database, ceilings, closures, people, drafts, figures, retention, traffic)
"""Each adds its tables to the one list."""

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=database.Model.metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only make it anew
)
context.run_migrations()
