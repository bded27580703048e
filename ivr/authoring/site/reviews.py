"""Who keeps each answer true, and when it must be read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.site import DepartmentFiles, Site


@dataclass(frozen=True)
class Review:
    """One thing to be read again: a department's menu as a whole (`node` is empty), or a node with its own day."""

    department: str
    node: str
    owner: str
    due: date

    def overdue_by(self, today: date) -> int:
        """The days since it was due, 0 when it is not."""
        return max(0, (today - self.due).days)


def reviews_of(site: Site, *, every_answer: bool = False) -> Iterator[Review]:
    """The departments and the nodes with a review of their own; with `every_answer` all other answers too."""
    for department in site.departments.values():
        yield from reviews_in(department, every_answer=every_answer)


def reviews_in(department: DepartmentFiles, *, every_answer: bool = False) -> Iterator[Review]:
    """A department and its nodes with a review of their own; with `every_answer` all its other answers too."""
    if department.menu:
        yield Review(department.name, "", department.menu.owner, date.fromisoformat(department.menu.review))
        names = dict.fromkeys((*_answers(department, every_answer), *department.menu.reviews))
        yield from (_of_node(department, department.menu, name) for name in names)


def _answers(department: DepartmentFiles, every_answer: bool) -> Iterator[str]:
    for placed in department.nodes.values() if every_answer else ():
        told = {placed.name: placed.node, **placed.node.inner(placed.name)}
        yield from (name.partition("/")[2] for name, node in told.items() if node.has_answer)


def _of_node(department: DepartmentFiles, menu: MenuFile, name: str) -> Review:
    own = menu.reviews.get(name)
    owner = own.owner if own and own.owner else menu.owner
    return Review(department.name, name, owner, date.fromisoformat((own.review if own else "") or menu.review))
