"""A `{place}` in a text that nothing fills.

In the texts of an enquiry the columns of its table fill places; everywhere in a department do the fields that callers
gave there. Labels and titles have no places.

FAIL `Your {fe} is due.` where the column is called `fee`
PASS `Your {fee} is due.`
"""

from collections.abc import Collection, Iterator

from ivr.authoring.assembling import fields_of
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.unknown_column import columns_written, table_of
from ivr.authoring.sentences import Sentence, said
from ivr.authoring.site import Site
from ivr.authoring.texts import PlacedText, texts_of
from ivr.nodes.enquiry import EnquiryNode
from ivr.words import NotTaken, placeholders

ID = "unknown-placeholder"
UNFILLED = ("label", "topic", "title", "reason", "site")  # settings whose texts are said as they stand


def check(site: Site) -> Iterator[Problem]:
    """Every place in every text."""
    given = {
        department.name: {name for placed in department.nodes.values() for name, _ in fields_of(placed)}
        for department in site.departments.values()
    }
    for text in texts_of(site):
        fields = given[text.placed.department] if text.placed and text.path[-1] not in UNFILLED else None
        known = () if fields is None else _fillable(site, text, fields)
        if text.placed and fields is not None and not site.departments[text.placed.department].whole:
            known = None
        for code, words in text.by_language.items():
            yield from _in_text(text, code, words, known)


def _fillable(site: Site, text: PlacedText, given: set[str]) -> Collection[str] | None:
    """The places that can be filled in a text, `given` being the department's fields; None when nobody can tell."""
    if text.placed is None or not isinstance(text.placed.node, EnquiryNode):
        return given
    where = text.path[len(text.placed.path) :]
    if where == ("several", "say"):
        return given | {"count"}
    if where not in (("found", "say"), ("several", "each")):
        return given
    table = table_of(site, text.placed.node)
    return given | set(columns_written(site, text.placed.node)) if table else None


def _in_text(text: PlacedText, code: str, words: str, known: Collection[str] | None) -> Iterator[Problem]:
    path = (*text.path, code)
    try:
        places = placeholders(words)
    except NotTaken as error:
        yield text.document.problem(path, "bad-placeholder", said(f"{error.template}.", **error.values))
        return
    for name in places if known is not None else ():
        if known is not None and name not in known:
            message = said('nothing fills "{place}" here.', place=f"{{{name}}}")
            yield text.document.problem_with_word(path, f"{{{name}}}", ID, message, _hint(name, known))


def _hint(name: str, known: Collection[str]) -> Sentence:
    if not known:
        return said("This text is said as it stands; write {{ and }} for braces that are said.")
    return did_you_mean(name, known) or said("What can be filled: {known}.", known=one_of(sorted(known)))
