"""What one call adds to the figures that pledges are held against, counted from its entries alone.

Beside `counting`, which says what the figures of reports mean: how soon a caller chose a language and was told
something, what came of asking for officers even where a message was left instead, and how a call was rated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ivr.engine.events import (
    AnswerGiven,
    CaseOpened,
    LanguageChosen,
    MessageLeft,
    RatingAnswered,
    RatingOffered,
    TransferEnded,
)
from ivr.journal.counting import Fact, WholeCall, calls_in, whole_call
from ivr.journal.waits import between, officer_waits

Measured = Literal["officers", "language", "first words", "rating"]
ANSWERED, CLOSED, LEFT_A_MESSAGE = "answered", "closed", "left a message"
OFFERED, NEVER = "offered", "never"
LONGEST_ABOUT, LONGEST_CAME = 255, 40


class MeasureFigure(NamedTuple):
    """That something was measured of a call that began on a day.

    `what` is measured `about` officers, or a question of a rating (`node question`); `came` is what came of it, after
    so many `seconds`.
    """

    day: date
    hotline: str
    what: Measured
    about: str
    came: str
    seconds: int


def measures_of_calls(facts: Iterable[Fact], zone: ZoneInfo) -> Counter[MeasureFigure]:
    """The measures of all the calls that these rows belong to, by the days of a zone."""
    total = Counter[MeasureFigure]()
    for rows in calls_in(facts):
        call = whole_call(rows, zone)
        total.update(MeasureFigure(call.day, call.hotline, *each) for each in _measures(call))
    return total


Found = tuple[Measured, str, str, int]


def _measures(call: WholeCall) -> Iterator[Found]:
    for officers, came, seconds in asked_for(call):
        yield "officers", officers[:LONGEST_ABOUT], came, seconds
    if call.turns:
        yield _language(call.turns)
        yield _first_words(call)
    yield from _ratings(call.turns)


def asked_for(call: WholeCall) -> Iterator[tuple[str, str, int]]:
    """Each time officers were asked for: who, what came of it, and after how many seconds.

    Whoever nobody answered, and who left a message or feedback instead, "left a message".
    """
    left = any(isinstance(event, MessageLeft | CaseOpened) for turn in call.turns for event in turn.events)
    for officers, came, waited in officer_waits(call.turns, call.ended, call.accepted):
        yield officers, LEFT_A_MESSAGE if left and came not in (ANSWERED, CLOSED) else came, waited


def _language(turns: Sequence[Fact]) -> Found:
    for turn in turns:
        for event in turn.events:
            if isinstance(event, LanguageChosen):
                return "language", "", event.by, between(turns[0].at, turn.at, 0)
    return "language", "", NEVER, 0


def _first_words(call: WholeCall) -> Found:
    """When the caller was first told an answer, or an officer took the call."""
    began = call.turns[0].at
    moments = [turn.at for turn in call.turns if any(isinstance(event, AnswerGiven) for event in turn.events)]
    moments += _taken(call)
    return ("first words", "", "told", between(began, min(moments), 0)) if moments else ("first words", "", NEVER, 0)


def _taken(call: WholeCall) -> list[datetime]:
    """When officers took the call: as they accepted it or, where nobody told so, as the talk must have begun."""
    talks = [
        turn.at - timedelta(seconds=event.seconds)
        for turn in call.turns
        for event in turn.events
        if isinstance(event, TransferEnded) and event.outcome == ANSWERED
    ]
    return [*call.accepted, *talks]


def _ratings(turns: Sequence[Fact]) -> Iterator[Found]:
    """Each place at which the caller was asked how the call went, and the last answer to each question there."""
    offered, answers = dict[str, None](), dict[tuple[str, str], str]()
    for event in (event for turn in turns for event in turn.events):
        if isinstance(event, RatingOffered):
            offered[event.node] = None
        elif isinstance(event, RatingAnswered):
            answers[event.node, event.question] = event.answer
    yield from (("rating", node[:LONGEST_ABOUT], OFFERED, 0) for node in offered)
    for (node, question), answer in answers.items():
        yield "rating", about_question(node, question), answer[:LONGEST_CAME], 0


def about_question(node: str, question: str) -> str:
    """What a figure about a question of a rating bears."""
    return f"{node} {question}"[:LONGEST_ABOUT]
