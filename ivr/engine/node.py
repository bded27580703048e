"""What a node is: the waist between the engine, which drives nodes, and `nodes/`, which implements them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict

from ivr.engine.events import Event
from ivr.engine.grammar import Path, mentions
from ivr.engine.heard import Heard
from ivr.engine.instructions import Closing, Prompt, Say
from ivr.words import Format

if TYPE_CHECKING:
    from ivr.engine.visit import Visit


@dataclass(frozen=True)
class Go:
    """Go on at `to`: a node's full name or one of the RESERVED destinations."""

    to: str


@dataclass(frozen=True)
class Wait:
    """Hand the call to the carrier; what it brings back is heard by the same node at `stage`.

    A node that hears a failure and waits again says so with `again`, so that the failures running are counted. `meant`
    is the key of a way that the caller is asked about: "Do you mean …?"
    """

    closing: Closing
    stage: str = ""
    again: str = ""  # "", "silence" or "wrong"
    meant: str = ""


@dataclass(frozen=True)
class Step:
    """What one node does with one arrival or one thing heard: says, then goes on or waits.

    `keeps` are fields to add to the call, by their short name. `rows` replace the rows the call remembers.
    `missed` says that a look-up matched nothing. `language` is the language the caller has just chosen. `hash_due` says
    that an entry ended by itself, after which people often press # all the same.
    """

    next: Go | Wait
    says: tuple[Prompt, ...] = ()
    events: tuple[Event, ...] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] | None = None
    missed: bool = False
    language: str = ""
    hash_due: bool = False


class Node(BaseModel):
    """One place in a menu tree. A kind is a subclass in `nodes/<kind>.py`; its docstring is its manual page.

    Settings are pydantic fields made of the parts in `grammar`; every text arrives as the editor typed it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: str
    landmark: ClassVar[bool] = False  # a place that "back" returns to
    only_leads_on: ClassVar[bool] = False  # neither tells the caller anything nor reaches anybody
    goes_on_at_once: ClassVar[bool] = False  # may lead on without waiting for the caller

    @property
    def hides_keys(self) -> bool:
        """Whether what is keyed here is a secret, of which nothing may be kept but asterisks."""
        return False

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The fields this node asks the caller for, by short name, and their formats."""
        return {}

    @property
    def fields_given(self) -> tuple[str, ...]:
        """The fields a caller gives by passing here, by short name: asked for, or noted by a choice."""
        return (*self.fields_kept, *(name for _, keeps in mentions(self, "keeps") for name in keeps))

    @property
    def leads_to(self) -> tuple[str, ...]:
        """Every destination written in this node."""
        named = (value for _, value in mentions(self, "destination"))
        return tuple(to for value in named for to in (value.values() if isinstance(value, Mapping) else (value,)))

    def known_at(self, setting: Path) -> frozenset[str]:
        """The fields that whoever leaves by the destination at `setting` has given before, by short name."""
        return frozenset()

    def inner(self, name: str) -> Mapping[str, "Node"]:
        """The nodes written inside this one, by full name; `name` is this node's own."""
        return {}

    def own_words(self, visit: "Visit") -> tuple[Prompt, ...]:
        """What a recording named after this node says in full; nothing where no recording is played."""
        return ()

    def enter(self, visit: "Visit") -> Step:
        """What happens when the caller arrives."""
        raise NotImplementedError

    def hear(self, visit: "Visit", heard: Heard) -> Step:
        """What happens with what the caller did at this node; by default the caller arrives anew."""
        return self.enter(visit)

    def again(self, visit: "Visit") -> Step:
        """What is said once more to a caller who waits here and was cut off; by default the caller arrives anew."""
        return Step(Go("repeat"))

    def whisper(self, visit: "Visit") -> Say | None:
        """What an officer hears before taking the call, at a node that rings officers."""
        return None

    def whisper_asks(self, visit: "Visit") -> bool:
        """Whether the officer then presses 1 to take it."""
        return True
