"""The list of recorded messages that a supervisor sees, and one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, and_, desc, func, or_, select

from ivr.storage.cases.given import given_from_text
from ivr.storage.cases.history import Key
from ivr.storage.database.transactions import Database
from ivr.storage.messages.tables import messages
from ivr.storage.messages.transcripts import says_in_transcript

OWN = messages.c.continues.is_(None)
"""That it is a message of its own, and not added to what was left in another turn."""


@dataclass(frozen=True)
class Message:
    """A message as it stands. `became` is the reference of the case it was handed over into, empty for none.

    It `becomes` a case of that kind by itself at `becomes_at`, where nobody has seen to it by then.
    `given` are the fields that came with it; an `anonymous` caller wished to stay unknown.
    """

    department: str
    node: str
    hotline: str
    call_sid: str
    turn: int
    left_at: datetime
    recording: str
    url: str
    seconds: int
    call_back: str
    recording_status: str
    version: int
    done_at: datetime | None
    done_by: str
    became: str
    becomes: str
    becomes_at: datetime | None
    given: Mapping[str, str]
    anonymous: bool

    @property
    def key(self) -> Key:
        """Which message this is, for `MessageWork`."""
        return Key(self.call_sid, self.turn)


@dataclass(frozen=True)
class MessageFilters:
    """What to list; empty means any. `departments` is what the person asking may see, None for everything.

    `becomes_by`: becomes a case by itself by then. `text` is looked for in transcripts.

    `after` is (left_at, call_sid, turn) of the last message of the page before.
    """

    department: str = ""
    hotline: str = ""
    state: Literal["", "waiting", "done"] = ""
    since: datetime | None = None
    until: datetime | None = None
    becomes_by: datetime | None = None
    text: str = ""
    departments: frozenset[str] | None = None
    after: tuple[datetime, str, int] | None = None
    limit: int = 50


def list_desk_messages(database: Database, filters: MessageFilters) -> tuple[Message, ...]:
    """A page of messages, the latest first. Raises StorageAway."""
    order = (desc(messages.c.left_at), desc(messages.c.call_sid), desc(messages.c.turn))
    query = select(messages).where(*_conditions(filters)).order_by(*order).limit(filters.limit)
    with database.caught_up() as connection:
        return tuple(_message(row) for row in connection.execute(query).mappings())


def count_desk_messages(database: Database, filters: MessageFilters) -> int:
    """How many messages there are. Raises StorageAway."""
    with database.caught_up() as connection:
        query = select(func.count()).select_from(messages).where(*_conditions(filters))
        return int(connection.execute(query).scalar_one())


def messages_of_call(database: Database, sid: str) -> tuple[Message, ...]:
    """The messages that were left in a call. Raises StorageAway."""
    with database.caught_up() as connection:
        mine = select(messages).where(messages.c.call_sid == sid, OWN).order_by(messages.c.turn)
        return tuple(_message(row) for row in connection.execute(mine).mappings())


def added_to(database: Database, key: Key) -> tuple[Message, ...]:
    """The recordings that the caller added to what was left in that turn, a message or a case. Raises StorageAway."""
    mine = select(messages).where(messages.c.call_sid == key.call_sid, messages.c.continues == key.turn)
    with database.caught_up() as connection:
        return tuple(_message(row) for row in connection.execute(mine.order_by(messages.c.turn)).mappings())


def find_message(database: Database, key: Key) -> Message | None:
    """The message that was left in that turn of that call. Raises StorageAway."""
    mine = and_(messages.c.call_sid == key.call_sid, messages.c.turn == key.turn, OWN)
    with database.caught_up() as connection:
        row = connection.execute(select(messages).where(mine)).mappings().first()
        return _message(row) if row else None


def _conditions(filters: MessageFilters) -> Iterator[ColumnElement[bool]]:
    yield OWN
    for name in ("department", "hotline"):
        if value := getattr(filters, name):
            yield messages.c[name] == value
    if filters.departments is not None:
        yield messages.c.department.in_(sorted(filters.departments))
    if filters.state:
        yield messages.c.done_at.is_(None) if filters.state == "waiting" else messages.c.done_at.is_not(None)
    if filters.text:
        yield says_in_transcript(messages.c.recording, filters.text)
    yield from _of_time(filters)


def _of_time(filters: MessageFilters) -> Iterator[ColumnElement[bool]]:
    if filters.since:
        yield messages.c.left_at >= filters.since
    if filters.until:
        yield messages.c.left_at < filters.until
    if filters.becomes_by:
        yield and_(messages.c.becomes_at <= filters.becomes_by, messages.c.became == "")
    if filters.after:
        yield _comes_after(*filters.after)


def _comes_after(at: datetime, sid: str, turn: int) -> ColumnElement[bool]:
    moment, call, number = messages.c.left_at, messages.c.call_sid, messages.c.turn
    return or_(moment < at, and_(moment == at, or_(call < sid, and_(call == sid, number < turn))))


def _message(row: RowMapping) -> Message:
    told = {each.name: row[each.name] for each in fields(Message)}
    return Message(**told | {"given": given_from_text(row["given"])})
