"""A switchboard over the small hotline, with a journal in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from small_hotline import World, edition_of, three_languages

from ivr.engine.edition import Edition
from ivr.engine.events import CallEnded
from ivr.engine.instructions import HangUp, Say
from ivr.errors import EditionMissing
from ivr.journal.entry import Entry, turn_name
from ivr.switchboard.answers import Answer
from ivr.switchboard.ports import AfterEnd, Kept, Repeated, Unkept
from ivr.switchboard.switchboard import Switchboard
from ivr.switchboard.tokens import CallTokens

__all__ = ["three_languages"]
NODES = """
main:
  kind: menu
  choices:
    1: {label: {en: fees}, answer: {en: It costs nothing.}}
    2: {label: {en: a complaint}, to: tell}
    3: {label: {en: a code}, to: pin}
    4: {label: {en: what to bring}, to: bring}
tell: {kind: feedback, accepts: [complaint]}
pin: {kind: ask, say: {en: Your code.}, digits: 4, secret: yes, keep: pin, then: told}
told: {kind: answer, say: {en: Noted.}}
bring: {kind: answer, say: {en: Bring your card.}, then: by_text}
by_text: {kind: text}
"""


@dataclass
class MemoryJournal:
    """Keeps entries as the journal must: each once, none of a turn after the end."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    broken: bool = False
    full: bool = False
    set_aside: list[Entry] = field(default_factory=list)

    def set_down(self, entry: Entry) -> None:
        self.set_aside.append(entry)

    def keep(self, entry: Entry) -> Kept | Repeated | AfterEnd | Unkept:
        if self.broken:
            raise RuntimeError("no journal today")
        if self.full:
            return Unkept()
        if first := self.entries.get((entry.call_sid, entry.entry)):
            following = (entry.call_sid, turn_name((entry.turn or 0) + 1))
            return Repeated(first, following in self.entries)
        gone = any(isinstance(event, CallEnded) and event.how == "caller hung up" for event in entry.events)
        if entry.turn and not gone and any(kept.ends for kept in self.of_call(entry.call_sid)):
            return AfterEnd()
        self.entries[entry.call_sid, entry.entry] = entry
        return Kept()

    def of_call(self, call_sid: str) -> Sequence[Entry]:
        return [entry for (sid, _), entry in self.entries.items() if sid == call_sid]


@dataclass
class Shelf:
    """Editions in memory; the last is current."""

    editions: list[Edition]

    def current(self) -> Edition:
        if not self.editions:
            raise EditionMissing("nothing was published yet")
        return self.editions[-1]

    def by_hash(self, edition_hash: str) -> Edition:
        for edition in self.editions:
            if edition.hash == edition_hash:
                return edition
        raise EditionMissing(edition_hash)


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf([edition_of(NODES)])


@pytest.fixture
def switchboard(journal, world, shelf) -> Switchboard:
    not_open = Answer((Say("Not open yet.", "en"), HangUp()), "", {})
    board = Switchboard(shelf, journal, CallTokens(["a" * 32]), world, world, lambda edition: world, lambda: not_open)
    return replace(board, text_messages=world)
