"""How soon officers answer, and how often nobody does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.engine.edition import Edition
from ivr.engine.grammar import mentions
from ivr.reports.rates import Rate, rate
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import CallCounts, FigureChoice, read_officers

WITHIN = 12  # seconds, the pledge of Hong Kong's 1823
ANSWERED, CLOSED = "answered", "closed"


@dataclass(frozen=True)
class OfficerAnswers:
    """Each time callers asked for these officers (all telephones of one transfer together), by what came of it.

    `waits` is the answered ones by the seconds the caller waited; `median` and `slowest_tenth` are of those.
    """

    officers: str
    asked: int
    outcomes: Mapping[str, int]
    waits: Mapping[int, int]
    median: int | None
    slowest_tenth: int | None
    in_time: Rate
    reached: Rate


def officer_answers(database: Database, choice: FigureChoice, within: int = WITHIN) -> tuple[OfficerAnswers, ...]:
    """By officers, and first all together under an empty name. Departments make no difference: officers are shared."""
    return officer_answers_of(read_officers(database, choice), within)


def officer_answers_of(counts: CallCounts, within: int = WITHIN) -> tuple[OfficerAnswers, ...]:
    """The same of figures that were read already."""
    names = sorted({officers for officers, _, _ in counts.officers})
    return tuple(_answers(name, counts, within) for name in ("", *names))


def officers_rung_in(edition: Edition, department: str) -> frozenset[str]:
    """The officers that the nodes of a department ring."""
    nodes = edition.nodes_of(department).values()
    return frozenset(str(name) for node in nodes for _, name in mentions(node, "officers"))


def _answers(name: str, counts: CallCounts, within: int) -> OfficerAnswers:
    outcomes: Counter[str] = Counter()
    waits: Counter[int] = Counter()
    for (officers, outcome, waited), count in counts.officers.items():
        if name in ("", officers):
            outcomes[outcome] += count
            waits[waited] += count if outcome == ANSWERED else 0
    waits = +waits
    asked, closed = sum(outcomes.values()), outcomes[CLOSED]
    left_out = (("outside office hours", closed),)
    in_time = sum(count for waited, count in waits.items() if waited <= within)
    return OfficerAnswers(
        officers=name,
        asked=asked,
        outcomes=dict(+outcomes),
        waits=dict(sorted(waits.items())),
        median=_at_share(waits, 0.5),
        slowest_tenth=_at_share(waits, 0.9),
        in_time=rate(f"answered within {within} seconds", in_time, asked - closed, left_out),
        reached=rate("answered at all", outcomes[ANSWERED], asked - closed, left_out),
    )


def _at_share(waits: Counter[int], share: float) -> int | None:
    """The wait that this share of the answered did not exceed."""
    total, passed = sum(waits.values()), 0
    for waited, count in sorted(waits.items()):
        passed += count
        if passed >= share * total:
            return waited
    return None
