"""The tasks of a site's menus, and how long callers need for them."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.walking.proving import edition_of
from ivr.authoring.walking.times import Reach, reaches_of
from ivr.engine.edition import Edition

REMEMBERED = 8
_known: OrderedDict[str, tuple[Reach, ...]] = OrderedDict()


@dataclass(frozen=True)
class Task:
    """A node that callers should reach `within` seconds, and the quickest ways there, one a language.

    `department` is where it is written, `name` what the node is called there.
    """

    department: DepartmentFiles
    name: str
    within: int
    reaches: tuple[Reach, ...]

    @property
    def slowest(self) -> float:
        """The seconds it takes in the language that takes longest, 0 when no caller comes there."""
        return max((reach.seconds for reach in self.reaches), default=0.0)


def tasks_of(site: Site) -> Iterator[Task]:
    """Every task of a site without errors, measured from the department's own hotlines where it has any."""
    wanted = [department for department in site.departments.values() if department.menu and department.menu.tasks]
    if not wanted:
        return
    reaches = _reaches(edition_of(site), wanted)
    for department in wanted:
        for name, task in department.menu.tasks.items() if department.menu else ():
            ways = [reach for reach in reaches if reach.node == f"{department.name}/{name}"]
            quickest = (_quickest(ways, language) for language in dict.fromkeys(way.language for way in ways))
            yield Task(department, name, task.within, tuple(quickest))


def _quickest(ways: list[Reach], language: str) -> Reach:
    return min((way for way in ways if way.language == language), key=lambda way: way.seconds)


def _reaches(edition: Edition, departments: list[DepartmentFiles]) -> tuple[Reach, ...]:
    if edition.hash not in _known:
        _known[edition.hash] = reaches_of(edition, [_question(edition, each) for each in departments])
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return _known[edition.hash]


def _question(edition: Edition, department: DepartmentFiles) -> tuple[list[str], list[str]]:
    """The department's own hotlines, and the nodes of its tasks."""
    own = [line.name for line in edition.hotlines.values() if line.start.startswith(f"{department.name}/")]
    tasks = department.menu.tasks if department.menu else ()
    return own, [f"{department.name}/{name}" for name in tasks]
