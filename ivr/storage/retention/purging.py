"""Forgetting callers by rule: which calls are old enough, the numbers in them, the calls themselves.

Nothing of a call is forgotten while a case of it is open, or was closed after the same moment.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    union,
    update,
)

from ivr.journal.masking import with_forgotten_numbers
from ivr.logs import mask_number
from ivr.storage.alerts.occasions import forget_of_calls
from ivr.storage.calls.tables import call_places, calls
from ivr.storage.cases.correcting import forget_corrections, forget_numbers_in_corrections
from ivr.storage.cases.given import with_numbers_shown
from ivr.storage.cases.tables import case_replies, cases, history
from ivr.storage.database.transactions import Database
from ivr.storage.filed.forgetting import forget_rows_of_calls
from ivr.storage.journal.marks import PROJECTIONS, hold_marks, mark_of, rewind_marks
from ivr.storage.journal.rows import ENTRY_COLUMNS, entry_of, values_of
from ivr.storage.journal.tables import journal
from ivr.storage.messages.recordings_heard import DELETED, recordings_heard, settled, still_there
from ivr.storage.messages.tables import messages
from ivr.storage.messages.transcripts import forget_numbers_in_transcripts, forget_transcripts
from ivr.storage.outbox.of_calls import forget_sent_in_calls, mask_sent_in_calls, still_to_send
from ivr.storage.ratings.tables import ratings
from ivr.storage.retention.tables import purged

AT_A_TIME = 100  # calls in one transaction, so that calls in hand never wait long
What = Literal["numbers", "call"]
SPOKEN_OF = (cases, messages)
THEIRS = cases.alias("theirs")  # the cases of a call, in a query that may be of cases itself
REWRITTEN = ("caller", "heard", "events", "instructions", "token")


class OldRecording(NamedTuple):
    """A recording to be deleted: the call it was left in, the carrier's name for it, and its address there."""

    call_sid: str
    recording: str
    url: str


def count_old_calls(database: Database, what: What, before: datetime) -> int:
    """How many calls that began before then are still to be forgotten, or to lose their numbers. Raises StorageAway."""
    query = select(func.count()).select_from(calls).where(*_old(what, before))
    with database.caught_up() as connection:
        return int(connection.execute(query).scalar_one())


def forget_calls(database: Database, what: What, before: datetime, now: datetime) -> int:
    """Forget a bunch of them, all or none; how many: 0 when none is left. Raises StorageAway."""
    silent = _silent(database.kind) if what == "call" else ()
    chosen = select(calls.c.sid).where(*_old(what, before), *silent).order_by(calls.c.sid).limit(AT_A_TIME)
    database.catch_up()
    with database.writing() as connection:
        hold_marks(connection)
        sids = connection.scalars(chosen.where(calls.c.sid.not_in(_still_to_be_followed(connection)))).all()
        if sids:
            connection.execute(purged.insert(), [{"call_sid": sid, "what": what, "at": now} for sid in sids])
            (_forget_whole if what == "call" else _forget_numbers)(connection, sids)
    return len(sids)


