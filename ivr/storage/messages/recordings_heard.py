"""The recordings that the journal has heard of, in a query: a turn brought them, or a notice that they are ready.

Cases and messages hold those that are kept; a recording that is in neither is known from here alone.
"""

from typing import Any

from sqlalchemy import JSON, ColumnElement, String, and_, case, cast, exists, or_, select, type_coerce
from sqlalchemy.sql.selectable import FromClause

from ivr.journal.late_recordings import READY
from ivr.storage.cases.tables import cases
from ivr.storage.journal.tables import journal
from ivr.storage.messages.tables import messages

DELETED = "deleted"  # a recording's state, once it is
NAMED = '"recording":"'  # as the text of the journal has it
NOTICES = journal.alias("notices")


def recordings_heard(kind: str) -> FromClause:
    """Each time that a recording was told of with its name: the call, recording, url, and the turn and its events.

    `kind` is that of the database.
    """
    told = or_(journal.c.turn.is_not(None), journal.c.entry.like(f"recording % {READY}"))
    named = journal.c.heard.contains(NAMED, autoescape=True)
    columns = (journal.c.call_sid, journal.c.turn, journal.c.events)
    texts = [_text(kind, name, named).label(name) for name in ("recording", "url")]
    found = select(*columns, *texts).where(told, named).subquery()
    return select(found).where(found.c.recording != "").subquery()


def still_there(heard: FromClause) -> ColumnElement[bool]:
    """That a recording heard of was not deleted yet."""
    gone = "recording " + heard.c.recording + f" {DELETED}"
    return ~exists().where(NOTICES.c.call_sid == heard.c.call_sid, NOTICES.c.entry == gone)


def settled(heard: FromClause) -> ColumnElement[bool]:
    """That a turn brought the recording and all that follows from it is done.

    What was recorded anew waits for the case or message in whose place it is to be put, where that comes later.
    """
    anew = heard.c.events.contains('"RecordedAgain"', autoescape=True)
    return and_(heard.c.turn.is_not(None), or_(~anew, *(_placed(heard, table) for table in (cases, messages))))


def _placed(heard: FromClause, table: Any) -> ColumnElement[bool]:
    of_turn = '%"RecordedAgain"%"turn":' + cast(table.c.turn, String) + ",%"
    return exists().where(table.c.call_sid == heard.c.call_sid, heard.c.events.like(of_turn))


def _text(kind: str, name: str, named: ColumnElement[bool]) -> ColumnElement[str]:
    """A text of what was heard; only where there is one, since PostgreSQL takes apart all that it is told to."""
    heard: Any = cast(journal.c.heard, JSON) if kind == "postgresql" else type_coerce(journal.c.heard, JSON)
    return case((named, heard[name].as_string()), else_="")
