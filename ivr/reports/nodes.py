"""What callers do at each node: come, press keys, ask for an officer, stay, give up."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.reports.rates import Rate, rate
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import CallCounts, FigureChoice, read_nodes


@dataclass(frozen=True)
class NodeUse:
    """One node. `reached`, `gave_up` and `asked` (for an officer) count calls, all else how often it happened.

    `pressed` is by key, `refused` by the check that failed, `enquiries` by outcome. `seconds` is the mean of a stay.
    """

    node: str
    reached: int
    arrived: int
    pressed: Mapping[str, int]
    spoken: int
    not_understood: int
    wrong_keys: int
    silences: int
    refused: Mapping[str, int]
    enquiries: Mapping[str, int]
    answered: int
    ran_out: int
    asked: int
    gave_up: int
    seconds: float | None

    @property
    def gave_up_rate(self) -> Rate:
        """Of the calls that reached the node, those that ended there with nothing done for the caller."""
        return rate("gave up here", self.gave_up, self.reached)

    @property
    def asked_rate(self) -> Rate:
        """Of the calls that reached the node, those that asked there for an officer."""
        return rate("asked for an officer here", self.asked, self.reached)


def node_uses(database: Database, choice: FigureChoice) -> dict[str, NodeUse]:
    """Every node that was used, by name."""
    return node_uses_of(read_nodes(database, choice))


def node_uses_of(counts: CallCounts) -> dict[str, NodeUse]:
    """The same of figures that were read already."""
    happened: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (node, what, detail), count in sorted(counts.nodes.items()):
        if count:
            happened[node][what][detail] = count
    return {node: _use(node, what) for node, what in happened.items()}


def _use(node: str, what: Mapping[str, Mapping[str, int]]) -> NodeUse:
    def total(name: str) -> int:
        return sum(what.get(name, {}).values())

    stays = total("stays")
    return NodeUse(
        node=node,
        reached=total("reached"),
        arrived=total("arrived"),
        pressed=dict(what.get("pressed", {})),
        spoken=total("spoken"),
        not_understood=total("not understood"),
        wrong_keys=total("wrong key"),
        silences=total("silence"),
        refused=dict(what.get("refused", {})),
        enquiries=dict(what.get("enquiry", {})),
        answered=total("answered"),
        ran_out=total("ran out"),
        asked=total("asked"),
        gave_up=total("gave up"),
        seconds=total("seconds") / stays if stays else None,
    )
