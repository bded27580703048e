"""Rules about the `{places}` in texts, and what fills them."""

from collections.abc import Collection, Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.secrets import COUNT, columns_of
from ivr.authoring.rules.tables import columns_told, table_of, tells_as_of
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.site.ways import always_given, ways_of
from ivr.engine.filing import ENTRY
from ivr.engine.known import AS_OF
from ivr.translation import Sentence, said
from ivr.words import NotTaken, always_said, may_be_empty, placeholders

UNFILLED = ("label", "topic", "title", "reason", "site")  # settings whose texts are said as they stand


@rule()
def unknown_placeholder(site: Site) -> Iterator[Problem]:
    """A `{place}` in a text that nothing fills.

    In the texts of an enquiry the columns of its table fill places; everywhere in a department do the fields that callers
    gave there, and what is known without asking. Labels and titles have no places. `{as_of}` is filled where one can tell:
    of a table with a file, and of a row where the table's `as_of` names a column.

    FAIL `Your {fe} is due.` where the column is called `fee`
    PASS `Your {fee} is due.`
    """
    given = {
        department.name: {name for placed in department.nodes.values() for name in fields_of(placed)}
        | unasked_in(department).keys()
        for department in site.departments.values()
    }
    for text in texts_of(site):
        fields = given[text.placed.department] if text.placed and text.path[-1] not in UNFILLED else None
        known = () if fields is None else _fillable(site, text, fields)
        if text.placed and fields is not None and not site.departments[text.placed.department].whole:
            known = None
        for code, words in text.by_language.items():
            yield from _places_in_text(text, code, words, known)


def _fillable(site: Site, text: PlacedText, given: set[str]) -> Collection[str] | None:
    """The places that can be filled in a text, `given` being the department's fields; None when nobody can tell."""
    enquiry = text.placed.node.enquiry if text.placed else None
    setting = text.path[len(text.placed.path) :] if text.placed else ()
    filed = text.placed.node.files if text.placed else None
    if filed and setting in filed.numbers:
        return given | {ENTRY}
    given = given | ({AS_OF} if enquiry and tells_as_of(site, enquiry, setting) else set())
    if enquiry is None or setting not in enquiry.rows:
        return given | ({COUNT} if enquiry and setting in enquiry.counts else set())
    return given | set(columns_told(site, enquiry)) if table_of(site, enquiry) else None


def _places_in_text(text: PlacedText, code: str, words: str, known: Collection[str] | None) -> Iterator[Problem]:
    path = (*text.path, code)
    try:
        places = placeholders(words)
    except NotTaken as error:
        yield text.document.problem(path, "bad-placeholder", error.why)
        return
    for name in places if known is not None else ():
        if known is not None and name not in known:
            message = said('nothing fills "{place}" here.', place=f"{{{name}}}")
            yield text.document.problem_with_word(
                path, f"{{{name}}}", "unknown-placeholder", message, _what_fills(name, known)
            )


def _what_fills(name: str, known: Collection[str]) -> Sentence:
    if not known:
        return said("This text is said as it stands; write {{ and }} for braces that are said.")
    return did_you_mean(name, known) or said("What can be filled: {known}.", known=one_of(sorted(known)))


@rule(Stage.PATHS)
def field_not_given(site: Site) -> Iterator[Problem]:
    """A field that is used where a caller may arrive without having given it.

    What stands in brackets is left out where it was not given.

    FAIL an answer that says `{number}` and is also reached from a menu before the number was asked for
    PASS the same answer reached only through the `ask` that keeps `number`
    """
    given = always_given(site, ways_of(site))
    unasked = {department.name: _unasked(department) for department in site.departments.values()}
    for placed in site.nodes:
        yield from _not_given_in_texts(site, placed, given, unasked[placed.department])
        if placed.name in given:
            known = _in_department(placed, given[placed.name]) | unasked[placed.department]
            yield from _not_given_in_match(placed, known)
            yield from _not_given_in_row(site, placed, known)


def _unasked(department: DepartmentFiles) -> set[str]:
    """What is known in a department without asking, but for what it keeps itself under such a name."""
    kept = {name for placed in department.nodes.values() for name in fields_of(placed)}
    return unasked_in(department).keys() - kept


def _in_department(placed: PlacedNode, fields: frozenset[str]) -> set[str]:
    before = f"{placed.department}/"
    return {name.removeprefix(before) for name in fields if name.startswith(before)}


def _not_given_in_texts(
    site: Site, placed: PlacedNode, given: Mapping[str, frozenset[str]], unasked: set[str]
) -> Iterator[Problem]:
    for path, by_language in placed.groups("text"):
        speaker = f"{placed.name}.{path[-2]}" if f"{placed.name}.{path[-2]}" in given else placed.name
        if path[-1] in UNFILLED or speaker not in given:
            continue
        known = _in_department(placed, given[speaker]) | unasked | columns_of(site, placed, path)
        for code, text in by_language.items():
            for name in always_said(text):
                if name not in known:
                    message = said('callers may come here without having given "{field}".', field=name)
                    hint = said("Nothing would fill its place: ask for it on every way that leads here.")
                    yield placed.document.problem_with_word(
                        (*path, code), f"{{{name}}}", "field-not-given", message, hint
                    )


def _not_given_in_row(site: Site, placed: PlacedNode, given: set[str]) -> Iterator[Problem]:
    table = table_of(site, placed.node.files) if placed.node.files else None
    formats = table.formats if table else {}
    for column, name in placed.node.files.values.items() if placed.node.files else ():
        if name not in given and not may_be_empty(formats.get(column, "text")):
            message = said('callers may come here without having given "{field}".', field=name)
            hint = said("Nothing could be entered then: ask for it on every way that leads here.")
            yield placed.document.problem((*placed.path, "file", column), "field-not-given", message, hint)


def _not_given_in_match(placed: PlacedNode, given: set[str]) -> Iterator[Problem]:
    for path, name in placed.mentions("field") if placed.node.enquiry else ():
        if name not in given and path[len(placed.path)] == "match":
            message = said('callers may come here without having given "{field}".', field=name)
            hint = said("They would be told that nothing was found: ask for it on every way that leads here.")
            yield placed.document.problem(path, "field-not-given", message, hint, level="warning")
