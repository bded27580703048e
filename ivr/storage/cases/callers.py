"""What a list of cases tells beside them: the languages of their callers, and what those were told last."""

import json
from collections.abc import Iterable

from sqlalchemy import select

from ivr.storage.calls.tables import calls
from ivr.storage.cases.history import Key
from ivr.storage.cases.tables import history
from ivr.storage.database.transactions import Database


def languages_of_calls(database: Database, sids: Iterable[str]) -> dict[str, str]:
    """The code of the language of each call that is still on record; empty where none was chosen."""
    query = select(calls.c.sid, calls.c.language).where(calls.c.sid.in_(sorted(set(sids))))
    with database.caught_up() as connection:
        return {row.sid: row.language for row in connection.execute(query)}


def last_replies(database: Database, sids: Iterable[str]) -> dict[Key, str]:
    """What the caller was told as a reply, the last time; only cases that have one."""
    query = (
        select(history.c.call_sid, history.c.turn, history.c.details)
        .where(history.c.subject == "case", history.c.what == "replied", history.c.call_sid.in_(sorted(set(sids))))
        .order_by(history.c.version)
    )
    with database.caught_up() as connection:
        return {Key(sid, turn): json.loads(details).get("text", "") for sid, turn, details in connection.execute(query)}
