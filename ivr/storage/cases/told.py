"""What callers are told of the cases that were left, found by what they know of them."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from ivr.engine.case_table import FACT, FOUND_BY, CaseState, CaseWords, KnownCase, rows_of_cases
from ivr.engine.edition import TableShape
from ivr.engine.ports import Sought
from ivr.errors import StorageAway
from ivr.journal.text import compact
from ivr.storage.calls.tables import calls
from ivr.storage.cases.history import Key
from ivr.storage.cases.tables import cases, history
from ivr.storage.cases.work import NONE_WANTED
from ivr.storage.database.transactions import Database
from ivr.storage.editions.bundles import true_time

MOST_COMPARED = 500  # the newest cases, among which one is looked for
MAY_HEAR = frozenset({"reference", FACT})
"""What must be matched, both, by whoever is to hear the words of a reply: the number a telephone shows is no proof."""


class CasesTold:
    """Finds cases for their callers; by the clock `now` a promise can still be kept or no longer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = true_time) -> None:
        self._database = database
        self._now = now

    def find(
        self, shape: TableShape, sought: Sought, most: int, zone: ZoneInfo, words: CaseWords
    ) -> tuple[Mapping[str, str], ...]:
        """At most `most` of the cases of a table's department that are sought, otherwise the newest first.

        Those that it handed over are among them: their callers ring where they left them.

        The lists of cases follow the journal: they are caught up with first. Where that takes too long, what is not
        found may be there all the same. Raises StorageAway, then too.
        """
        behind = self._database.catch_up() is False
        department, _, _ = shape.name.partition("/")
        with self._database.reading() as connection:
            found = connection.execute(_asked(department, sought.match)).mappings().all()
            replies = _replies(connection, found, words=sought.match.keys() >= MAY_HEAR)
        today = _day(self._now(), zone)
        known = (_known(row, replies.get(_key(row), NO_REPLIES), zone, today, department) for row in found)
        rows = rows_of_cases(known, sought, shape.columns, words)[:most]
        if behind and not rows:
            raise StorageAway("what came in last is in no list of cases yet")
        return rows


def _key(row: RowMapping) -> Key:
    return Key(row["call_sid"], row["turn"])


def _asked(department: str, match: Mapping[str, str]) -> Any:
    """The cases that may be those sought, the newest first."""
    asked = select(cases, calls.c.caller).join_from(cases, calls, calls.c.sid == cases.c.call_sid, isouter=True)
    mine = or_(cases.c.department == department, _handed_over(department))
    asked = asked.where(mine, *_narrowed(match))
    return asked.order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(MOST_COMPARED)


def _handed_over(department: str) -> ColumnElement[bool]:
    """That the department once gave the case to another one."""
    by_it = compact({"giver": department})[1:-1]
    deed = select(1).where(
        history.c.subject == "case",
        history.c.call_sid == cases.c.call_sid,
        history.c.turn == cases.c.turn,
        history.c.what == "handed over",
        history.c.details.contains(by_it, autoescape=True),
    )
    return deed.exists()


def _narrowed(match: Mapping[str, str]) -> Iterable[ColumnElement[bool]]:
    if "reference" in match:
        yield cases.c.reference == match["reference"]
    if FOUND_BY.keys() & match.keys():
        yield cases.c.anonymous.is_(False)
    if "caller" in match:
        yield calls.c.caller == match["caller"]
    if FACT in match:
        numbers = (calls.c.caller, cases.c.call_back)
        yield or_(*(number.endswith(match[FACT], autoescape=True) for number in numbers))


class _Replies(NamedTuple):
    """When the caller had a reply first, if at all; and whether the case was opened again after the last one.

    `words` are those of the last reply that may be heard, in that `language`.
    """

    first: datetime | None
    again: bool
    words: str = ""
    language: str = ""


NO_REPLIES = _Replies(None, again=False)


def _replies(connection: Connection, found: Iterable[RowMapping], *, words: bool) -> Mapping[Key, _Replies]:
    """The replies to those of the cases that have one; with their `words` only for who may hear them."""
    sids = {row["call_sid"] for row in found if row["replied_at"]}
    if not sids:
        return {}
    columns = (history.c.call_sid, history.c.turn, history.c.what, history.c.at, history.c.details)
    asked = select(*columns).where(history.c.subject == "case", history.c.call_sid.in_(sids))
    asked = asked.order_by(history.c.version)
    replies: dict[Key, _Replies] = {}
    for sid, turn, what, at, details in connection.execute(asked.where(history.c.what.in_(("replied", "reopened")))):
        before, its = replies.get(Key(sid, turn), NO_REPLIES), json.loads(details)
        first = before.first or _told_at(what, at, its)
        heard = (its["text"], its["heard"]) if words and its.get("heard") else before[2:]
        replies[Key(sid, turn)] = _Replies(first, what == "reopened", *heard)
    return replies


def _told_at(what: str, at: datetime, details: Mapping[str, str]) -> datetime | None:
    if what != "replied" or details.get("by") == NONE_WANTED:
        return None
    return datetime.fromisoformat(details["when"]) if details.get("when") else at


def _known(row: RowMapping, replies: _Replies, zone: ZoneInfo, today: str, asked: str) -> KnownCase:
    opened, due, answered = (_day(moment, zone) for moment in (row["opened_at"], row["reply_due"], replies.first))
    state = _state(row, replies)
    owed = state in ("received", "in_hand") and (replies.again or not row["replied_at"])
    caller, call_back = ("", "") if row["anonymous"] else (row["caller"] or "", row["call_back"])
    promised = due if owed and due >= today else ""
    handed_to = row["department"] if row["department"] != asked else ""
    return KnownCase(
        row["reference"],
        row["kind"],
        state,
        opened,
        promised,
        answered,
        caller,
        call_back,
        handed_to,
        replies.words,
        replies.language,
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat() if moment else ""


def _state(row: RowMapping, replies: _Replies) -> CaseState:
    """How a case stands; one that was opened again after its answer is in hand."""
    if row["state"] == "closed":
        return "closed"
    if replies.first and not replies.again:
        return "answered"
    return "in_hand" if row["owner"] or row["acknowledged_at"] else "received"
