"""The walk as part of the check: made once for each state of a site's files, and told as Problems at their places."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.site.assembling import assemble
from ivr.authoring.walking.findings import DROPPED, ENDLESS, NO_OFFICER, NOTHING_SAID, Finding
from ivr.authoring.walking.walk import OfKinds, Walk, walk
from ivr.authoring.yaml.marks import Document, Path
from ivr.engine.edition import Edition
from ivr.translation import counted, said

REMEMBERED = 8
WALKED = frozenset({DROPPED, ENDLESS, NO_OFFICER, NOTHING_SAID})
_walks: OrderedDict[str, Walk] = OrderedDict()
_editions: dict[str, Edition] = {}


def problems_found(site: Site, rule: str) -> Iterator[Problem]:
    """What the walk of a site without other errors finds against one rule."""
    walked = _walks.get(site.hash) or walk_of(edition_of(site), site.elsewhere.heard)
    for found in walked.findings:
        if found.rule == rule:
            yield _problem(site, found)


def edition_of(site: Site) -> Edition:
    """The edition of a site without errors; assembled once for all that walk it, one site after another."""
    if site.hash not in _editions:
        _editions.clear()
        _editions[site.hash] = assemble(site, site.hash)
    return _editions[site.hash]


def walk_of(edition: Edition, heard: OfKinds = frozenset()) -> Walk:
    """The walk of an edition; an edition never changes, so one walk is enough. For what was `heard` see `walk`."""
    walked = _walks.get(edition.hash)
    if walked is None:
        note_walk(edition.hash, walked := walk(edition, heard=heard))
    return walked


def walk_made(site: Site) -> Walk | None:
    """The walk of a site, or a part of one, as it was made; None where none was."""
    return _walks.get(site.hash)


def found_good(edition_hash: str) -> bool:
    """Whether an edition was walked, or proven before, and nothing was found."""
    return edition_hash in _walks and not _walks[edition_hash].findings


def note_walk(edition_hash: str, walked: Walk) -> None:
    """Remember the walk of an edition that was made elsewhere."""
    _walks[edition_hash] = walked
    while len(_walks) > REMEMBERED:
        _walks.popitem(last=False)


def known_good(edition_hash: str) -> None:
    """An edition that was proven before, by whoever published it, is not walked again."""
    if edition_hash:
        _walks.setdefault(edition_hash, Walk((), 0, 0, whole=True))


def only_walked(problems: Iterable[Problem]) -> bool:
    """Whether a site has errors, and all of them were found by walking it."""
    wrong = {problem.rule for problem in problems if problem.level == "error"}
    return bool(wrong) and wrong <= WALKED


def proof(edition: Edition) -> str:
    """What the walk of a good edition has shown, in one sentence."""
    walked, lines = walk_of(edition), len(edition.hotlines)
    if not walked.whole:
        return said("The hotlines are too large to be walked whole: {places} states were.", places=f"{walked.places:,}")
    if not all(line.officers for line in edition.hotlines.values()):
        return counted(
            lines,
            "Every path of {number} hotline ends in an answer or a message, or callers hear that it has no officers"
            " ({places} states).",
            "Every path of {number} hotlines ends in an answer, an officer or a message, or where there are no officers"
            " callers hear so ({places} states).",
            places=f"{walked.places:,}",
        )
    return counted(
        lines,
        "Every path of {number} hotline ends in an answer, an officer or a message ({places} states).",
        "Every path of {number} hotlines ends in an answer, an officer or a message ({places} states).",
        places=f"{walked.places:,}",
    )


def _problem(site: Site, found: Finding) -> Problem:
    document, path = _place(site, found)
    return document.problem(path, found.rule, found.message, found.hint, name=True)


def _place(site: Site, found: Finding) -> tuple[Document, Path]:
    """Where a finding stands; an answer written in a menu stands at its choice."""
    department, _, short = found.node.partition("/")
    if department not in site.departments:
        return site.flows_document, found.setting
    outer, dot, key = short.partition(".")
    inner = ("choices", key) if dot else ()
    return site.departments[department].document, ("nodes", outer, *inner, *found.setting)
