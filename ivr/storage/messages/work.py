"""Work on recorded messages: done, not done after all, handed over into a case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.alerts.occasions import about_case, note, occasion_of_what_was_left
from ivr.storage.cases.correcting import CORRECTED, correct
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.cases.history import Deed, Doing, Key, deeds, do
from ivr.storage.cases.tables import cases
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import true_time
from ivr.storage.messages.tables import messages

SHARED = (
    "call_sid", "turn", "department", "hotline", "recording", "url", "seconds", "call_back", "recording_status",
    "given", "anonymous",
)  # fmt: skip
"""The columns of a message that the case it becomes has too."""
BY_RULE = "by rule"
"""Who makes the case where the message's own menu says that it becomes one by itself."""
References = Callable[[str, int], str]


class MessageWork:
    """Each method does one thing to the message `key` as somebody (`who`) saw it in its `version`.

    All raise WorkConflict when it was changed since, RecordMissing when there is no such message, and StorageAway.
    `reference_for` gives a new case its reference.
    """

    def __init__(
        self,
        database: Database,
        reference_for: References,
        clock: Callable[[], datetime] = true_time,
        promises: Promises = USUAL,
    ) -> None:
        self._database = database
        self._reference_for = reference_for
        self._clock = clock
        self._promises = promises

    def done(self, key: Key, version: int, who: str, text: str = "") -> None:
        """Keep that the message was seen to."""
        self._do(key, version, who, "done", text=text)

    def undo(self, key: Key, version: int, who: str, text: str = "") -> None:
        """Keep that the message must be seen to after all."""
        self._do(key, version, who, "undone", text=text)

    def make_case(self, key: Key, version: int, who: str, kind: str) -> str:
        """Hand the message over into a new case of that kind; its reference. The message is done then.

        The case is due as if it had come in with the message. Where it is made BY_RULE, the office is told as of a case
        that a caller left. Raises WorkConflict when there is one already.
        """
        reference, now = self._reference_for(*key), self._clock()
        details = {"reference": reference, "kind": kind}
        self._database.catch_up()
        with self._database.writing() as connection:
            do(connection, "message", Doing(key, version, who, now, "made a case", details))
            if not add_case(connection, key, reference, kind, self._promises):
                raise WorkConflict("a case was made of this message already", version)
            do(connection, "case", Doing(key, 0, who, now, "opened", details))
            if who == BY_RULE:
                department = connection.scalar(select(messages.c.department).where(*_is(key)))
                note(connection, [occasion_of_what_was_left(about_case(kind), department or "", now, *key)])
        return reference

    def correct(self, key: Key, version: int, who: str, field: str, value: str, why: str) -> None:
        """Put another value into `call_back`, or a field that was given with it. Raises CorrectionRefused, too."""
        doing = Doing(key, version, who, self._clock(), CORRECTED, {"why": why})
        self._database.catch_up()
        with self._database.writing() as connection:
            correct(connection, "message", doing, field, value)

    def history(self, key: Key) -> tuple[Deed, ...]:
        """All that was done to the message, in order."""
        return deeds(self._database, "message", key)

    def _do(self, key: Key, version: int, who: str, what: str, **details: str) -> None:
        self._database.catch_up()
        with self._database.writing() as connection:
            do(connection, "message", Doing(key, version, who, self._clock(), what, details))


def add_case(connection: Connection, key: Key, reference: str, kind: str, promises: Promises) -> bool:
    """Add the case that a message becomes; False when there is one. Raises RecordMissing without the message."""
    message = connection.execute(select(messages).where(*_is(key))).mappings().first()
    if message is None:
        raise RecordMissing("no such message is on record")
    insert = INSERTS[connection.dialect.name](cases).values(_case_row(message, reference, kind, promises))
    added = insert.on_conflict_do_nothing(index_elements=["call_sid", "turn"]).returning(cases.c.id)
    return connection.execute(added).first() is not None


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    return messages.c.call_sid == key.call_sid, messages.c.turn == key.turn


def _case_row(message: RowMapping, reference: str, kind: str, promises: Promises) -> dict[str, Any]:
    acknowledge_due, reply_due = promises.due_dates(kind, message["left_at"], message["department"])
    return {name: message[name] for name in SHARED} | {
        "reference": reference,
        "kind": kind,
        "opened_at": message["left_at"],
        "state": "open",
        "came_from": "message",
        "acknowledge_due": acknowledge_due,
        "reply_due": reply_due,
    }
