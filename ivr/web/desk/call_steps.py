"""A call as its page tells it: one step an entry of the journal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from ivr.engine.edition import Edition
from ivr.engine.instructions import Play
from ivr.switchboard.ports import Entry
from ivr.switchboard.telling import said_in, tell, tell_heard, went_wrong


@dataclass(frozen=True)
class Said:
    """Something the caller heard: the exact words, their language as HTML names it, and whether a recording."""

    text: str
    tag: str
    recorded: bool


@dataclass(frozen=True)
class Step:
    """What came in, how many seconds after the answer before (None for the first), what happened, what was said.

    `facts` are sentences, each with whether it went wrong. `node` is where the caller was afterwards.
    """

    at: datetime
    turn: int | None
    node: str
    did: str
    took: int | None
    facts: tuple[tuple[str, bool], ...]
    said: tuple[Said, ...]

    @property
    def wrong(self) -> bool:
        """Whether something in it went wrong."""
        return any(wrong for _, wrong in self.facts)


def steps_of(entries: Iterable[Entry], edition: Edition | None) -> Iterator[Step]:
    """The steps of a call; `edition` is the one it was made on, None when it is gone."""
    before: Entry | None = None
    for entry in entries:
        took = round((entry.at - before.at).total_seconds()) if before else None
        yield Step(
            at=entry.at,
            turn=entry.turn,
            node=entry.node,
            did=tell_heard(entry, gettext),
            took=took,
            facts=tuple(_facts(entry)),
            said=tuple(_said(entry, edition)),
        )
        before = entry


def _facts(entry: Entry) -> Iterator[tuple[str, bool]]:
    happened = entry.events if entry.turn else ()  # a carrier's notice says itself what it is about
    for event in happened:
        if line := tell(event, gettext):
            yield line, went_wrong(event)


def _said(entry: Entry, edition: Edition | None) -> Iterator[Said]:
    for instruction in entry.instructions:
        for said in said_in(instruction):
            yield Said(said.text, _tag(said.language, edition), isinstance(said, Play))


def _tag(language: str, edition: Edition | None) -> str:
    known = edition.languages.get(language) if edition else None
    return known.speech_language if known and known.speech_language else language
