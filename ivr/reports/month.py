"""All figures of a span of days together, as a supervisor shows them to a committee."""

from dataclasses import dataclass

from ivr.reports.enquiries import Unanswered, unanswered_of
from ivr.reports.nodes import NodeUse, node_uses_of
from ivr.reports.officers import WITHIN, OfficerAnswers, officer_answers_of
from ivr.reports.repeats import MOST_CALLERS, Repeats, repeats
from ivr.reports.volume import Volume, volume_of
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import FigureChoice, read_all


@dataclass(frozen=True)
class Report:
    """Everything that is known of the calls of a choice."""

    choice: FigureChoice
    volume: Volume
    nodes: dict[str, NodeUse]
    officers: tuple[OfficerAnswers, ...]
    unanswered: tuple[Unanswered, ...]
    repeats: Repeats


def report(
    database: Database,
    choice: FigureChoice,
    key: bytes,
    within: int = WITHIN,
    menus: FigureChoice | None = None,
    callers: int = MOST_CALLERS,
) -> Report:
    """The report; `key` is the secret that callers are told apart with, `within` the seconds officers may take.

    Nodes and officers are those of the choice `menus`, if it is given: a department's are met from other hotlines too.
    `callers` is how many of those who rang most are told; to find them takes long among a million calls.
    """
    counts = read_all(database, choice, menus)
    uses = node_uses_of(counts)
    officers = officer_answers_of(counts, within)
    return Report(
        choice,
        volume_of(counts, choice.zone),
        uses,
        officers,
        unanswered_of(uses),
        repeats(database, choice, key, callers),
    )
