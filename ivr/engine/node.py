"""What a node is: the waist between the engine, which drives nodes, and `nodes/`, which implements them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from ivr.engine.entry import KeyedEntry
from ivr.engine.events import Event
from ivr.engine.grammar import TRIES, Accepted, Branch, Path, TriesSettings, mentions
from ivr.engine.heard import Heard
from ivr.engine.instructions import Closing, Prompt, Say
from ivr.engine.node_facts import Decision, Enquiry, Filed, RatedQuestion, Whispered
from ivr.hours import Season
from ivr.words import Format

if TYPE_CHECKING:
    from ivr.engine.edition import Tries
    from ivr.engine.visit import Visit


@dataclass(frozen=True)
class Go:
    """Go on at `to`: a node's full name or one of the RESERVED destinations."""

    to: str


@dataclass(frozen=True)
class Wait:
    """Hand the call to the carrier; what it brings back is heard by the same node at `stage`.

    A node that hears a failure and waits again says so with `again`, so that the failures running are counted; where
    it was only cut off after one, they stand as they were. `meant`
    is the key of a way that the caller is asked about: "Do you mean …?"
    """

    closing: Closing
    stage: str = ""
    again: str = ""  # "", "silence", "wrong" or "cut off"
    meant: str = ""


@dataclass(frozen=True)
class Step:
    """What one node does with one arrival or one thing heard: says, then goes on or waits.

    `keeps` are fields to add to the call, by their short name, after those in `forgets` were taken from it. `rows`
    replace the rows the call remembers. `missed` says that a look-up matched nothing. `language` is the language the
    caller has just chosen. `hash_due` says that an entry ended by itself, and people often press # all the same.
    `retold` says that an answer was told on the way, which is told again (`retell`, of the `rows`) to whoever asks
    further on to hear it again.
    """

    next: Go | Wait
    says: tuple[Prompt, ...] = ()
    events: tuple[Event, ...] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    forgets: frozenset[str] = frozenset()
    rows: tuple[Mapping[str, str], ...] | None = None
    missed: bool = False
    language: str = ""
    hash_due: bool = False
    retold: bool = False


AS_EVERYWHERE = TriesSettings()
MARKED = "yes"
"""What stands in a call under the name of a mark."""
Gives = Literal["", "answer", "officer", "message", "end"]
"""What callers find at a node: an answer, an officer, somebody to leave word for, the end; nothing on their way on."""


class Offer(Protocol):
    """What a node offers on one key: where that leads (`to`), or what it answers, and the fields that it notes."""

    @property
    def label(self) -> Mapping[str, str]:
        """What it is called, by language."""
        ...

    @property
    def also(self) -> Mapping[str, tuple[str, ...]]:
        """Further words by which callers may mean it, by language."""
        ...

    @property
    def to(self) -> str | None:
        """The node it leads to, None where it answers."""
        ...

    @property
    def answer(self) -> Mapping[str, str] | None:
        """What it answers, by language, None where it leads on."""
        ...

    @property
    def keep(self) -> Mapping[str, str]:
        """The fields noted by whoever takes it, and their values."""
        ...

    @property
    def season(self) -> Season:
        """The days on which it is offered."""
        ...


