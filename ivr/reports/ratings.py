"""What callers thought: how many were asked and answered, and each answer's share, with how sure that is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from ivr.engine.edition import Edition
from ivr.engine.node_facts import RatedQuestion
from ivr.errors import EditionMissing
from ivr.reports.rates import Rate, rate
from ivr.storage.ratings.listing import Rating

Z = 1.959964  # of a normal distribution, 95 % lie within so many standard deviations
Asked = Mapping[tuple[str, str], Mapping[str, RatedQuestion]]
"""Questions by the edition (its hash) and the full name of their node, then by their own."""
NOTHING: Mapping[str, RatedQuestion] = {}
NOT_KNOWN = RatedQuestion()


class RatedAnswer(NamedTuple):
    """An answer: its key, and what the caller heard it called, as (language, text); nothing of a scale."""

    key: str
    label: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RatingUse:
    """The ratings of one node: how many calls were `offered` it, `answered` any question, and all (`complete`).

    `answers` are counted by question; those on one key that was called otherwise in another edition by themselves.
    Those to the questions `on_a_scale` were so in every edition.
    """

    node: str
    offered: int
    answered: int
    complete: int
    answers: Mapping[str, Mapping[RatedAnswer, int]]
    on_a_scale: frozenset[str]

    @property
    def response(self) -> Rate:
        """How many answered, of those who were asked."""
        return rate("answered", self.answered, self.offered)

    def mean(self, question: str) -> float | None:
        """The mean of the answers to a question on a scale; None of others, and of what no menu asks any more."""
        counts = self.answers[question]
        of_scale = question in self.on_a_scale and all(answer.key.isdecimal() for answer in counts)
        if not counts or not of_scale:
            return None
        return sum(int(answer.key) * count for answer, count in counts.items()) / sum(counts.values())


def question_of(asked: Asked, rating: Rating, question: str) -> RatedQuestion:
    """A question as its caller heard it."""
    return asked.get((rating.edition, rating.node), NOTHING).get(question, NOT_KNOWN)


def answer_of(asked: Asked, rating: Rating, question: str) -> RatedAnswer:
    """An answer, and what its caller heard it called."""
    key = rating.answers[question]
    return RatedAnswer(key, tuple(question_of(asked, rating, question).labels.get(key, {}).items()))


def asked_then(by_hash: Callable[[str], Edition], current: Edition, ratings: Iterable[Rating]) -> Asked:
    """What callers were asked, each in the edition of the call; in the `current` one where that is kept no more."""
    asked = {}
    for edition, node in {(each.edition, each.node) for each in ratings}:
        nodes = _edition(by_hash, current, edition).nodes
        if node in nodes:
            asked[edition, node] = nodes[node].rates
    return asked


def _edition(by_hash: Callable[[str], Edition], current: Edition, edition_hash: str) -> Edition:
    try:
        return by_hash(edition_hash) if edition_hash else current
    except EditionMissing:
        return current


def ratings_by_node(found: Iterable[Rating], asked: Asked) -> tuple[RatingUse, ...]:
    """The ratings of each node, by name."""
    by_node: dict[str, list[Rating]] = {}
    for each in found:
        by_node.setdefault(each.node, []).append(each)
    return tuple(_use(node, rated, asked) for node, rated in sorted(by_node.items()))


def _use(node: str, rated: list[Rating], asked: Asked) -> RatingUse:
    answers: dict[str, Counter[RatedAnswer]] = {}
    other = set[str]()
    for each in reversed(rated):
        for question in each.answers:
            answers.setdefault(question, Counter())[answer_of(asked, each, question)] += 1
            other |= set() if question_of(asked, each, question).scale else {question}
    answered, complete = sum(bool(each.answers) for each in rated), sum(each.complete for each in rated)
    return RatingUse(node, len(rated), answered, complete, answers, frozenset(answers) - other)


def interval(hits: int, counted: int) -> tuple[float, float] | None:
    """Between which shares the true one lies in 95 of 100 cases, as Wilson reckons it; None of nothing."""
    if not counted:
        return None
    share, spread = hits / counted, Z * Z / counted
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / counted + spread / (4 * counted)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
