"""A call as its page tells it: one step an entry of the journal, and each time officers were rung."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from ivr.engine.edition import Edition
from ivr.engine.instructions import Play
from ivr.journal.entry import Entry
from ivr.journal.masking import without_numbers
from ivr.telling.events import tell_events, tell_left_ringing
from ivr.telling.heard_and_said import said_in, tell_heard
from ivr.telling.naming import Names
from ivr.telling.one_call import CallStep
from ivr.translation import Sentence
from ivr.web.desk.frame.languages import told


@dataclass(frozen=True)
class ShownWords:
    """Something the caller heard: the exact words, their language by code and as HTML names it, whether a recording."""

    text: str
    language: str
    tag: str
    recorded: bool


@dataclass(frozen=True)
class ShownStep:
    """What came in, how many seconds it took (None where not known), what happened, what was said.

    `facts` are sentences, each with whether it went wrong. `node` is where the caller was afterwards, `place` what
    that is called.
    """

    at: datetime
    node: str
    place: str
    did: str
    took: int | None
    facts: tuple[tuple[str, bool], ...]
    said: tuple[ShownWords, ...]

    @property
    def wrong(self) -> bool:
        """Whether something in it went wrong."""
        return any(wrong for _, wrong in self.facts)

    @property
    def together(self) -> Iterator[ShownWords]:
        """What was said one after the other in one language, as one text to be listened to."""
        for (language, tag), parts in groupby(self.said, key=lambda said: (said.language, said.tag)):
            yield ShownWords("\n".join(part.text for part in parts), language, tag, recorded=False)


def steps_of(steps: Iterable[CallStep], edition: Edition | None, names: Names, numbers: bool) -> Iterator[ShownStep]:
    """The steps of a call; `edition` is the one it was made on, None when it is gone. With or without `numbers`."""
    for step in steps:
        entry = step.entry if numbers else without_numbers(step.entry)
        yield ShownStep(
            at=entry.at,
            node=entry.node,
            place=names.place(entry.node) if entry.node else "",
            did=told(tell_heard(entry)),
            took=step.took,
            facts=tuple((told(fact), wrong) for fact, wrong in _facts(step, entry, names)),
            said=tuple(_said(entry, edition)),
        )


def _facts(step: CallStep, entry: Entry, names: Names) -> Iterator[tuple[Sentence, bool]]:
    yield from tell_events(entry, names, step.took)
    if step.rang:
        yield from tell_left_ringing(step.rang, names, step.took)


def _said(entry: Entry, edition: Edition | None) -> Iterator[ShownWords]:
    for instruction in entry.instructions:
        for said in said_in(instruction):
            yield ShownWords(said.text, said.language, _tag(said.language, edition), isinstance(said, Play))


def _tag(language: str, edition: Edition | None) -> str:
    known = edition.languages.get(language) if edition else None
    return known.speech_language if known and known.speech_language else language
