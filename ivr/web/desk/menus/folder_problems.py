"""Problems that keep the site's folder from being published, for those whose files they are in."""

from datetime import datetime

from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.files import department_of_file


def folder_problems() -> tuple[datetime | None, tuple[str, ...]]:
    """Since when, and the person's problems, a line each, as long as nothing newer was published; else None and none.

    A department's files are its people's. What all share is for editors and administrators of all departments.
    """
    since, problems = desk.problems()
    mine = tuple(each for each in problems if _is_mine(each))
    if since is None or not mine or any(each.at > since for each in desk.shelf.history(1)):
        return None, ()
    return since, mine


def _is_mine(problem: str) -> bool:
    department = department_of_file(problem.partition(":")[0])
    if department:
        return person().may("viewer", department)
    return None in (person().departments("editor"), person().departments("administrator"))
