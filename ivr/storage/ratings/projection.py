"""The projection of entries to ratings: the row of a call at a node is made of all that the journal holds of it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from ivr.engine.events import Event, RatingAnswered, RatingOffered
from ivr.journal.entry import Entry
from ivr.journal.text import events_from_text
from ivr.storage.journal.tables import journal
from ivr.storage.ratings.tables import ratings

RATING = (RatingOffered, RatingAnswered)


def speaks_of_ratings(entry: Entry) -> bool:
    """Whether a caller was asked in an entry how the call went, or answered."""
    return any(isinstance(event, RATING) for event in entry.events)


def project_ratings(connection: Connection, entry: Entry) -> None:
    """Make the rows anew of the nodes at which the entry tells of a rating, in whatever order entries come."""
    nodes = {event.node for event in entry.events if isinstance(event, RATING)}
    said = select(journal.c.at, journal.c.hotline, journal.c.language, journal.c.events).where(
        journal.c.call_sid == entry.call_sid, journal.c.events.contains('"Rating', autoescape=True)
    )
    rows = [
        (row.at, row.hotline, row.language, events_from_text(row.events))
        for row in connection.execute(said.order_by(journal.c.turn))
    ]
    for node in sorted(nodes):
        told = [(*about, event) for *about, events in rows for event in events if _is_of(event, node)]
        connection.execute(delete(ratings).where(ratings.c.call_sid == entry.call_sid, ratings.c.node == node))
        connection.execute(insert(ratings).values(_row(entry.call_sid, node, told)))


def _is_of(event: Event, node: str) -> bool:
    return isinstance(event, RATING) and event.node == node


def _row(call_sid: str, node: str, told: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """The row of a node, by its columns; `told` are moment, hotline, language and event, in the order of the turns."""
    events = list(told)
    offered_at, hotline, language, _ = events[0]
    answered = [event for *_, event in events if isinstance(event, RatingAnswered)]
    at: datetime = offered_at
    return {
        "call_sid": call_sid,
        "node": node,
        "department": node.partition("/")[0],
        "hotline": hotline,
        "language": language,
        "offered_at": at,
        "answers": json.dumps({event.question: event.answer for event in answered}, ensure_ascii=False),
        "complete": any(event.left == 0 for event in answered),
    }
