"""The projections of entries to cases and messages, and what the carrier says of their recordings."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ivr.engine.events import CaseOpened, MessageLeft
from ivr.storage.due import Promises
from ivr.storage.models import cases, journal, messages
from ivr.switchboard.ports import Entry

RECORDING_STATES = ("deleted", "completed", "absent", "failed")  # by us; by the carrier, the best news first
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def project_recordings(connection: Connection, entry: Entry, promises: Promises) -> None:
    """Bring cases and messages up to date with an entry that the journal keeps for the first time."""
    if entry.turn is None:
        _note_state(connection, entry)
        return
    for event in entry.events:
        match event:
            case CaseOpened():
                _add(connection, cases, entry, event, _opened(event, entry.at, promises))
            case MessageLeft():
                _add(connection, messages, entry, event, {"node": event.node, "left_at": entry.at})


def _opened(event: CaseOpened, at: datetime, promises: Promises) -> dict[str, Any]:
    acknowledge_due, reply_due = promises.due_dates(event.case, at)
    due = {"acknowledge_due": acknowledge_due, "reply_due": reply_due}
    return {"reference": event.reference, "kind": event.case, "opened_at": at, "state": "open", **due}


def _add(
    connection: Connection, table: Table, entry: Entry, event: CaseOpened | MessageLeft, row: dict[str, Any]
) -> None:
    row |= {
        "call_sid": entry.call_sid,
        "turn": entry.turn,
        "hotline": entry.hotline,
        "department": event.node.partition("/")[0] if "/" in event.node else "",
        "recording": event.recording,
        "url": event.url,
        "seconds": event.seconds,
        "call_back": event.call_back,
        "recording_status": _known_state(connection, entry.call_sid, event.recording),
    }
    insert = INSERTS[connection.dialect.name](table)
    connection.execute(insert.values(row).on_conflict_do_nothing(index_elements=["call_sid", "turn"]))


def _known_state(connection: Connection, call_sid: str, recording: str) -> str:
    """What the carrier said of the recording before the turn that speaks of it came in."""
    if not recording:
        return ""
    names = [f"recording {recording} {state}" for state in RECORDING_STATES]
    said = select(journal.c.entry).where(journal.c.call_sid == call_sid, journal.c.entry.in_(names))
    heard = {name.rpartition(" ")[2] for name in connection.scalars(said)}
    return next((state for state in RECORDING_STATES if state in heard), "")


def _note_state(connection: Connection, entry: Entry) -> None:
    word, _, rest = entry.entry.partition(" ")
    recording, _, state = rest.rpartition(" ")
    if word != "recording" or state not in RECORDING_STATES:
        return
    known = _known_state(connection, entry.call_sid, recording)
    for table in (cases, messages):
        mine = (table.c.call_sid == bindparam("sid")) & (table.c.recording == bindparam("name"))
        connection.execute(
            update(table).where(mine).values(recording_status=known), {"sid": entry.call_sid, "name": recording}
        )
