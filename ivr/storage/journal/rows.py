"""An entry as a row of the journal, and back."""

from typing import Any

from sqlalchemy import RowMapping

from ivr.journal.entry import Entry
from ivr.journal.text import (
    compact,
    events_from_text,
    events_to_text,
    instructions_from_text,
    instructions_to_text,
    parsed,
)
from ivr.storage.journal.tables import journal

ENTRY_COLUMNS = [column for column in journal.c if column.name != "id"]
LISTED_COLUMNS = [column for column in ENTRY_COLUMNS if column.name not in ("heard", "instructions", "token")]


def values_of(entry: Entry) -> dict[str, Any]:
    """The entry by the columns of the journal."""
    values = dict(vars(entry))
    values["heard"] = compact(entry.heard)
    values["events"] = events_to_text(entry.events)
    values["instructions"] = instructions_to_text(entry.instructions)
    return values


def entry_of(row: RowMapping) -> Entry:
    """The entry that a row of the journal holds."""
    kept: dict[str, Any] = {column.name: row[column.name] for column in ENTRY_COLUMNS}
    kept["heard"] = parsed(kept["heard"])
    kept["events"] = events_from_text(kept["events"])
    kept["instructions"] = instructions_from_text(kept["instructions"])
    return Entry(**kept)


def listed_of(row: RowMapping) -> Entry:
    """The entry without what was heard and said, of which lists tell nothing; of a row with LISTED_COLUMNS."""
    kept: dict[str, Any] = {column.name: row[column.name] for column in LISTED_COLUMNS}
    kept["events"] = events_from_text(kept["events"])
    return Entry(**kept, heard={})
