"""The projections of entries to cases and messages, and what the carrier says of their recordings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select, update

from ivr.engine.events import CallBackChosen, CaseOpened, MessageLeft, RecordedAgain, RecordedMore
from ivr.journal.entry import Entry
from ivr.journal.late_recordings import READY
from ivr.journal.text import events_from_text
from ivr.storage.cases.due import Promises
from ivr.storage.cases.given import given_as_text
from ivr.storage.cases.tables import cases
from ivr.storage.database.inserting import INSERTS
from ivr.storage.journal.tables import journal
from ivr.storage.messages.recordings_heard import DELETED, recordings_heard
from ivr.storage.messages.tables import messages, transcripts

RECORDING_STATES = (DELETED, "completed", "absent", "failed")  # by us; by the carrier, the best news first
_Later = TypeVar("_Later", RecordedAgain, CallBackChosen)


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
                _add(connection, messages, entry, event, _left(event, entry.at, promises))
            case RecordedMore():
                _continue(connection, entry, event)
            case RecordedAgain():
                connection.execute(delete(messages).where(*_added_before(entry, event.turn)))
                recorded = _recorded_last(connection, entry.call_sid, event.turn)
                told = _told_of(connection, {"call_sid": entry.call_sid, **recorded})
                _replace(connection, entry.call_sid, event.turn, told)
            case CallBackChosen():
                _replace(connection, entry.call_sid, event.turn, _chosen_last(connection, entry.call_sid, event.turn))


def _continue(connection: Connection, entry: Entry, event: RecordedMore) -> None:
    """Add a recording to what was left in an earlier turn, unless the caller has recorded that anew since."""
    anew = _last(connection, RecordedAgain, entry.call_sid, event.turn)
    if anew is None or _turn_of(connection, entry.call_sid, anew) < (entry.turn or 0):
        part = MessageLeft(event.node, event.recording, event.url, event.seconds, "")
        row = {"node": event.node, "left_at": entry.at, "becomes": "", "becomes_at": None, "continues": event.turn}
        _add(connection, messages, entry, part, row)


def _added_before(entry: Entry, turn: int) -> tuple[ColumnElement[bool], ...]:
    """What was added, before this entry, to what was left in a turn."""
    mine = messages.c.call_sid == entry.call_sid, messages.c.continues == turn
    return *mine, messages.c.turn < (entry.turn or 0)


def _turn_of(connection: Connection, call_sid: str, event: RecordedAgain) -> int:
    """The last turn in which something was recorded anew in the place of what that event is about."""
    said = select(journal.c.turn, journal.c.events).where(journal.c.call_sid == call_sid, journal.c.turn.is_not(None))
    such = said.where(journal.c.events.contains('"RecordedAgain"', autoescape=True)).order_by(journal.c.turn.desc())
    return next(int(turn) for turn, text in connection.execute(such) if event in tuple(events_from_text(text)))


def _replace(connection: Connection, call_sid: str, turn: int, told: Mapping[str, Any]) -> None:
    """What is told now of what was left in an earlier turn of the call, where that is known."""
    for table in (cases, messages):
        connection.execute(update(table).where(table.c.call_sid == call_sid, table.c.turn == turn).values(told))


def _recorded_last(connection: Connection, call_sid: str, turn: int) -> dict[str, Any]:
    """The recording that the caller made last of all in the place of the one of `turn`; nothing where there is none."""
    last = _last(connection, RecordedAgain, call_sid, turn)
    return {"recording": last.recording, "url": last.url, "seconds": last.seconds} if last else {}


def _chosen_last(connection: Connection, call_sid: str, turn: int) -> dict[str, Any]:
    """The number to call back that was chosen last of all about what was left in `turn`; nothing where none was."""
    last = _last(connection, CallBackChosen, call_sid, turn)
    return {"call_back": last.call_back} if last else {}


def _last(connection: Connection, kind: type[_Later], call_sid: str, turn: int) -> _Later | None:
    """The last event of the call that is about what was left in `turn`.

    The journal is asked, for turns come out of a spool in any order.
    """
    said = select(journal.c.events).where(journal.c.call_sid == call_sid, journal.c.turn > turn)
    such = said.where(journal.c.events.contains(f'"{kind.__name__}"', autoescape=True)).order_by(journal.c.turn.desc())
    found = (event for text in connection.scalars(such) for event in reversed(tuple(events_from_text(text))))
    return next((each for each in found if isinstance(each, kind) and each.turn == turn), None)


def _left(event: MessageLeft, at: datetime, promises: Promises) -> dict[str, Any]:
    becomes_at = promises.end_of_day_after(at, event.becomes_after, _department_of(event)) if event.becomes else None
    return {"node": event.node, "left_at": at, "becomes": event.becomes, "becomes_at": becomes_at}


def _opened(event: CaseOpened, at: datetime, promises: Promises) -> dict[str, Any]:
    acknowledge_due, reply_due = promises.due_dates(event.case, at, _department_of(event))
    due = {"acknowledge_due": acknowledge_due, "reply_due": reply_due}
    return {"reference": event.reference, "kind": event.case, "opened_at": at, "state": "open", **due}


def _department_of(event: CaseOpened | MessageLeft) -> str:
    return event.node.partition("/")[0] if "/" in event.node else ""


def _add(
    connection: Connection, table: Table, entry: Entry, event: CaseOpened | MessageLeft, row: dict[str, Any]
) -> None:
    row |= {
        "call_sid": entry.call_sid,
        "turn": entry.turn,
        "hotline": entry.hotline,
        "department": _department_of(event),
        "recording": event.recording,
        "url": event.url,
        "seconds": event.seconds,
        "call_back": event.call_back,
        "given": given_as_text(event.given),
        "anonymous": event.anonymous,
        **_recorded_last(connection, entry.call_sid, entry.turn or 0),
        **_chosen_last(connection, entry.call_sid, entry.turn or 0),
    }
    row |= _told_of(connection, row)
    insert = INSERTS[connection.dialect.name](table)
    connection.execute(insert.values(row).on_conflict_do_nothing(index_elements=["call_sid", "turn"]))


@dataclass(frozen=True)
class _Notice:
    """What was said of a recording: by the carrier, or by us when it was deleted."""

    recording: str
    state: str
    url: str
    seconds: int | None


def _notices(connection: Connection, call_sid: str) -> list[_Notice]:
    said = select(journal.c.entry, journal.c.heard, journal.c.seconds).where(journal.c.call_sid == call_sid)
    rows = connection.execute(said.where(journal.c.entry.startswith("recording ")).order_by(journal.c.id)).all()
    return [_Notice(*_named(entry), json.loads(heard).get("url", ""), seconds) for entry, heard, seconds in rows]


def _named(entry: str) -> tuple[str, str]:
    """The recording that an entry is about, and its state; of another entry no state."""
    word, _, rest = entry.partition(" ")
    recording, _, state = rest.rpartition(" ")
    return (recording, state) if word == "recording" and state in RECORDING_STATES else ("", "")


def _told_of(connection: Connection, row: Mapping[Any, Any]) -> dict[str, Any]:
    """What the notices say of the recording of a case or message, for the columns they decide.

    A recording that came without a name is the first that the carrier named and no other row has.
    """
    notices = _notices(connection, row["call_sid"])
    name = row["recording"] or (_unnamed(connection, row["call_sid"], notices) if row["seconds"] else "")
    states = {each.state: each for each in notices if each.recording == name and name}
    ready = states.get(READY)
    return {
        "recording": name,
        "url": row["url"] or (ready.url if ready else ""),
        "seconds": (ready.seconds if ready else 0) or row["seconds"],
        "recording_status": next((state for state in RECORDING_STATES if state in states), ""),
    }


def _unnamed(connection: Connection, call_sid: str, notices: list[_Notice]) -> str:
    """The recording that is ready, in no row yet, and brought by no turn: a turn's own is never another's."""
    taken = {name for table in (cases, messages) for name in connection.scalars(_recordings(table, call_sid))}
    heard = recordings_heard(connection.dialect.name)
    brought = select(heard.c.recording).where(heard.c.call_sid == call_sid, heard.c.turn.is_not(None))
    taken |= {*connection.scalars(brought)}
    ready = (each.recording for each in notices if each.state == READY and each.seconds != 0)
    return next((name for name in ready if name not in taken), "")


def _recordings(table: Table, call_sid: str) -> Select[Any]:
    return select(table.c.recording).where(table.c.call_sid == call_sid)


def _note_state(connection: Connection, entry: Entry) -> None:
    recording, state = _named(entry.entry)
    if not state:
        return
    if state == DELETED:
        connection.execute(delete(transcripts).where(transcripts.c.recording == recording))
    for table in (cases, messages):
        mine = table.c.call_sid == entry.call_sid, table.c.recording.in_((recording, ""))
        for row in connection.execute(select(table).where(*mine).order_by(table.c.turn)).mappings().all():
            told = _told_of(connection, row)
            connection.execute(update(table).where(table.c.id == row["id"]).values(told))
