"""Closes calls whose end no carrier ever reported, so that they do not stand as going on for ever."""

from datetime import datetime, timedelta

from ivr.engine.events import CallEnded
from ivr.journal.entry import Entry
from ivr.storage.calls.unended import Unended, unended_calls
from ivr.storage.database.transactions import Database
from ivr.storage.journal.append import LOST
from ivr.storage.journal.keeping import Loadable
from ivr.switchboard.ports import Kept

LONGEST = timedelta(hours=4)  # a carrier ends any call before


def close_lost(database: Database, journal: Loadable, now: datetime) -> int:
    """Close calls that began more than four hours ago and have no end; how many. Raises StorageAway.

    Each is closed once, however often this runs, and none that has ended though the list of calls does not know yet;
    an end that the carrier reports later still counts instead.
    """
    closed, after = 0, ""
    while found := unended_calls(database, now - LONGEST, after):
        closed += sum(isinstance(journal.keep(_ended(call)), Kept) for call in found)
        after = found[-1].sid
    return closed


def _ended(call: Unended) -> Entry:
    """The end, dated with the last that was heard of the call; its length is not known."""
    return Entry(
        call_sid=call.sid,
        entry=LOST,
        turn=None,
        at=call.last_heard_at,
        hotline=call.hotline,
        caller=call.caller,
        called=call.called,
        edition=call.edition,
        node="",
        language="",
        heard={"notice": "lost"},
        events=(CallEnded(call.last_node, "lost"),),
        ends=True,
    )
