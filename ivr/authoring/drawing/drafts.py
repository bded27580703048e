"""The edition to draw: the one that is served, or, while there are mistakes, as much of the site as can be read."""

from dataclasses import dataclass
from pathlib import Path

from ivr.authoring.checking.loading import check_files
from ivr.authoring.checking.report import report_text
from ivr.authoring.problems import Problem
from ivr.authoring.site.assembling import assemble
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.engine.edition import Edition
from ivr.errors import SiteRefused

UNPUBLISHED = "draft"


@dataclass(frozen=True)
class DraftEdition:
    """An edition to look at, and the problems that keep it from being served."""

    edition: Edition
    problems: tuple[Problem, ...]


def draft_of(folder: Path) -> DraftEdition:
    """The site in a folder, good or not. Raises SiteRefused where a file has slips that leave nothing to draw."""
    checked = check_files(read_folder(folder))
    if checked.edition:
        return DraftEdition(checked.edition, ())
    site, _ = gather(checked.files)
    readable = all(department.menu for department in site.departments.values())
    if site.flows is None or not readable or not set(site.flows.languages) <= set(site.phrases):
        raise SiteRefused(report_text(checked.problems, checked.counts, checked.files))
    return DraftEdition(assemble(site, UNPUBLISHED), checked.problems)
