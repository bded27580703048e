"""The ways that the callers of some calls took, for a page of a list: one query, whatever the journal holds."""

import json
from collections.abc import Sequence

from sqlalchemy import or_, select

from ivr.engine.heard import heard_from_json
from ivr.journal.paths import StepInShort, path_of
from ivr.storage.database.transactions import Database
from ivr.storage.journal.tables import journal

WRONG = ('"WrongKeyPressed"', '"to":""')  # as the text of the journal's events has it


def paths_of_calls(database: Database, sids: Sequence[str]) -> dict[str, str]:
    """By call, its path; nothing for a call in which nobody did anything. Raises StorageAway."""
    c = journal.c
    wrong = or_(*(c.events.contains(mark, autoescape=True) for mark in WRONG))
    query = select(c.call_sid, c.turn, c.heard, wrong).where(c.call_sid.in_(sids), c.turn.is_not(None))
    with database.caught_up() as connection:
        rows = sorted((tuple(row) for row in connection.execute(query)), key=lambda row: (row[0], row[1]))
    steps: dict[str, list[StepInShort]] = {}
    for sid, _, heard, missed in rows:
        steps.setdefault(sid, []).append(StepInShort(heard_from_json(json.loads(heard)), bool(missed)))
    return {sid: path_of(each) for sid, each in steps.items()}