class Node(BaseModel):
    """One place in a menu tree. A kind is a subclass in `nodes/<kind>.py`; its docstring is its manual page.

    Settings are pydantic fields made of the parts in `grammar`; every text arrives as the editor typed it. Whoever
    checks, walks, draws or tells of a node asks it what stands here, and knows no kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: str
    accepted: Accepted = Field(
        default={}, description="Warnings of `ivr check` that are accepted here: the name of each rule, and the reason."
    )
    called: ClassVar[Mapping[str, str]] = {}  # what supervisors call it, by locale; in English as its kind
    deed: ClassVar[Mapping[str, str]] = {}  # what callers do here to whom no choice led, by locale, "en" too
    gives: ClassVar[Gives] = ""
    landmark: ClassVar[bool] = False  # a place that "back" returns to
    goes_on_at_once: ClassVar[bool] = False  # may lead on without waiting for the caller
    texts_callers: ClassVar[bool] = False  # offers to send what was told on the way here as a text message

    @property
    def offers(self) -> Mapping[str, Offer]:
        """What is offered, by key; a kind that offers something has it in its setting `choices`."""
        return {}

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys that do something here, besides those of every menu."""
        return frozenset(self.offers)

    @property
    def entry(self) -> KeyedEntry | None:
        """How what is keyed here becomes a value, where callers key one."""
        return None

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The days on which something here holds that on others does not."""
        return ()

    @property
    def has_answer(self) -> bool:
        """Whether callers hear an answer here."""
        return self.gives == "answer"

    @property
    def needs(self) -> tuple[str, ...]:
        """The system's phrases said here that a site without such a node may do without."""
        return ()

    @property
    def enquiry(self) -> Enquiry | None:
        """What is looked up here."""
        return None

    @property
    def files(self) -> Filed | None:
        """What is filed here."""
        return None

    @property
    def decision(self) -> Decision | None:
        """What decides here how the call goes on."""
        return None

    @property
    def rates(self) -> Mapping[str, RatedQuestion]:
        """What callers are asked here about the call, by the name of the question."""
        return {}

    @property
    def longest_recording(self) -> int:
        """For how many seconds a caller may speak to be recorded here, 0 where nothing is recorded."""
        return 0

    def branch_of(self, outcome: str) -> tuple[str, Branch | None]:
        """The setting for what came of this node (`found`, `closed`, `busy`), and what is written there."""
        written = getattr(self, outcome, None)
        return outcome, written if isinstance(written, Branch) else None

    @property
    def secrets(self) -> frozenset[str]:
        """The fields asked for here that are secret, by short name."""
        return frozenset()

    @property
    def privates(self) -> frozenset[str]:
        """The fields asked for here that are private, by short name."""
        return frozenset()

    @property
    def hides_keys(self) -> bool:
        """Whether what is keyed here is secret or private, so that nothing may be kept of it but asterisks."""
        return bool(self.secrets or self.privates)

    def hides_keys_at(self, stage: str) -> bool:
        """Whether what is keyed at one of its stages is so; a key that takes or refuses what was keyed is not."""
        return self.hides_keys

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The fields this node asks the caller for, by short name, and their formats."""
        return {}

    @property
    def fields_given(self) -> tuple[str, ...]:
        """The fields a caller gives by passing here, by short name: asked for, or noted by a choice."""
        return (*self.fields_kept, *(name for _, keeps in mentions(self, "keeps") for name in keeps))

    @property
    def rows_needed(self) -> int:
        """Bytes of the rows that a call must carry while it waits here; those of others can be looked up again."""
        return 0

    def marks(self, name: str) -> tuple[str, ...]:
        """Under which names, beside its fields, a call notes what it did at this node, whose full name is `name`."""
        return ()

    def most_tries(self, setting: Path, tries: "Tries") -> int:
        """How many tries callers have who hear the texts at `setting`, of which one is said at each try."""
        return tries.silence + tries.wrong - 1

    def gives_at(self, setting: Path) -> frozenset[str]:
        """The fields that are given anew by leaving by the destination at `setting`, by short name."""
        if setting[0] == TRIES:
            return frozenset()  # whoever used them up gave nothing
        noted = (name for path, keeps in mentions(self, "keeps") if path[:-1] == setting[:-1] for name in keeps)
        return frozenset((*self.fields_kept, *noted))

    @property
    def own_tries(self) -> TriesSettings:
        """How often callers may fail here, and what comes then, where that is not as everywhere."""
        return AS_EVERYWHERE

    @property
    def fields_found(self) -> tuple[str, ...]:
        """The fields kept of a row that is found here, by short name."""
        return tuple(self.enquiry.keeps) if self.enquiry else ()

    @property
    def fields_carried(self) -> tuple[str, ...]:
        """The fields, by short name, that go on from here to officers, with what is left or who is put through."""
        return ()

    @property
    def whispers(self) -> tuple[Whispered, ...]:
        """The settings here by which an officer hears something before the caller is put through."""
        return ()

    @property
    def leads_to(self) -> tuple[str, ...]:
        """Every destination written in this node, but for callers who fail too often."""
        named = (value for path, value in mentions(self, "destination") if path[0] != TRIES)
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

    def retell(self, visit: "Visit", rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """The answer told here, of the `rows` remembered, to a caller who went on from it and asks to hear it again."""
        return ()

    def whisper(self, visit: "Visit") -> Say | None:
        """What an officer hears before taking the call, at a node that rings officers."""
        return None

    def whisper_asks(self, visit: "Visit") -> bool:
        """Whether the officer then presses 1 to take it."""
        return True


class AskingNode(Node):
    """A node at which callers may fail: its `tries` say how often, and what comes then, where they are its own."""

    tries: TriesSettings | None = Field(
        default=None,
        description="How often callers may fail here, and what comes then, where that is not as everywhere.",
    )

    @property
    def own_tries(self) -> TriesSettings:
        """What is written."""
        return self.tries or AS_EVERYWHERE
