"""Questions that the tables did not answer."""

from dataclasses import dataclass

from ivr.reports.nodes import NodeUse, node_uses
from ivr.reports.rates import Rate, rate
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import FigureChoice


@dataclass(frozen=True)
class Unanswered:
    """An enquiry node and how often it found nothing, or its table was away."""

    node: str
    asked: int
    none: int
    unavailable: int
    found: Rate


def unanswered(database: Database, choice: FigureChoice) -> tuple[Unanswered, ...]:
    """Enquiries that failed, the worst first."""
    return unanswered_of(node_uses(database, choice))


def unanswered_of(uses: dict[str, NodeUse]) -> tuple[Unanswered, ...]:
    """The same of figures that were read already."""
    failed = [_unanswered(use) for use in uses.values() if use.enquiries]
    return tuple(sorted((one for one in failed if one.none or one.unavailable), key=_worst))


def _unanswered(use: NodeUse) -> Unanswered:
    asked = sum(use.enquiries.values())
    none, away = use.enquiries.get("none", 0), use.enquiries.get("unavailable", 0)
    found = rate("found an answer", asked - none - away, asked - away, (("table not available", away),))
    return Unanswered(use.node, asked, none, away, found)


def _worst(one: Unanswered) -> tuple[int, str]:
    return -(one.none + one.unavailable), one.node
