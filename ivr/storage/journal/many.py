"""Many entries kept together, in few transactions: of calls that were made up, and answered by nobody."""

from collections.abc import Iterable
from itertools import islice

from ivr.journal.entry import Entry
from ivr.storage.database.transactions import Database
from ivr.storage.journal.append import APPEND
from ivr.storage.journal.rows import values_of

AT_A_TIME = 2000


def load_many(database: Database, entries: Iterable[Entry]) -> int:
    """Keep entries that are not there yet; how many there were to keep. Raises StorageAway."""
    loaded, left = 0, iter(entries)
    while batch := list(islice(left, AT_A_TIME)):
        rows = [values_of(entry) | {"refuse": False} for entry in batch]
        with database.writing() as connection:
            APPEND[database.kind].run(connection, rows)
        loaded += len(batch)
    return loaded
