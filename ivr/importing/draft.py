"""A department as it is being imported: nodes still under the names their source gave them."""

from dataclasses import dataclass, field

from ivr.authoring.problems import Problem
from ivr.importing.spoken import names_operator
from ivr.translation import as_it_stands
from ivr.words import HONG_KONG

LEFT_OUT = "not-carried-over"
CHANGED = "changed"
TO_BE_WRITTEN = "to-be-written"
GOODBYE = "goodbye"


@dataclass(frozen=True)
class DraftWay:
    """A way to the node that the source calls `to`."""

    to: str


Written = str | DraftWay | dict[str, "Written"]
Spot = tuple[int, int]  # line and column in the source, counted from 1; in a sheet, row and column


@dataclass(frozen=True)
class Wishes:
    """What the person who imports has decided; what is empty is left to be written. `country` is that of the site."""

    file: str
    department: str
    language: str = "en"
    title: str = ""
    owner: str = ""
    review: str = ""
    start: str = ""
    country: str = HONG_KONG.country


@dataclass(frozen=True)
class Imported:
    """A `menu.yaml`, what `flows.yaml` must have for it, and all that was not carried over as it was."""

    menu: str
    flows: str
    problems: tuple[Problem, ...]


@dataclass
class DraftNode:
    """A node, its settings in the order they are written, and the comments that stand above it."""

    wish: str
    kind: str
    settings: dict[str, Written]
    comments: list[str] = field(default_factory=list)

    @property
    def choices(self) -> dict[str, Written]:
        """The choices of a menu."""
        found = self.settings.setdefault("choices", {})
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class DraftOfficers:
    """People who answer; `numbers` is empty where the source rings something that has no telephone number."""

    wish: str
    numbers: tuple[str, ...]
    together: bool = False
    seconds: int = 20
    comment: str = ""


@dataclass(frozen=True)
class DraftLanguage:
    """A language that callers chose by a key; the carrier's names for it and for its voice, where they are known."""

    key: str
    tag: str
    voice: str = ""


@dataclass
class ImportDraft:
    """All that is known so far; nodes and officers by the name the source gives them."""

    wishes: Wishes
    title: dict[str, str] = field(default_factory=dict)
    start: str = ""
    officer: str = ""  # the node that the source puts on the key 0, or calls the operator
    nodes: dict[str, DraftNode] = field(default_factory=dict)
    officers: dict[str, DraftOfficers] = field(default_factory=dict)
    languages: dict[str, DraftLanguage] = field(default_factory=dict)
    chooser: str = ""  # what the source asks the language with
    problems: list[Problem] = field(default_factory=list)

    def tell(self, spot: Spot, rule: str, message: str, hint: str = "") -> None:
        """Something in the source that is not carried over as it was."""
        problem = Problem(
            self.wishes.file, *spot, spot[1] + 1, rule, as_it_stands(message), as_it_stands(hint), "warning"
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def note_operator(self, key: str, name: str, to: Written) -> bool:
        """Whether a choice is the first to lead to the operator, by its key or by its name; that is noted."""
        if isinstance(to, DraftWay) and not self.officer and (key == "0" or names_operator(name)):
            self.officer = to.to
        return isinstance(to, DraftWay) and self.officer == to.to

    def texts(self, text: str) -> dict[str, Written]:
        """A text under the language of the source, nothing when it is empty."""
        return {self.wishes.language: text} if text else {}
