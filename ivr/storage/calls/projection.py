"""The projection of entries to `calls`: one statement that gives the same row in whatever order entries come in.

Each column is merged by a rule that does not care about order: the value of the lowest or the highest turn, the later
or the larger of two, the one that ranks higher, or a sum (the journal keeps each entry once).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement as Element
from sqlalchemy import case, func, literal_column

from ivr.engine.events import Event, NodeReached
from ivr.journal.entry import Entry
from ivr.journal.outcome import ENDINGS, OUTCOMES, ending_of, outcome_of
from ivr.storage.calls.tables import NO_TURN_YET, calls
from ivr.storage.database.column_types import storable

OF_THE_FIRST_TURN = ("hotline", "caller", "called", "edition")
TAIL = 4  # characters at the end of a caller's number by which calls are found
LONGEST_PLACE = 255
OF_THE_LAST_TURN = ("last_node", "language")


def call_row(entry: Entry) -> dict[str, Any]:
    """What one entry alone tells of its call, by the columns of `calls`."""
    is_turn = entry.turn is not None
    return {
        "sid": entry.call_sid,
        "hotline": entry.hotline,
        "caller": entry.caller,
        "called": entry.called,
        "edition": entry.edition,
        "started_at": entry.at,
        "ended_at": entry.at if entry.ends else None,
        "seconds": entry.seconds if entry.ends else None,  # else a recording's
        "turns": int(is_turn),
        "first_turn": entry.turn if is_turn else NO_TURN_YET,
        "last_turn": entry.turn if is_turn else -1,
        "last_node": entry.node if is_turn else "",
        "language": entry.language if is_turn else "",
        "outcome": outcome_of(entry.events),
        "ending": ending_of(entry.events),
    }


def places_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The places these events tell of: the nodes reached, and their departments with a stroke behind their names."""
    nodes = [storable(event.node[:LONGEST_PLACE]) for event in events if isinstance(event, NodeReached)]
    departments = [node.partition("/")[0] + "/" for node in nodes if "/" in node]
    return tuple(dict.fromkeys([*nodes, *departments]))


def merged(new: Any, kind: str) -> dict[str, Element[Any]]:
    """How the row of a call and a `new` one, made of one more entry, become one: a value for each column.

    `kind` is the kind of database.
    """
    old = calls.c
    larger = func.greatest if kind == "postgresql" else func.max
    of_first = {
        name: _of(old.first_turn > new.first_turn, "first_turn", name, new, larger) for name in OF_THE_FIRST_TURN
    }
    of_last = {name: _of(old.last_turn < new.last_turn, "last_turn", name, new, larger) for name in OF_THE_LAST_TURN}
    start = case(
        (old.first_turn > new.first_turn, new.started_at),
        (old.first_turn < new.first_turn, old.started_at),
        else_=_smaller(old.started_at, new.started_at),
    )
    return of_first | of_last | {
        "started_at": start,
        "ended_at": _later(old.ended_at, new.ended_at),
        "seconds": _later(old.seconds, new.seconds),
        "turns": old.turns + new.turns,
        "first_turn": _smaller(old.first_turn, new.first_turn),
        "last_turn": larger(old.last_turn, new.last_turn),
        "outcome": _ranked(old.outcome, new.outcome, OUTCOMES, kind),
        "ending": _ranked(old.ending, new.ending, ENDINGS, kind),
    }  # fmt: skip


def _of(new_wins: Any, turn: str, name: str, new: Any, larger: Any) -> Element[Any]:
    """The value of the turn that wins; between two entries of one turn, or of none, the larger."""
    old = calls.c
    return case((new_wins, new[name]), (old[turn] != new[turn], old[name]), else_=larger(old[name], new[name]))


def _smaller(old: Any, new: Any) -> Element[Any]:
    return case((old > new, new), else_=old)


def _later(old: Any, new: Any) -> Element[Any]:
    return case((old > new, old), else_=func.coalesce(new, old))


def _ranked(old: Any, new: Any, names: tuple[str, ...], kind: str) -> Element[Any]:
    """The one that stands further on in `names`; none of them is a part of another."""
    place = func.strpos if kind == "postgresql" else func.instr
    row: Element[str] = literal_column("'" + ",".join(names) + "'")  # names of this file's own
    return case((place(row, new) > place(row, old), new), else_=old)
