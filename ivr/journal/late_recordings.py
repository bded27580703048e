"""Recordings that a carrier told of and no turn brought: of callers who hung up while they were recorded.

A recording comes twice: with the turn that follows it, and in a notice once it can be fetched. A caller who hangs up
may leave only the notice, or a turn that brings less than the notice. When the call is over, what is then in no turn
is heard as if its turn had come. But where the carrier gave up on that turn and the caller, asked once more, recorded
at the same node again, the second recording stands in the place of the first.
"""

from collections.abc import Mapping, Sequence

from ivr.engine.heard import Recorded, Resumed
from ivr.engine.instructions import Record
from ivr.journal.entry import Entry

READY = "completed"


def late_recordings(entries: Sequence[Entry]) -> tuple[tuple[Entry, Recorded], ...]:
    """What a call that is over left recorded and no turn brought, each with the turn that asked for it.

    `entries` are all of the call. The turn's token is the call as it stood when the recording began.
    """
    turns: dict[int | None, Entry] = {entry.turn: entry for entry in entries if entry.turn is not None}
    waiting = [turn for turn in turns.values() if _records(turn) and not _brought(turns.get((turn.turn or 0) + 1))]
    if not waiting or not any(entry.ends for entry in entries):
        return ()
    brought = [each for each in map(_brought, turns.values()) if each]
    names = {each.recording for each in brought}
    told = [each for each in map(_told, entries) if each and each.recording not in names]
    told = told[sum(not each.recording for each in brought) :]  # those that came without a name, one after another
    waiting = sorted(waiting, key=lambda turn: turn.turn or 0)[-len(told) :] if told else []
    waiting = waiting[:1] * (len(told) - len(waiting)) + waiting
    pairs = zip(waiting, told, strict=True)
    return tuple((asked, recorded) for asked, recorded in pairs if not _made_again(asked, turns))


def _records(turn: Entry) -> bool:
    return any(isinstance(instruction, Record) for instruction in turn.instructions)


def _brought(turn: Entry | None) -> Recorded | None:
    """The recording that a turn brought, None for an empty one."""
    recorded = turn.came_in if turn else None
    return recorded if isinstance(recorded, Recorded) and not recorded.empty else None


def _made_again(asked: Entry, turns: Mapping[int | None, Entry]) -> bool:
    """Whether the call was resumed instead of bringing what `asked` recorded, and brought another recording since."""
    number = asked.turn or 0
    resumed = turns.get(number + 1)
    if resumed is None or not isinstance(resumed.came_in, Resumed):
        return False
    later = (turn for turn in turns.values() if (turn.turn or 0) > number and _records(turn))
    return any(turn.node == asked.node and _brought(turns.get((turn.turn or 0) + 1)) for turn in later)


def _told(notice: Entry) -> Recorded | None:
    """The recording that a notice says is ready, None for an empty one."""
    heard = notice.heard
    if notice.turn is not None or heard.get("status") != READY or not heard.get("recording"):
        return None
    recorded = Recorded(str(heard["recording"]), str(heard.get("url", "")), notice.seconds, hung_up=True)
    return None if recorded.empty else recorded
