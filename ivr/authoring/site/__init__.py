"""A site as it was read, before it is an edition: what the rules look at."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.manifest import Manifest
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.pledges import PledgeSettings, PledgesFile
from ivr.authoring.site.files import SiteFiles, bundle, hash_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.grammar import RESERVED, Mark, mentions
from ivr.engine.node import Node
from ivr.words import HONG_KONG, Home


@dataclass(frozen=True)
class PlacedNode:
    """A node and where it is written; `name` is its full name."""

    name: str
    department: str
    node: Node
    document: Document

    @property
    def path(self) -> Path:
        """The settings that lead to the node."""
        return ("nodes", self.name.partition("/")[2])

    def mentions(self, mark: Mark) -> Iterator[tuple[Path, str]]:
        """Every single value marked `mark`, with the full path to it in the document."""
        for path, value in mentions(self.node, mark):
            if isinstance(value, Mapping):
                yield from (((*self.path, *path, str(key)), str(item)) for key, item in value.items())
            elif isinstance(value, tuple):
                yield from (((*self.path, *path, str(place)), str(item)) for place, item in enumerate(value))
            else:
                yield (*self.path, *path), str(value)

    def groups(self, mark: Mark) -> Iterator[tuple[Path, Mapping[str, str]]]:
        """Every mapping marked `mark` (texts, keeps), with the full path to it in the document."""
        for path, value in mentions(self.node, mark):
            if isinstance(value, Mapping):
                yield (*self.path, *path), value


@dataclass(frozen=True)
class DepartmentFiles:
    """A department as it was read. `menu` is None when its file has slips that leave nothing to go by.

    `names` are the short names of its nodes, those that could not be read among them. `whole` tells whether every one
    of its nodes was read as it is written, so that what none of them says is really not there.
    """

    name: str
    document: Document
    menu: MenuFile | None
    nodes: Mapping[str, PlacedNode] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def calendars(self) -> Iterator[tuple[Path, str]]:
        """The calendars that its nodes and its days name, each with the path to the setting that does."""
        for placed in self.nodes.values():
            yield from placed.mentions("calendar")
        for name, day in self.menu.days.items() if self.menu else ():
            yield from ((("days", name, *path), calendar) for path, calendar in mentions(day, "calendar"))


@dataclass(frozen=True)
class Elsewhere:
    """What is in the rest of a site of which only a part is looked at.

    The nodes that departments have by their short names, how many texts there are, and how many in each language.
    `shared` tells whether what the whole site shares is looked at there, and not here, `heard` what was heard there of
    kinds of nodes (see `walking`), which is the same here.
    """

    departments: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: int = 0
    in_language: Counter[str] = field(default_factory=Counter)
    shared: bool = False
    heard: frozenset[tuple[object, ...]] = frozenset()


@dataclass(frozen=True)
class Holidays:
    """Holidays of one's own, as they are written: the name of each day by language."""

    document: Document
    days: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class WrittenPledges:
    """What a department promises, as it is written; `file` is None where nothing can be made of it."""

    department: str
    document: Document
    file: PledgesFile | None

    @property
    def each(self) -> Iterator[tuple[Path, PledgeSettings]]:
        """Every pledge of every year, with the path to it."""
        for year, written in self.file.years.items() if self.file else ():
            yield from ((("years", year, name), pledge) for name, pledge in written.items())


@dataclass(frozen=True)
class Site:
    """Everything read of a site; `flows` is None when its file has slips that leave nothing to go by.

    `today` is the day on which it is asked whether reviews are overdue, None when that is not asked. Of a large site
    this may be a part, the rest of it being `elsewhere`; all `pledges` are then among what is shared. It is checked for
    a `carrier` that can do so much.
    """

    files: SiteFiles
    flows: FlowsFile | None
    flows_document: Document
    departments: Mapping[str, DepartmentFiles]
    phrases: Mapping[str, Document]
    manifests: Mapping[str, Manifest] = field(default_factory=dict)
    pronunciations: Mapping[str, Document] = field(default_factory=dict)
    today: date | None = None
    elsewhere: Elsewhere = Elsewhere()
    holidays: Mapping[str, Holidays] = field(default_factory=dict)
    pledges: Mapping[str, WrittenPledges] = field(default_factory=dict)
    carrier: Abilities = EVERYTHING

    @cached_property
    def hash(self) -> str:
        """The name of the edition that these files make; a part is known by what was heard elsewhere too.

        Raises ValueError for files that are not UTF-8.
        """
        name, heard = hash_of(bundle(self.files)), sorted(map(repr, self.elsewhere.heard))
        return hash_of(f"{name} {heard}".encode()) if heard else name

    @property
    def department_names(self) -> Collection[str]:
        """The departments that there are, here and elsewhere."""
        return (*self.departments, *self.elsewhere.departments)

    @property
    def nodes(self) -> Iterator[PlacedNode]:
        """The nodes of every department, in the order written."""
        for department in self.departments.values():
            yield from department.nodes.values()

    @property
    def node_names(self) -> Iterator[str]:
        """The full names of all nodes, here and elsewhere."""
        yield from (placed.name for placed in self.nodes)
        for department, names in self.elsewhere.departments.items():
            yield from (f"{department}/{short}" for short in names)

    @property
    def home(self) -> Home:
        """Where the site is; Hong Kong while flows.yaml cannot be read."""
        return self.flows.home if self.flows else HONG_KONG

    @property
    def documents(self) -> Iterator[Document]:
        """Every file that is YAML and looked at here."""
        yield from (department.document for department in self.departments.values())
        if self.elsewhere.shared:
            return
        yield self.flows_document
        yield from (*self.phrases.values(), *self.pronunciations.values())
        yield from (manifest.document for manifest in self.manifests.values())
        yield from (each.document for each in self.holidays.values())
        yield from (each.document for each in self.pledges.values())

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the site's languages."""
        return tuple(self.flows.languages) if self.flows else ()

    def names_in(self, group: str) -> tuple[str, ...]:
        """The names under a group of flows.yaml (officers, calendars, languages), those with slips among them."""
        written = self.flows_document.at((group,))
        return tuple(written) if isinstance(written, dict) else ()

    def has(self, name: str) -> bool:
        """Whether `name` may be a destination; a department that could not be read has whatever one asks for."""
        if name in RESERVED:
            return True
        department, _, short = name.partition("/")
        if short.partition(".")[0] in self.elsewhere.departments.get(department, ()):
            return True
        found = self.departments.get(department)
        return found is not None and (found.menu is None or short in found.names or self._is_inner(found, short))

    def start_of(self, hotline_start: str) -> str:
        """The full name of the node a hotline's `start` means: a node in full, or a department's own start."""
        found = self.departments.get(hotline_start)
        return f"{hotline_start}/{found.menu.start}" if found and found.menu else hotline_start

    @staticmethod
    def _is_inner(department: DepartmentFiles, short: str) -> bool:
        owner = department.nodes.get(f"{department.name}/{short.partition('.')[0]}")
        return owner is not None and f"{department.name}/{short}" in owner.node.inner(owner.name)
