"""Makes up a year of calls to the site of `desk_site`: shapes of calls, projected by the real code."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from bench.desk_site import DEPARTMENTS, HOTLINES, QUIET
from bench.desk_stories import Chance, story, words_of
from ivr.engine.events import CallEnded, CallEnding, CaseOpened, Event, MessageLeft
from ivr.journal.counting import Fact
from ivr.journal.entry import Entry
from ivr.journal.text import compact, events_to_text, instructions_to_text
from ivr.storage.calls.projection import call_row, outcome_of, places_of
from ivr.storage.cases.due import USUAL

SHAPES, TURNS, LONG = 60, 9, 64  # shapes of each hotline; turns of a call, to which the carrier's notice is added
YEAR = 365 * 86_400
NOW = datetime(2026, 12, 31, 4, tzinfo=UTC)  # noon in Hong Kong
FIRST = NOW - timedelta(seconds=YEAR)
LANGUAGES = ("yue",) * 16 + ("cmn",) * 3 + ("en",)
ENDS = ("nothing",) * 5 + ("answered",) * 20 + ("officer",) * 10 + ("message",) * 2
ENDINGS: tuple[CallEnding, ...] = ("caller hung up",) * 8 + ("goodbye",) * 2
SELDOM = (0.0001, 0.001, 0.004, 0.0045)  # of all calls, added up: to the quiet hotline, long, cases, broken off
FAILURES: tuple[CallEnding, ...] = ("failed", "lost", "too long", "carrier ended")


class Shape(NamedTuple):
    """A call without its name, time and caller: its entries, each so many seconds after the first.

    `texts` are each entry's heard, events and instructions as the journal keeps them.
    """

    hotline: str
    entries: tuple[Entry, ...]
    texts: tuple[tuple[str, str, str], ...]
    after: tuple[int, ...]
    places: tuple[str, ...]
    row: dict[str, Any]


class Shapes(NamedTuple):
    """Every shape of call, by how often it occurs."""

    usual: list[Shape]
    quiet: list[Shape]
    long: list[Shape]
    cases: list[Shape]
    broken: list[Shape]


def shapes(edition: str, seed: int = 1) -> Shapes:
    """For each hotline some; calls are on the edition of that hash."""
    chance = random.Random(seed)

    def make(department: str, end: str, turns: int = TURNS, ending: CallEnding | None = None) -> Shape:
        return _shape(chance, edition, department, end, turns, ending or chance.choice(ENDINGS))

    busy = DEPARTMENTS[:HOTLINES]
    return Shapes(
        [make(department, chance.choice(ENDS)) for department in busy for _ in range(SHAPES)],
        [make(QUIET, chance.choice(ENDS)) for _ in range(SHAPES)],
        [make(department, "officer", LONG) for department in busy],
        [make(department, "case") for department in busy for _ in range(3)],
        [make(department, "nothing", TURNS, ending) for department in busy for ending in FAILURES],
    )


def calls(count: int, known: Shapes, seed: int = 2) -> Iterator[tuple[str, str, datetime, Shape]]:
    """So many calls in the order they came in: name, caller, start, shape."""
    chance = random.Random(seed)
    for number in range(count):
        start = FIRST + timedelta(seconds=number * YEAR / count)
        caller = f"+8529{chance.randrange(10**7):07}" if chance.random() > 0.05 else "anonymous"
        yield f"CA{chance.getrandbits(128):032x}", caller, start, chance.choice(_kind(chance.random(), known))


def _kind(drawn: float, known: Shapes) -> list[Shape]:
    seldom = (known.quiet, known.long, known.cases, known.broken)
    return next((kind for most, kind in zip(SELDOM, seldom, strict=True) if drawn < most), known.usual)


def _shape(chance: Chance, edition: str, department: str, end: str, turns: int, ending: CallEnding) -> Shape:
    language = chance.choice(LANGUAGES)
    steps = list(story(chance, department, language, end, turns))
    entries = [_turn(edition, department, language, number, *step) for number, step in enumerate(steps)]
    after = [0]
    for _ in entries:
        after.append(after[-1] + chance.randint(3, 40))
    notice = replace(entries[-1], entry="status completed", turn=None, heard={"CallStatus": "completed"}, node="")
    over = (CallEnded(entries[-1].node, ending),)
    entries.append(replace(notice, language="", events=over, instructions=(), ends=True, seconds=after[-1]))
    texts = tuple(
        (compact(each.heard), events_to_text(each.events), instructions_to_text(each.instructions)) for each in entries
    )
    events = [event for entry in entries for event in entry.events]
    return Shape(department, tuple(entries), texts, tuple(after), places_of(events), _merged(entries, ending))


def _turn(
    edition: str, department: str, language: str, turn: int, node: str, heard: dict[str, Any], events: tuple[Event, ...]
) -> Entry:
    called = f"+852222003{department[4:]}"
    said = words_of(node, language)
    return Entry(
        "", f"turn {turn}", turn, FIRST, department, "", called, edition, node, language, heard, events, (said,)
    )


def _merged(entries: list[Entry], ending: CallEnding) -> dict[str, Any]:
    """The row of the call, as the statements would merge it."""
    first, last = entries[0], entries[-2]
    outcome = outcome_of(event for entry in entries for event in entry.events)
    row = call_row(first) | {"turns": len(entries) - 1, "last_turn": len(entries) - 2, "last_node": last.node}
    row |= {"language": last.language, "outcome": outcome, "ending": ending, "seconds": entries[-1].seconds}
    return row | {"gave_up_at": last.node if outcome == "nothing" and ending == "caller hung up" else ""}


def facts_of(shape: Shape, start: datetime) -> list[Fact]:
    """The call as `counting` takes it."""
    return [
        Fact(0, "x", each.turn, start + timedelta(seconds=after), each.hotline, each.node, each.language, events, *end)
        for each, text, after in zip(shape.entries, shape.texts, shape.after, strict=True)
        for events, end in [(json.loads(text[1]), (each.ends, each.seconds))]
    ]


def left_by(shape: Shape, sid: str, start: datetime) -> tuple[str, dict[str, Any]] | None:
    """The row that the call's message or case makes, and of which table; None where nothing was left."""
    for entry, after in zip(shape.entries, shape.after, strict=True):
        for event in entry.events:
            if isinstance(event, CaseOpened | MessageLeft):
                row = {
                    "call_sid": sid, "turn": entry.turn, "hotline": entry.hotline, "department": shape.hotline,
                    "recording": event.recording, "url": "", "seconds": event.seconds, "call_back": "",
                    "recording_status": "completed",
                }  # fmt: skip
                return _left(event, row, start + timedelta(seconds=after))
    return None


def _left(event: CaseOpened | MessageLeft, row: dict[str, Any], at: datetime) -> tuple[str, dict[str, Any]]:
    if isinstance(event, MessageLeft):
        return "messages", row | {"node": event.node, "left_at": at}
    acknowledge, reply = USUAL.due_dates(event.case, at)
    closed = at < NOW - timedelta(days=14)
    return "cases", row | {
        "reference": row["call_sid"][-8:].upper(), "kind": event.case, "opened_at": at,
        "state": "closed" if closed else "open", "closed_at": at + timedelta(days=5) if closed else None,
        "acknowledge_due": acknowledge, "reply_due": reply,
    }  # fmt: skip
