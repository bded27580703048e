"""Makes up a year of calls of twenty hotlines for the desk's figures: shapes of calls, projected by the real code."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ivr.engine.events import (
    AnswerGiven,
    CallEnded,
    CallStarted,
    CaseOpened,
    EnquiryMade,
    Event,
    KeyPressed,
    LanguageChosen,
    MessageLeft,
    NodeReached,
    TransferEnded,
    TransferStarted,
)
from ivr.storage.calls import call_row, outcome_of, places_of
from ivr.storage.counting import Fact
from ivr.storage.entry_text import events_to_text
from ivr.switchboard.ports import Entry

HOTLINES, NODES, SHAPES, TURNS = 20, 50, 60, 9  # and the carrier's notice of the end is the tenth entry
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365 * 86_400
SAID = '[{"do":"Ask","prompts":[{"do":"Say","text":"請按一","language":"yue"}],"digits":1}]'
HEARD = '{"heard":"Keys","digits":"1"}'
LANGUAGES = ("yue",) * 16 + ("cmn",) * 3 + ("en",)
ENDS = ("nothing",) * 5 + ("answered",) * 20 + ("officer",) * 10 + ("message",) * 2


class Shape(NamedTuple):
    """A call without its name, time and caller: its entries, each so many seconds after the first."""

    hotline: str
    entries: tuple[Entry, ...]
    texts: tuple[str, ...]
    after: tuple[int, ...]
    places: tuple[str, ...]
    row: dict[str, Any]


def shapes(seed: int = 1) -> list[Shape]:
    """Every shape of call: for each hotline some, busy nodes oftener than others, and a few that hardly occur."""
    chance = random.Random(seed)  # noqa: S311 (made-up calls need no secret)
    made = [
        _shape(chance, f"dept{number:02}", chance.choice(ENDS)) for number in range(HOTLINES) for _ in range(SHAPES)
    ]
    return made + [_shape(chance, "dept00", "case") for _ in range(3)]


def calls(count: int, known: list[Shape], seed: int = 2) -> Iterator[tuple[str, str, datetime, Shape]]:
    """So many calls in the order they came in: name, caller, start, shape. Nights are quiet."""
    chance = random.Random(seed)  # noqa: S311
    usual, rare = known[:-3], known[-3:]
    for number in range(count):
        start = FIRST + timedelta(seconds=number * YEAR / count)
        caller = f"+8529{chance.randrange(10**7):07}" if chance.random() > 0.05 else "anonymous"
        shape = chance.choice(rare if chance.random() < 0.0005 else usual)
        yield f"CA{chance.getrandbits(128):032x}", caller, start, shape


def _shape(chance: random.Random, department: str, outcome: str) -> Shape:
    language = chance.choice(LANGUAGES)
    turns = [
        _turn(department, language, number, events) for number, events in enumerate(_story(chance, department, outcome))
    ]
    after = [0]
    for _ in turns:
        after.append(after[-1] + chance.randint(3, 40))
    how = "caller hung up"
    entries = (*turns, _entry(department, "status completed", None, "", "", (CallEnded("", how),)))
    entries = (*entries[:-1], replace(entries[-1], ends=True, seconds=after[-1]))
    row = _merged(entries)
    texts = tuple(events_to_text(entry.events) for entry in entries)
    events = [event for entry in entries for event in entry.events]
    return Shape(department, entries, texts, tuple(after), places_of(events), row)


def _story(chance: random.Random, department: str, outcome: str) -> list[tuple[Event, ...]]:
    """The events of each turn: down through menus, then what the caller came for."""
    node = f"{department}/main"
    story: list[tuple[Event, ...]] = [
        (CallStarted(department, "", ""), NodeReached("language", "language")),
        (LanguageChosen("yue", "key"), NodeReached(node, "menu")),
    ]
    while len(story) < TURNS - 1:
        number = min(int(chance.expovariate(0.12)), NODES - 1)
        there = f"{department}/node{number:02}"
        story.append((KeyPressed(node, str(number % 9 + 1), there), NodeReached(there, "menu")))
        node = there
    story.append(_end(node, department, outcome, chance))
    return story


def _end(node: str, department: str, outcome: str, chance: random.Random) -> tuple[Event, ...]:
    officer = f"{department}/officer"
    match outcome:
        case "answered":
            return EnquiryMade(node, f"{department}/fees", "found", 1), AnswerGiven(node)
        case "officer":
            ended = TransferEnded(officer, f"{department}_desk", 1, "answered", chance.randint(10, 600))
            return NodeReached(officer, "transfer"), TransferStarted(officer, f"{department}_desk", 1, 1), ended
        case "message":
            return NodeReached(f"{department}/leave", "message"), MessageLeft(f"{department}/leave", "RE", "", 20, "")
        case "case":
            there = f"{department}/complain"
            return NodeReached(there, "feedback"), CaseOpened(there, "complaint", "", "RE", "", 20, "")
    return (NodeReached(f"{department}/node{chance.randrange(NODES):02}", "menu"),)


def _turn(department: str, language: str, number: int, events: tuple[Event, ...]) -> Entry:
    reached = [event.node for event in events if isinstance(event, NodeReached)]
    spoken = language if number else ""
    return _entry(
        department, f"turn {number}", number, reached[-1] if reached else f"{department}/main", spoken, events
    )


def _entry(department: str, name: str, turn: int | None, node: str, language: str, events: tuple[Event, ...]) -> Entry:
    return Entry("", name, turn, FIRST, department, "", f"+8523{department[4:]}", "e" * 12, node, language, {}, events)


def _merged(entries: tuple[Entry, ...]) -> dict[str, Any]:
    """The row of the call, as the statements would merge it."""
    first, last = entries[0], entries[-2]
    outcome = outcome_of(event for entry in entries for event in entry.events)
    row = call_row(first) | {"turns": len(entries) - 1, "last_turn": len(entries) - 2, "last_node": last.node}
    row |= {"language": last.language, "outcome": outcome, "ending": "caller hung up", "seconds": entries[-1].seconds}
    return row | {"gave_up_at": last.node if outcome == "nothing" else ""}


def facts_of(shape: Shape, start: datetime) -> list[Fact]:
    """The call as `counting` takes it."""
    return [
        Fact(0, "x", each.turn, start + timedelta(seconds=after), each.hotline, each.node, each.language, events, *end)
        for each, text, after in zip(shape.entries, shape.texts, shape.after, strict=True)
        for events, end in [(json.loads(text), (each.ends, each.seconds))]
    ]