def forget_these_calls(database: Database, sids: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Forget those of these calls, open cases and all, of which no recording is left; which. Raises StorageAway."""
    mine = select(calls.c.sid).where(calls.c.sid.in_(sids), calls.c.ended_at.is_not(None), *_silent(database.kind))
    database.catch_up()
    with database.writing() as connection:
        hold_marks(connection)
        gone = connection.scalars(mine.where(calls.c.sid.not_in(_still_to_be_followed(connection)))).all()
        if gone:
            connection.execute(purged.insert(), [{"call_sid": sid, "what": "call", "at": now} for sid in gone])
            _forget_whole(connection, gone)
            forget_rows_of_calls(connection, gone)
    return tuple(gone)


def forget_unknown_callers(database: Database, now: datetime) -> int:
    """Forget every number in calls that are over and in which somebody left something who wished to stay unknown.

    What is to be sent to them is sent first. How many calls of a bunch; 0 when none is left. Raises StorageAway.
    """
    wished = (exists().where(table.c.call_sid == calls.c.sid, table.c.anonymous) for table in SPOKEN_OF)
    done = exists().where(purged.c.call_sid == calls.c.sid, purged.c.what.in_(("caller", "call")))
    over = calls.c.ended_at.is_not(None), ~still_to_send(calls.c.sid)
    chosen = select(calls.c.sid).where(or_(*wished), *over, ~done).order_by(calls.c.sid)
    database.catch_up()
    with database.writing() as connection:
        hold_marks(connection)
        beyond = _still_to_be_followed(connection)
        sids = connection.scalars(chosen.where(calls.c.sid.not_in(beyond)).limit(AT_A_TIME)).all()
        if sids:
            _note_unknown(connection, sids, now)
            _forget_numbers(connection, sids, whole=True)
    return len(sids)


def _note_unknown(connection: Connection, sids: Sequence[str], now: datetime) -> None:
    masked = {*connection.scalars(select(purged.c.call_sid).where(purged.c.call_sid.in_(sids)))}
    whats = [(sid, what) for sid in sids for what in ("numbers", "caller") if what == "caller" or sid not in masked]
    connection.execute(purged.insert(), [{"call_sid": sid, "what": what, "at": now} for sid, what in whats])


def _still_to_be_followed(connection: Connection) -> Sequence[str]:
    """Calls of which something came in that is in no projection yet: what it is nobody can tell before."""
    beyond = journal.c.id > mark_of(connection, PROJECTIONS).journal_id
    return connection.scalars(select(journal.c.call_sid).where(beyond).distinct()).all()


def old_recordings(database: Database, before: datetime, after: tuple[str, str] = ("", "")) -> tuple[OldRecording, ...]:
    """Recordings left before then that are still to be deleted, those after `after` (call and name), in order."""
    parts = [
        select(table.c.call_sid, table.c.recording, table.c.url)
        .join(calls, calls.c.sid == table.c.call_sid)
        .where(table.c.recording != "", table.c.recording_status != DELETED, *_before(before))
        for table in SPOKEN_OF
    ]
    found = union(*parts).subquery().c
    following = or_(found.call_sid > after[0], and_(found.call_sid == after[0], found.recording > after[1]))
    query = select(found.call_sid, found.recording, found.url).where(following)
    with database.caught_up() as connection:
        rows = connection.execute(query.order_by(found.call_sid, found.recording).limit(AT_A_TIME))
        return tuple(OldRecording(*row) for row in rows)


def unkept_recordings(database: Database, before: datetime | None) -> tuple[OldRecording, ...]:
    """Recordings still to be deleted that are in no case and no message, in order. Raises StorageAway.

    One whose turn was taken is needed by nobody: the caller recorded anew, or left by a key. One that only the carrier
    told of may still be kept when its turn comes out of a spool; it goes with what was left before then.
    """
    heard = recordings_heard(database.kind)
    kept = (
        exists().where(table.c.call_sid == heard.c.call_sid, table.c.recording == heard.c.recording)
        for table in SPOKEN_OF
    )
    where_it_is = func.max(heard.c.url)
    unneeded = and_(where_it_is != "", _any_of(settled(heard)))
    query = (
        select(heard.c.call_sid, heard.c.recording, where_it_is)
        .join(calls, calls.c.sid == heard.c.call_sid)
        .where(still_there(heard), *(~each for each in kept))
        .group_by(heard.c.call_sid, heard.c.recording)
        .having(or_(unneeded, _any_of(and_(*_before(before)))) if before else unneeded)
        .order_by(heard.c.call_sid, heard.c.recording)
    )
    with database.caught_up() as connection:
        return tuple(OldRecording(*row) for row in connection.execute(query))


def _any_of(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That it holds for any row of a group."""
    return func.max(case((condition, 1), else_=0)) == 1


def recordings_of_calls(database: Database, sids: Sequence[str]) -> tuple[OldRecording, ...]:
    """Every recording of these calls that is still to be deleted, kept by the caller or not. Raises StorageAway."""
    heard = recordings_heard(database.kind)
    parts = [
        select(table.c.call_sid, table.c.recording, table.c.url).where(
            table.c.call_sid.in_(sids), table.c.recording != "", table.c.recording_status != DELETED
        )
        for table in SPOKEN_OF
    ]
    told = select(heard.c.call_sid, heard.c.recording, heard.c.url).where(
        heard.c.call_sid.in_(sids), heard.c.url != "", still_there(heard)
    )
    found = union(*parts, told).subquery().c
    each = select(found.call_sid, found.recording, func.max(found.url)).group_by(found.call_sid, found.recording)
    with database.caught_up() as connection:
        return tuple(OldRecording(*row) for row in connection.execute(each.order_by(found.call_sid, found.recording)))


def recordings_on_record(database: Database, names: Sequence[str]) -> set[str]:
    """Those of these recordings that are on record and not deleted. Raises StorageAway."""
    found: set[str] = set()
    with database.caught_up() as connection:
        for table in SPOKEN_OF:
            kept = table.c.recording.in_(names) & (table.c.recording_status != DELETED)
            found |= set(connection.scalars(select(table.c.recording).where(kept)))
    return found


def _before(before: datetime) -> tuple[ColumnElement[bool], ...]:
    worked_on = or_(THEIRS.c.state == "open", THEIRS.c.closed_at >= before)
    return calls.c.started_at < before, ~exists().where(THEIRS.c.call_sid == calls.c.sid, worked_on)


def _old(what: What, before: datetime) -> tuple[ColumnElement[bool], ...]:
    if what == "numbers":
        return *_before(before), ~exists().where(purged.c.call_sid == calls.c.sid, purged.c.what == what)
    return _before(before)


def _silent(kind: str) -> tuple[ColumnElement[bool], ...]:
    """That every recording of a call is deleted: a call goes after its recordings only."""
    heard = recordings_heard(kind)
    return (
        ~exists().where(heard.c.call_sid == calls.c.sid, still_there(heard)),
        *(
            ~exists().where(
                table.c.call_sid == calls.c.sid, table.c.recording != "", table.c.recording_status != DELETED
            )
            for table in SPOKEN_OF
        ),
    )


def _forget_whole(connection: Connection, sids: Sequence[str]) -> None:
    for table in (history, case_replies, cases, messages, ratings, call_places, journal):
        connection.execute(delete(table).where(table.c.call_sid.in_(sids)))
    connection.execute(delete(calls).where(calls.c.sid.in_(sids)))
    forget_transcripts(connection, sids)
    forget_corrections(connection, sids)
    forget_of_calls(connection, sids)
    forget_sent_in_calls(connection, sids)
    rewind_marks(connection)


def _forget_numbers(connection: Connection, sids: Sequence[str], *, whole: bool = False) -> None:
    """Mask them as the desk does; leave nothing of them where they are forgotten `whole`."""
    found = select(journal.c.id, *ENTRY_COLUMNS).where(journal.c.call_sid.in_(sids))
    rows = [_masked(row, whole=whole) for row in connection.execute(found).mappings().all()]
    if rows:
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in REWRITTEN}
        connection.execute(update(journal).where(journal.c.id == bindparam("row")).values(new), rows)
    forget_numbers_in_transcripts(connection, sids)
    shown = _nothing if whole else mask_number
    forget_numbers_in_corrections(connection, sids, shown)
    _mask(connection, calls, calls.c.sid, "caller", sids, shown, caller_tail="")
    for table in SPOKEN_OF:
        _mask(connection, table, table.c.call_sid, "call_back", sids, shown)
        _mask(connection, table, table.c.call_sid, "given", sids, partial(with_numbers_shown, shown=shown))
    mask_sent_in_calls(connection, sids, shown)


def _nothing(_number: str) -> str:
    return ""


def _masked(row: RowMapping, *, whole: bool) -> dict[str, Any]:
    entry = entry_of(row)
    values = values_of(with_forgotten_numbers(entry, whole=whole))
    return {f"new_{name}": values[name] for name in REWRITTEN} | {"row": row["id"]}


def _mask(
    connection: Connection,
    table: Any,
    key: Any,
    name: str,
    sids: Sequence[str],
    shown: Callable[[str], str],
    **more: str,
) -> None:
    found = select(key, table.c[name]).where(key.in_(sids), table.c[name] != "").distinct()
    for sid, text in connection.execute(found).all():
        mine = (key == sid) & (table.c[name] == text)
        connection.execute(update(table).where(mine).values({name: shown(text), **more}))
