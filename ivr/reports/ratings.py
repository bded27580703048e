"""What callers thought: how many were asked and answered, and each answer's share, with how sure that is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from ivr.engine.node import Node
from ivr.engine.node_facts import RatedQuestion
from ivr.reports.rates import Rate, rate
from ivr.storage.ratings.listing import Rating

Z = 1.959964  # of a normal distribution, 95 % lie within so many standard deviations
Asked = Mapping[str, Mapping[str, RatedQuestion]]
"""Questions by the full name of their node, then by their own."""
NOTHING: Mapping[str, RatedQuestion] = {}
NOT_KNOWN = RatedQuestion()


@dataclass(frozen=True)
class RatingUse:
    """The ratings of one node: how many calls were `offered` it, `answered` any question, and all (`complete`).

    `answers` are counted by question. `questions` are those that the menu has now.
    """

    node: str
    offered: int
    answered: int
    complete: int
    answers: Mapping[str, Mapping[str, int]]
    questions: Mapping[str, RatedQuestion]

    @property
    def response(self) -> Rate:
        """How many answered, of those who were asked."""
        return rate("answered", self.answered, self.offered)

    def mean(self, question: str) -> float | None:
        """The mean of the answers to a question on a scale; None of others, and of what no menu asks any more."""
        counts = self.answers[question]
        of_scale = self.questions.get(question, NOT_KNOWN).scale and all(answer.isdecimal() for answer in counts)
        if not counts or not of_scale:
            return None
        return sum(int(answer) * count for answer, count in counts.items()) / sum(counts.values())


def label_of(asked: Asked, node: str, question: str, answer: str) -> Mapping[str, str]:
    """What the menu calls an answer on a key, by language; empty where it has no such choice."""
    return asked.get(node, NOTHING).get(question, NOT_KNOWN).labels.get(answer, {})


def asked_now(nodes: Mapping[str, Node], ratings: Iterable[Rating]) -> Asked:
    """What the nodes of ratings ask, as menus stand."""
    return {node: nodes[node].rates for node in {each.node for each in ratings} if node in nodes}


def ratings_by_node(found: Iterable[Rating], asked: Asked) -> tuple[RatingUse, ...]:
    """The ratings of each node, by name."""
    by_node: dict[str, list[Rating]] = {}
    for each in found:
        by_node.setdefault(each.node, []).append(each)
    return tuple(_use(node, rated, asked.get(node, NOTHING)) for node, rated in sorted(by_node.items()))


def _use(node: str, rated: list[Rating], questions: Mapping[str, RatedQuestion]) -> RatingUse:
    answers: dict[str, Counter[str]] = {}
    for each in reversed(rated):
        for question, answer in each.answers.items():
            answers.setdefault(question, Counter())[answer] += 1
    answered, complete = sum(bool(each.answers) for each in rated), sum(each.complete for each in rated)
    return RatingUse(node, len(rated), answered, complete, answers, questions)


def interval(hits: int, counted: int) -> tuple[float, float] | None:
    """Between which shares the true one lies in 95 of 100 cases, as Wilson reckons it; None of nothing."""
    if not counted:
        return None
    share, spread = hits / counted, Z * Z / counted
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / counted + spread / (4 * counted)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
