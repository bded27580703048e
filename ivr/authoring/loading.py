"""The one door from files to an edition, for `ivr check` and for the server alike."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ivr.authoring.assembling import assemble
from ivr.authoring.checking import check
from ivr.authoring.gathering import gather
from ivr.authoring.problems import Problem
from ivr.authoring.report import Counts, report_text
from ivr.authoring.site import Site
from ivr.authoring.site_files import SiteFiles, bundle, hash_of, read_folder, unbundle
from ivr.authoring.texts import texts_of
from ivr.engine.edition import Edition
from ivr.errors import SiteRefused


@dataclass(frozen=True)
class Checked:
    """What became of a site: its edition, None when there are errors, and every problem in order of place."""

    edition: Edition | None
    problems: tuple[Problem, ...]
    counts: Counts
    files: SiteFiles


def check_site(folder: Path, today: date | None = None) -> Checked:
    """Read and check the site in `folder`; never raises for anything written there.

    With `today` given, reviews that are overdue on that day are told of too.
    """
    return check_files(read_folder(folder), today)


def check_files(files: SiteFiles, today: date | None = None) -> Checked:
    """Check a site that was read already."""
    site, problems = gather(files, today)
    problems = tuple(sorted({*problems, *check(site, problems)}))
    unwritten = {(problem.file, problem.line) for problem in problems if problem.rule == "nothing-written"}
    problems = tuple(
        each for each in problems if each.rule == "nothing-written" or (each.file, each.line) not in unwritten
    )
    good = not any(problem.level == "error" for problem in problems)
    edition = assemble(site, hash_of(bundle(files))) if good else None
    return Checked(edition, problems, _counts(site), files)


def edition_from_bundle(content: bytes) -> Edition:
    """The edition in a bundle that was published. Raises SiteRefused when it is damaged or cannot be read any more.

    It passed the check of its day. A rule that was added since must not take a hotline off the air, so only what
    makes it unreadable is refused.
    """
    files = unbundle(content)
    site, problems = gather(files)
    if any(problem.level == "error" for problem in problems):
        raise SiteRefused(report_text(problems, _counts(site), files))
    return assemble(site, hash_of(content))


def load_site(folder: Path) -> Edition:
    """The edition of the site in `folder`. Raises SiteRefused with the whole report when it has errors."""
    return edition_of(read_folder(folder))


def edition_of(files: SiteFiles) -> Edition:
    """The edition of files that were read. Raises SiteRefused with the whole report when they have errors."""
    return _edition(check_files(files))


def _edition(checked: Checked) -> Edition:
    if checked.edition is None:
        raise SiteRefused(report_text(checked.problems, checked.counts, checked.files))
    return checked.edition


def _counts(site: Site) -> Counts:
    hotlines = site.flows_document.at(("hotlines",))
    inner = sum(len(placed.node.inner(placed.name)) for placed in site.nodes)
    nodes = inner + sum(len(department.names) for department in site.departments.values())
    return Counts(
        len(hotlines) if isinstance(hotlines, dict) else 0, len(site.departments), nodes, sum(1 for _ in texts_of(site))
    )
