"""The files of an edition as an editor changes them: whose each is, drafts laid over them, problems in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath

from flask import abort
from flask_babel import get_locale

from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.checking.report import in_words
from ivr.authoring.problems import Problem
from ivr.authoring.site.files import SiteFiles, hash_of, unbundle
from ivr.errors import EditionMissing
from ivr.storage.editions.drafts import FileDraft, drafts_of
from ivr.storage.editions.shelf import EditionShelf
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import Person, person

LARGEST = 400_000  # characters of one file
NOT_EDITED = "recordings.yaml"  # `ivr prompts` writes it, with the hashes of the recordings
REMEMBERED = 8


def department_of_file(path: str) -> str:
    """The department whose menu a file is; empty for what all departments share."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 and parts[0] == "menus" else ""


def files_of(shelf: EditionShelf, edition: str) -> SiteFiles:
    """The files of an edition that is kept. Raises EditionMissing."""
    return unbundle(shelf.bundle(edition))


def editable(files: SiteFiles, who: Person) -> tuple[str, ...]:
    """The files that somebody may change: their departments' menus, and with all departments what those share."""
    names = (path for path in files.menus if not path.endswith(NOT_EDITED))
    return tuple(path for path in sorted(names) if who.may("editor", department_of_file(path)))


def text_of(files: SiteFiles, path: str) -> str:
    """A file as text."""
    return files.menus[path].decode("utf-8", "replace")


def hash_of_text(text: str) -> str:
    """By what a file is known again."""
    return hash_of(text.encode())


@dataclass(frozen=True)
class OpenDraft:
    """A draft beside what is served now: `moved` when somebody published another version of the file meanwhile."""

    draft: FileDraft
    served: str

    @property
    def moved(self) -> bool:
        """Whether the file was begun from another version than the one served now."""
        return self.draft.base != hash_of_text(self.served)


def open_drafts(files: SiteFiles, who: Person) -> tuple[OpenDraft, ...]:
    """Somebody's drafts of files they may still change and that differ from what is served."""
    mine = editable(files, who)
    found = (each for each in drafts_of(desk.database, who.email) if each.file in mine)
    drafts = (OpenDraft(each, text_of(files, each.file)) for each in found)
    return tuple(each for each in drafts if each.draft.content != each.served)


def with_texts(files: SiteFiles, texts: Iterable[tuple[str, str]]) -> SiteFiles:
    """The files with some replaced."""
    return replace(files, menus={**files.menus, **{path: text.encode() for path, text in texts}})


@lru_cache(REMEMBERED)
def _checked(shelf: EditionShelf, edition: str) -> Checked:
    return check_files(files_of(shelf, edition))


def checked_edition(edition: str) -> Checked:
    """What the checker finds today in an edition that is kept. Raises EditionMissing."""
    return _checked(desk.shelf, edition)


def told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the reader's language."""
    return tuple(in_words(each, str(get_locale())) for each in problems)


def visible(problems: Iterable[Problem], departments: frozenset[str] | None) -> Iterator[Problem]:
    """The problems of some departments (None for all) and of what all share."""
    for problem in problems:
        owner = department_of_file(problem.file)
        if departments is None or owner == "" or owner in departments:
            yield problem


def folder_problems() -> tuple[datetime | None, tuple[str, ...]]:
    """Since when, and the person's problems, a line each, as long as nothing newer was published; else None and none.

    A department's files are its people's. What all share is for editors and administrators of all departments.
    """
    since, problems = desk.problems()
    mine = tuple(each for each in problems if _may_know(each))
    if since is None or not mine or any(each.at > since for each in desk.shelf.history(1)):
        return None, ()
    return since, mine


def _may_know(problem: str) -> bool:
    department = department_of_file(problem.partition(":")[0])
    if department:
        return person().may("viewer", department)
    return None in (person().departments("editor"), person().departments("administrator"))


def hash_or_404(edition: str) -> str:
    """The hash as it is, if such an edition is kept; 404 otherwise."""
    try:
        return desk.shelf.by_hash(edition).hash
    except EditionMissing:
        abort(404)
