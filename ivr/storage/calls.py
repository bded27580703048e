"""The projection of entries to `calls`: one statement that gives the same row in whatever order entries come in.

Each column is merged by a rule that does not care about order: the value of the lowest or the highest turn, the later
or the larger of two, the one that ranks higher, or a sum (the journal keeps each entry once).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement as Element
from sqlalchemy import Connection, Insert, bindparam, case
from sqlalchemy.dialects import postgresql, sqlite

from ivr.engine.events import AnswerGiven, CallEnded, CaseOpened, Event, MessageLeft, TransferEnded
from ivr.storage.models import NO_TURN_YET, calls
from ivr.switchboard.ports import Entry

OUTCOMES = {"nothing": 0, "answered": 1, "message": 2, "officer": 3, "case": 4}
ENDINGS = {
    "": 0, "lost": 1, "carrier ended": 2, "caller hung up": 3, "failed": 4, "too long": 5, "refused": 6, "goodbye": 7
}  # fmt: skip
OF_THE_FIRST_TURN = ("hotline", "caller", "called", "edition", "started_at")
OF_THE_LAST_TURN = ("last_node", "language")


def project_call(connection: Connection, entry: Entry) -> bool:
    """Bring the call's row up to date; says whether the carrier had already reported the call's end before."""
    statement = _STATEMENTS[connection.dialect.name]
    ended_at = connection.execute(statement, _row(entry)).scalar_one()
    return ended_at is not None and not entry.ends


def _row(entry: Entry) -> dict[str, Any]:
    is_turn = entry.turn is not None
    return {
        "sid": entry.call_sid,
        "hotline": entry.hotline,
        "caller": entry.caller,
        "called": entry.called,
        "edition": entry.edition,
        "started_at": entry.at,
        "ended_at": entry.at if entry.ends else None,
        "seconds": entry.seconds,
        "turns": int(is_turn),
        "first_turn": entry.turn if is_turn else NO_TURN_YET,
        "last_turn": entry.turn if is_turn else -1,
        "last_node": entry.node if is_turn else "",
        "language": entry.language if is_turn else "",
        "outcome": outcome_of(entry.events),
        "ending": _ending_of(entry.events),
    }


def outcome_of(events: Iterable[Event]) -> str:
    """The most that these events did for the caller."""
    return max((_outcome(event) for event in events), key=OUTCOMES.__getitem__, default="nothing")


def _outcome(event: Event) -> str:
    match event:
        case CaseOpened():
            return "case"
        case TransferEnded(outcome="answered"):
            return "officer"
        case MessageLeft():
            return "message"
        case AnswerGiven():
            return "answered"
    return "nothing"


def _ending_of(events: Iterable[Event]) -> str:
    return max((event.how for event in events if isinstance(event, CallEnded)), key=ENDINGS.__getitem__, default="")


def _upsert(insert: Any) -> Insert:
    statement = insert(calls).values({column.name: bindparam(column.name, type_=column.type) for column in calls.c})
    merged = _merged(calls.c, statement.excluded)
    upsert: Insert = statement.on_conflict_do_update(index_elements=["sid"], set_=merged).returning(calls.c.ended_at)
    return upsert


def _merged(old: Any, new: Any) -> dict[str, Element[Any]]:
    first = {name: _by(old.first_turn > new.first_turn, old.first_turn, new.first_turn, old[name], new[name])
             for name in OF_THE_FIRST_TURN}  # fmt: skip
    first["started_at"] = case(
        (old.first_turn > new.first_turn, new.started_at),
        (old.first_turn < new.first_turn, old.started_at),
        (old.started_at > new.started_at, new.started_at),
        else_=old.started_at,
    )
    last = {name: _by(old.last_turn < new.last_turn, old.last_turn, new.last_turn, old[name], new[name])
            for name in OF_THE_LAST_TURN}  # fmt: skip
    return first | last | {
        "ended_at": _larger(old.ended_at, new.ended_at),
        "seconds": _larger(old.seconds, new.seconds),
        "turns": old.turns + new.turns,
        "first_turn": case((old.first_turn > new.first_turn, new.first_turn), else_=old.first_turn),
        "last_turn": case((old.last_turn < new.last_turn, new.last_turn), else_=old.last_turn),
        "outcome": _ranked(old.outcome, new.outcome, OUTCOMES),
        "ending": _ranked(old.ending, new.ending, ENDINGS),
    }  # fmt: skip


def _by(new_wins: Any, old_turn: Any, new_turn: Any, old: Any, new: Any) -> Element[Any]:
    """The value of the turn that wins; between entries of one turn, or without any, the larger."""
    return case((new_wins, new), (old_turn != new_turn, old), (new > old, new), else_=old)


def _larger(old: Any, new: Any) -> Element[Any]:
    return case((old.is_(None), new), (new > old, new), else_=old)


def _ranked(old: Any, new: Any, ranks: dict[str, int]) -> Element[Any]:
    return case((case(ranks, value=new, else_=-1) > case(ranks, value=old, else_=-1), new), else_=old)


_STATEMENTS = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
