"""The part of a report that is about ratings: who was asked, what was answered, and every caller's row."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext

from ivr.reports.ratings import Asked, RatedAnswer, RatingUse, answer_of, asked_then, interval, ratings_by_node
from ivr.storage.database.transactions import Database
from ivr.storage.ratings.listing import Rating, RatingFilters, list_ratings
from ivr.web.desk.calls.words import titles
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.table import Figure, Section, Table, number, percent, share
from ivr.web.desk.reports.words import ANSWERS, STATES


def ratings_section(database: Database, asked: AskedReport, places: Mapping[str, str]) -> Iterator[Section]:
    """The ratings of the departments; nothing where nobody was asked."""
    since, until = asked.menus.moments()
    hotline = asked.written["hotline"]
    hotlines = frozenset({hotline}) if hotline else None
    found = list_ratings(database, RatingFilters(since, until, hotlines, asked.departments))
    if not found:
        return
    questions = asked_then(desk.shelf.by_hash, desk.edition, found)
    uses = ratings_by_node(found, questions)
    words = gettext(
        "Callers who were asked after an answer how the call went. The true share lies between the two ends in 95 of "
        "100 cases (Wilson)."
    )
    tables = [_asked(uses, places), _answers(uses, places), _rows(found, questions, asked, places)]
    yield Section("ratings", gettext("What callers thought"), words, tables)


def _asked(uses: Sequence[RatingUse], places: Mapping[str, str]) -> Table:
    headings = [
        gettext("Place"), gettext("Callers asked"), gettext("Who answered"), gettext("All questions answered"),
        gettext("Response rate (%)"), gettext("from (%)"), gettext("to (%)"),
    ]  # fmt: skip
    rows = [
        (
            _named(use.node, places),
            Figure(use.offered),
            Figure(use.answered),
            Figure(use.complete),
            Figure(percent(use.response.value)),
            *_ends(use.answered, use.offered),
        )
        for use in uses
    ]
    return Table("ratings", gettext("How many answered"), headings, rows)


def _answers(uses: Sequence[RatingUse], places: Mapping[str, str]) -> Table:
    headings = [
        gettext("Place"), gettext("Question"), gettext("Answer"), gettext("Times"), gettext("Of"),
        gettext("Share (%)"), gettext("from (%)"), gettext("to (%)"), gettext("Mean of the scale"),
    ]  # fmt: skip
    rows = []
    for use in uses:
        for question, counts in use.answers.items():
            counted, mean = sum(counts.values()), number(use.mean(question))
            for answer, times in sorted(counts.items()):
                about = _named(use.node, places), Figure(question), Figure(_told(answer))
                told = (Figure(times), Figure(counted), Figure(share(times, counted)), *_ends(times, counted))
                rows.append((*about, *told, Figure(mean)))
    return Table("rating-answers", gettext("Answers by question"), headings, rows, words=(0, 1, 2))


def _rows(found: Sequence[Rating], questions: Asked, asked: AskedReport, places: Mapping[str, str]) -> Table:
    headings = [gettext("When"), gettext("Place"), gettext("Hotline"), gettext("State"), gettext("Answers")]
    named = titles()
    rows = [
        (
            Figure(each.offered_at, words=each.offered_at.astimezone(asked.zone).strftime("%Y-%m-%d %H:%M")),
            _named(each.node, places),
            Figure(named.get(each.hotline, each.hotline)),
            Figure(str(STATES[each.state])),
            Figure(_all_answers(questions, each)),
        )
        for each in found
    ]
    return Table("rating-rows", gettext("Every caller who was asked, the latest first"), headings, rows, words=range(5))


def _all_answers(questions: Asked, each: Rating) -> str:
    told = (f"{question}: {_told(answer_of(questions, each, question))}" for question in each.answers)
    return str(gettext("; ").join(told))


def _told(answer: RatedAnswer) -> str:
    """An answer in the reader's words: a choice as its caller heard it called, with its key."""
    label = in_readers_language(dict(answer.label))
    return f"{label} ({answer.key})" if label else str(ANSWERS.get(answer.key, answer.key))


def _ends(hits: int, counted: int) -> tuple[Figure, Figure]:
    low, high = interval(hits, counted) or (None, None)
    return Figure(percent(low)), Figure(percent(high))


def _named(node: str, places: Mapping[str, str]) -> Figure:
    words = places.get(node)
    return Figure(f"{words} ({node})" if words else node)
