"""What callers gave before they left something: the fields they keyed or chose, for whoever rings them back."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from ivr.engine.events import FieldKept
from ivr.journal.text import events_from_text
from ivr.storage.cases.history import Key
from ivr.storage.database.transactions import Database
from ivr.storage.journal.tables import journal

OF_ITS_OWN = ("call_back", "feedback")  # shown as the number to ring and the kind of a case


def given_before(database: Database, left: Iterable[tuple[Key, str]]) -> Mapping[Key, Mapping[str, str]]:
    """By the turn in which something was left with a department: the fields given there until then, by short name.

    What a caller gave twice is told as it was given last; a secret is told nowhere. Raises StorageAway.
    """
    wanted = tuple(left)
    found: dict[Key, dict[str, str]] = {key: {} for key, _ in wanted}
    sids = {key.call_sid for key, _ in wanted}
    kept = select(journal.c.call_sid, journal.c.turn, journal.c.events).where(
        journal.c.call_sid.in_(sids), journal.c.turn.is_not(None), journal.c.events.contains(FieldKept.__name__)
    )
    with database.reading() as connection:
        rows = connection.execute(kept.order_by(journal.c.turn)).all()
    for call_sid, turn, events in rows:
        fields = [event for event in events_from_text(events) if isinstance(event, FieldKept)]
        for key, department in wanted:
            if key.call_sid == call_sid and turn <= key.turn:
                found[key] |= {event.field: event.value for event in fields if _is_told(event, department)}
    return found


def _is_told(event: FieldKept, department: str) -> bool:
    mine = event.node.startswith(f"{department}/")
    return mine and event.field not in OF_ITS_OWN and bool(event.value.strip("*"))
