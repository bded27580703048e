"""Recordings that a carrier told of and no turn brought: of callers who hung up while they were recorded.

A recording comes twice: with the turn that follows it, and in a notice once it can be fetched. A caller who hangs up
may leave only the notice, or a turn that brings less than the notice. When the call is over, what is then in no turn
is heard as if its turn had come.
"""

from collections.abc import Sequence

from ivr.engine.heard import Recorded
from ivr.engine.instructions import Record
from ivr.switchboard.ports import Entry

READY = "completed"


def late_recordings(entries: Sequence[Entry]) -> tuple[tuple[Entry, Recorded], ...]:
    """What a call that is over left recorded and no turn brought, each with the turn that asked for it.

    `entries` are all of the call. The turn's token is the call as it stood when the recording began.
    """
    turns = {entry.turn: entry for entry in entries if entry.turn is not None}
    waiting = [turn for turn in turns.values() if _records(turn) and not _brought(turns.get((turn.turn or 0) + 1))]
    if not waiting or not any(entry.ends for entry in entries):
        return ()
    brought = [each for each in map(_brought, turns.values()) if each]
    names = {each.recording for each in brought}
    told = [each for each in map(_told, entries) if each and each.recording not in names]
    told = told[sum(not each.recording for each in brought) :]  # those that came without a name, one after another
    waiting = sorted(waiting, key=lambda turn: turn.turn or 0)[-len(told) :] if told else []
    waiting = waiting[:1] * (len(told) - len(waiting)) + waiting
    return tuple(zip(waiting, told, strict=True))


def _records(turn: Entry) -> bool:
    return any(isinstance(instruction, Record) for instruction in turn.instructions)


def _brought(turn: Entry | None) -> Recorded | None:
    """The recording that a turn brought, None for an empty one."""
    if turn is None or turn.heard.get("heard") != Recorded.__name__:
        return None
    heard = turn.heard
    recorded = Recorded(str(heard["recording"]), str(heard["url"]), heard["seconds"])
    return None if recorded.empty else recorded


def _told(notice: Entry) -> Recorded | None:
    """The recording that a notice says is ready, None for an empty one."""
    heard = notice.heard
    if notice.turn is not None or heard.get("status") != READY or not heard.get("recording"):
        return None
    recorded = Recorded(str(heard["recording"]), str(heard.get("url", "")), notice.seconds, hung_up=True)
    return None if recorded.empty else recorded
