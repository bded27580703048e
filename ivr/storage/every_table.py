"""Every table there is: whoever imports this has the one list of them whole."""

from sqlalchemy import Table

from ivr.storage.alerts import tables as alerts
from ivr.storage.calls import tables as calls
from ivr.storage.cases import tables as cases
from ivr.storage.closures import tables as closures
from ivr.storage.database.metadata import metadata
from ivr.storage.editions import tables as editions
from ivr.storage.figures import tables as figures
from ivr.storage.filed import tables as filed
from ivr.storage.journal import marks
from ivr.storage.journal import tables as journal
from ivr.storage.messages import tables as messages
from ivr.storage.nuisance import tables as nuisance
from ivr.storage.outbox import tables as outbox
from ivr.storage.people import tables as people
from ivr.storage.ratings import tables as ratings
from ivr.storage.retention import tables as retention
from ivr.storage.tables import tables
from ivr.storage.traffic import tables as traffic

EACH = (
    *(alerts, calls, cases, closures, editions, figures, filed, journal, marks, messages, nuisance, outbox, people),
    *(ratings, retention, tables, traffic),
)
"""Each adds its own to the one list."""

TABLES: tuple[Table, ...] = tuple(metadata.sorted_tables)
