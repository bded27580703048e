"""Looking at a site: as one, or at a large one part by part, on all processors and in the memory of a few parts."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ivr.authoring.checking.dividing import LARGE, FilesByDepartment, Part, part_of, parts_of
from ivr.authoring.checking.looking import Seen, joined, look, nodes_in, problems_in
from ivr.authoring.checking.report import SiteCounts
from ivr.authoring.checking.shared_out import Look, PartFiles, WorkAsked, WorkDone, lookers
from ivr.authoring.problems import Problem
from ivr.authoring.rules.languages import differ_in_languages, use_of_languages
from ivr.authoring.site import Elsewhere, Site
from ivr.authoring.site.assembling import assemble
from ivr.authoring.site.files import SiteFiles, bundle, hash_of
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.texts import texts_of
from ivr.authoring.site.transcripts import Transcript, apart, edition_of_transcript, transcript_of, with_recordings
from ivr.authoring.walking.proving import found_good, note_walk
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.edition import Edition


@dataclass(frozen=True)
class Looked:
    """What was found in a site: its problems, how much there is, and, where it is good, the `edition` that it makes.

    `asking` gives the site, or the parts of it in which something is asked of a department's own database.
    """

    problems: set[Problem]
    counts: SiteCounts
    edition: Callable[[], Edition]
    asking: Callable[[], Iterator[Site]]


def look_at_whole(
    files: SiteFiles,
    today: date | None,
    tables: Mapping[str, Path],
    *,
    walked: bool,
    carrier: Abilities = EVERYTHING,
) -> Looked:
    """Look at a site as one."""
    site, problems = gather(files, today, carrier)
    seen = [look(site, problems, tables, walked=walked)]
    counts = replace(counts_of(site), rows=seen[0].rows.rows)
    return Looked(problems_in(seen), counts, lambda: assemble(site, site.hash), lambda: iter((site,)))


def look_in_parts(
    files: SiteFiles,
    today: date | None,
    tables: Mapping[str, Path],
    *,
    walked: bool,
    carrier: Abilities = EVERYTHING,
    processes: int = 0,
) -> Looked | None:
    """Look at a large site part by part, in so many processes (0: one a processor); None where it has no parts.

    Raises CheckUnfinished when a process ends before it is done.
    """
    _, menus = apart(files)
    if len(menus) < LARGE:
        return None
    sorted_files = FilesByDepartment(files)
    names = tuple(path.split("/")[1] for path in menus)
    shared, problems = gather(sorted_files.shared(names), today, carrier)
    parts = parts_of(shared.flows, menus) if shared.flows else ()
    if len(parts) < 2:
        return None
    to_read = SiteFiles(shared.files.menus)
    question = WorkAsked(to_read, names, today, carrier, walked, walked and found_good(_hash_of(files)))
    asked = [_files_of(part, sorted_files, tables) for part in parts]
    with lookers(question, processes or min(len(os.sched_getaffinity(0)), len(parts))) as look_at:
        answers = _all(look_at, asked)
        rest = replace(shared, elsewhere=_elsewhere(answers))
        if differ_in_languages(rest) or any(answer.uneven for answer in answers):
            use = use_of_languages(tuple(texts_of(rest)), rest.elsewhere)
            answers = _all(look_at, [each._replace(use=use) for each in asked])
    if any(answer.leads for answer in answers):
        return None
    return _looked(files, rest, [look(rest, problems, {}, walked=False), *(each.seen for each in answers)], answers)


def _all(look_at: Look, asked: Sequence[PartFiles]) -> Sequence[WorkDone]:
    """What is found in all parts; what is heard of kinds of nodes in the first is not listened to in the others."""
    first = look_at(asked[:1])
    walk = first[0].seen.walk
    return (*first, *look_at([each._replace(heard=walk.heard) if walk else each for each in asked[1:]]))


def _files_of(part: Part, files: FilesByDepartment, tables: Mapping[str, Path]) -> PartFiles:
    own = files.of(part)
    return PartFiles(own, {path: tables[path] for path in own.headers or () if path in tables})


def _elsewhere(answers: Sequence[WorkDone]) -> Elsewhere:
    """All departments, for whoever looks at what they share."""
    names = {name: short for answer in answers for name, short in answer.names.items()}
    in_language = sum((answer.use.in_language for answer in answers), Counter[str]())
    return Elsewhere(names, sum(answer.use.texts for answer in answers), in_language)


def _looked(files: SiteFiles, shared: Site, seen: Sequence[Seen], answers: Sequence[WorkDone]) -> Looked:
    menus = [menu for answer in answers for menu in answer.menus]
    edition_hash, found = _hash_of(files), problems_in(seen)
    counts = replace(
        counts_of(shared),
        departments=len(menus),
        nodes=sum(each.nodes for each in seen),
        texts=sum(1 for _ in texts_of(shared)) + shared.elsewhere.texts,
        rows=sum(each.rows.rows for each in seen),
    )
    walks = [answer.seen.walk for answer in answers if answer.seen.walk]
    if len(walks) == len(answers) and not found_good(edition_hash):
        note_walk(edition_hash, joined(walks))

    def edition() -> Edition:
        of_all = replace(shared, files=files)
        transcript = with_recordings(transcript_of(of_all, menus), of_all)
        return edition_of_transcript(Transcript(transcript), edition_hash)

    def asking() -> Iterator[Site]:
        for answer in answers:
            own = {path: files.menus[path] for path, _ in answer.menus}
            if any(b"query" in content for content in own.values()):
                yield part_of(shared, replace(files, menus=own), shared.elsewhere)[0]

    return Looked(found, counts, edition, asking)


def _hash_of(files: SiteFiles) -> str:
    """The name of the edition that the files make; empty where one is not UTF-8, for such files make none."""
    try:
        return hash_of(bundle(files))
    except ValueError:
        return ""


def counts_of(site: Site) -> SiteCounts:
    """How much was read of a site."""
    hotlines = site.flows_document.at(("hotlines",))
    lines = len(hotlines) if isinstance(hotlines, dict) else 0
    return SiteCounts(lines, len(site.departments), nodes_in(site), sum(1 for _ in texts_of(site)))
