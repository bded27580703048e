"""The one door from files to an edition, for `ivr check` and for the server alike."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ivr.authoring.checking.accepting import accept_in_tables
from ivr.authoring.checking.parts import counts_of, look_at_whole, look_in_parts
from ivr.authoring.checking.report import SiteCounts, report_text
from ivr.authoring.problems import Problem
from ivr.authoring.rules import has_errors
from ivr.authoring.site.files import SiteFiles, hash_of, read_folder, unbundle
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.transcripts import Transcript, edition_of_transcript, transcribe
from ivr.authoring.tables.queries import NOT_TRIED, Queries, try_queries
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.edition import Edition
from ivr.errors import SiteRefused

SLIPS = ("look-alike-sign", "nothing-written")
NO_TABLES: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True)
class Checked:
    """What became of a site: its edition, None when there are errors, and every problem in order of place.

    An edition that was not `walked` may still drop callers: it is for looking at, and must not be published. `untried`
    are departments' databases of which nobody set an address.
    """

    edition: Edition | None
    problems: tuple[Problem, ...]
    counts: SiteCounts
    files: SiteFiles
    walked: bool = True
    untried: tuple[str, ...] = ()


def check_site(
    folder: Path,
    today: date | None = None,
    rows_in: Collection[Path] = (),
    queries: Queries | None = None,
    carrier: Abilities = EVERYTHING,
) -> Checked:
    """Read and check the site in `folder`; never raises for anything written there.

    With `today` given, reviews that are overdue on that day are told of too. Tables are data: only those that lie in
    the paths `rows_in` are read row by row, and only with `queries` given are those of departments' databases tried.
    What the `carrier` cannot do is told of.
    """
    files = read_folder(folder)
    tables = {path: folder / path for path in files.headers or ()}
    read = {path: file for path, file in tables.items() if _lies_in(file, rows_in)}
    return check_files(files, today, read, queries=queries, carrier=carrier)


def _lies_in(file: Path, paths: Collection[Path]) -> bool:
    return any(file.resolve().is_relative_to(path.resolve()) for path in paths)


def check_files(
    files: SiteFiles,
    today: date | None = None,
    tables: Mapping[str, Path] = NO_TABLES,
    *,
    walked: bool = True,
    queries: Queries | None = None,
    carrier: Abilities = EVERYTHING,
) -> Checked:
    """Check a site that was read already; `tables` are the CSV files to be read row by row, by their path in it.

    Without walking every path, which takes longest, unless `walked`.
    """
    looked = look_in_parts(files, today, tables, walked=walked, carrier=carrier)
    looked = looked or look_at_whole(files, today, tables, walked=walked, carrier=carrier)
    asked = tuple(looked.asking()) if queries else ()
    tried = try_queries(asked, queries) if queries else NOT_TRIED
    found = tried.problems
    for site in asked:
        found = accept_in_tables(site, found)
    problems = tuple(_causes(sorted(looked.problems | set(found))))
    good = not has_errors(problems)
    edition = looked.edition() if good else None
    return Checked(edition, problems, looked.counts, files, walked or not good, tried.unknown)


def _causes(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems without those that only follow from a slip on the same line."""
    found: dict[tuple[str, int], str] = {}
    for problem in problems:
        if problem.rule in SLIPS and problem.level == "error":
            place = (problem.file, problem.line)
            found[place] = min(found.get(place, problem.rule), problem.rule, key=SLIPS.index)
    yield from (each for each in problems if each.rule == found.get((each.file, each.line), each.rule))


def edition_from_bundle(content: bytes) -> Edition:
    """The edition in a bundle that was published. Raises SiteRefused when it is damaged or cannot be read any more.

    It passed the check of its day. A rule that was added since must not take a hotline off the air, so only what
    makes it unreadable is refused.
    """
    return edition_of_transcript(Transcript(transcript_of_bundle(content)), hash_of(content))


def transcript_of_bundle(content: bytes) -> bytes:
    """The transcript of a bundle that was published. Raises SiteRefused like `edition_from_bundle`."""
    files = unbundle(content)
    transcript = transcribe(files)
    if transcript is None:
        site, problems = gather(files)
        raise SiteRefused(report_text(problems, counts_of(site), files))
    return transcript


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
