"""Transcripts: what a machine understood of callers' recordings. Each goes with its recording."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, exists, func, or_, select, union, update

from ivr.journal.late_recordings import READY
from ivr.logs import HIDDEN
from ivr.storage.calls.tables import calls
from ivr.storage.cases.tables import cases
from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.messages.tables import messages, transcripts

WRITTEN, FAILED, GIVEN_UP = "written", "failed", "given up"
AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long a recording waits for the next try, after the first failure, the second and so on; then it is given up."""
CLAIMED = timedelta(minutes=15)  # far longer than a recogniser has
BROKEN_OFF = "it was begun and broken off"
LONGEST = 20_000  # characters
DIGIT = "[0-9０-９〇零一二三四五六七八九兩两幺]"
NUMBER = re.compile(rf"\+?{DIGIT}(?:[ \u00a0.-]?{DIGIT}){{5,}}")
"""Digits enough for a telephone number or an account, also as they are written in Chinese."""
KEPT_IN = (cases, messages)


@dataclass(frozen=True)
class MachineTranscript:
    """What a machine made of a recording in a language; without text, why it could not, and whether it tries again."""

    recording: str
    state: str
    language: str
    text: str
    why: str

    def shown(self, *, numbers: bool = False) -> str:
        """The text, with whatever may be a number hidden unless `numbers` may be seen."""
        return self.text if numbers else NUMBER.sub(HIDDEN, self.text)


@dataclass(frozen=True)
class Untranscribed:
    """A recording that can be had and of which nothing is written down; `language` is the caller's."""

    call_sid: str
    recording: str
    url: str
    language: str
    tries: int


def untranscribed(database: Database, since: datetime, now: datetime, most: int) -> tuple[Untranscribed, ...]:
    """Some of those left since then, whose turn it is. Raises StorageAway."""
    found = union(_ready(cases, "opened_at", since), _ready(messages, "left_at", since)).subquery()
    due = or_(transcripts.c.recording.is_(None), transcripts.c.next_at <= now)
    query = (
        select(found.c.call_sid, found.c.recording, found.c.url, calls.c.language, transcripts.c.tries)
        .select_from(found)
        .join(calls, calls.c.sid == found.c.call_sid)
        .outerjoin(transcripts, transcripts.c.recording == found.c.recording)
        .where(due)
        .order_by(found.c.recording)
        .limit(most)
    )
    with database.caught_up() as connection:
        rows = connection.execute(query).all()
    return tuple(Untranscribed(row.call_sid, row.recording, row.url, row.language, row.tries or 0) for row in rows)


def claim(database: Database, of: Untranscribed, now: datetime) -> bool:
    """Begin to write one down; False where another process did meanwhile, or too many tries came to nothing.

    A claim ends by itself: whoever died over it keeps nobody from trying again. Raises StorageAway.
    """
    last = of.tries > len(AGAIN)
    state, next_at = (GIVEN_UP, None) if last else (FAILED, now + CLAIMED)
    row = {
        "recording": of.recording,
        "call_sid": of.call_sid,
        "language": of.language,
        "tries": of.tries + 1,
        "state": state,
        "text": "",
        "why": BROKEN_OFF,
        "at": now,
        "next_at": next_at,
    }
    with database.writing() as connection:
        insert = INSERTS[connection.dialect.name](transcripts).values(row)
        free = transcripts.c.next_at <= now
        claimed = insert.on_conflict_do_update(index_elements=["recording"], set_=row, where=free)
        mine = connection.scalar(claimed.returning(transcripts.c.recording))
    return mine is not None and not last


def keep_transcript(database: Database, of: Untranscribed, text: str, now: datetime) -> bool:
    """Keep what a machine understood of one that was claimed; False where the recording is gone meanwhile.

    Raises StorageAway.
    """
    return _keep(database, of, {"state": WRITTEN, "text": text[:LONGEST], "why": "", "at": now, "next_at": None})


def keep_failure(database: Database, of: Untranscribed, why: str, now: datetime) -> bool:
    """Keep that one that was claimed could not be written down; whether it is tried again. Raises StorageAway."""
    pause = AGAIN[of.tries] if of.tries < len(AGAIN) else None
    state, next_at = (FAILED, now + pause) if pause else (GIVEN_UP, None)
    return _keep(database, of, {"state": state, "why": why, "at": now, "next_at": next_at}) and bool(pause)


def transcripts_of(database: Database, recordings: Iterable[str]) -> dict[str, MachineTranscript]:
    """What there is of these recordings, by their names. Raises StorageAway."""
    wanted = transcripts.c.recording.in_([name for name in recordings if name])
    with database.reading() as connection:
        return {row.recording: _transcript(row) for row in connection.execute(select(transcripts).where(wanted))}


def transcripts_of_call(database: Database, sid: str) -> tuple[MachineTranscript, ...]:
    """What there is of the recordings of a call. Raises StorageAway."""
    mine = select(transcripts).where(transcripts.c.call_sid == sid).order_by(transcripts.c.recording)
    with database.reading() as connection:
        return tuple(_transcript(row) for row in connection.execute(mine))


def count_given_up(database: Database) -> int:
    """How many recordings no machine could write down. Raises StorageAway."""
    with database.reading() as connection:
        count = select(func.count()).select_from(transcripts).where(transcripts.c.state == GIVEN_UP)
        return int(connection.execute(count).scalar_one())


def says_in_transcript(recording: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """That a text stands in what was written down of a recording."""
    mine = transcripts.c.recording == recording, transcripts.c.text.icontains(text, autoescape=True)
    return exists().where(*mine)


def forget_orphans(database: Database) -> int:
    """Delete the transcripts of recordings that are deleted, or in no case or message any more; how many.

    Raises StorageAway.
    """
    gone = delete(transcripts).where(*(~each for each in _kept()))
    database.catch_up()
    with database.writing() as connection:
        return connection.execute(gone).rowcount


def forget_transcripts(connection: Connection, sids: Sequence[str]) -> None:
    """Delete those of calls that are forgotten."""
    connection.execute(delete(transcripts).where(transcripts.c.call_sid.in_(sids)))


def forget_numbers_in_transcripts(connection: Connection, sids: Sequence[str]) -> None:
    """Hide for good whatever may be a number in those of calls whose numbers are forgotten."""
    mine = select(transcripts.c.recording, transcripts.c.text).where(transcripts.c.call_sid.in_(sids))
    for recording, text in connection.execute(mine).all():
        if (hidden := NUMBER.sub(HIDDEN, text)) != text:
            of_it = transcripts.c.recording == recording
            connection.execute(transcripts.update().where(of_it).values(text=hidden))


def _ready(table: Table, at: str, since: datetime) -> Select[Any]:
    there = table.c.recording_status == READY, table.c.recording != "", table.c.url != ""
    return select(table.c.call_sid, table.c.recording, table.c.url).where(table.c[at] >= since, *there)


def _keep(database: Database, of: Untranscribed, values: Mapping[str, object]) -> bool:
    """Keep what came of one, unless its recording went with its row meanwhile."""
    mine = transcripts.c.recording == of.recording
    with database.writing() as connection:
        return bool(connection.execute(update(transcripts).where(mine).values(values)).rowcount)


def _kept() -> list[ColumnElement[bool]]:
    """That its recording is in a case, that it is in a message, and not deleted."""
    return [
        exists().where(each.c.recording == transcripts.c.recording, each.c.recording_status == READY)
        for each in KEPT_IN
    ]


def _transcript(row: Row[Any]) -> MachineTranscript:
    return MachineTranscript(row.recording, row.state, row.language, row.text, row.why)
