"""Rules about signs in a file that are not what they look like."""

import re
from collections.abc import Iterator, Sequence

from ivr.authoring.problems import Level, Problem
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.authoring.yaml.invisible import delete_it, find_invisible
from ivr.authoring.yaml.look_alikes import look_alikes
from ivr.authoring.yaml.marks import Document, FilePlace
from ivr.translation import Sentence, said

COMMENTED_LINE = re.compile(r"(?m)^[ ]*(#:)")
COMMENT_IN_TEXT = re.compile(r"(?m)^ *(?:yue|cmn|en): +[^\s'\"{\[|>&*!#][^'\"\n]* (# ?\S.*)$")


@rule()
def invisible_sign(site: Site) -> Iterator[Problem]:
    r"""A sign that nobody sees in a menu, a phrase or a cell of a table: a space of another kind, a mark of direction.

    It comes along when text is copied from a web page or a word processor. It makes two names different that look alike,
    and a voice may stumble over it. Joiners in emoji and in scripts that need them, and marks of direction beside letters
    written from the right, are left alone. One that is written by its number in double quotes ("\u202E") counts like one
    that was typed.

    FAIL a no-break space (U+00A0) or a zero-width space (U+200B) in a label
    PASS a plain space
    """
    for document in site.documents:
        yield from _invisible_in(document)


def _invisible_in(document: Document) -> Iterator[Problem]:
    if not document.whole:
        return  # it is told why it could not be read
    lines = document.text.splitlines()
    for number, line in enumerate(lines, 1):
        sign = find_invisible(line)
        if sign and not line.lstrip().startswith("#") and not (number == 1 and line.startswith("\ufeff")):
            column = line.index(sign) + 1
            yield _invisible(document, FilePlace(number, column, column + 1), sign)
    if "\\" in document.text:
        yield from _written_by_number(document, lines)


def _written_by_number(document: Document, lines: Sequence[str]) -> Iterator[Problem]:
    for path, place in document.values.items():
        text = document.at(path)
        sign = find_invisible(text) if isinstance(text, str) else ""
        if sign and not find_invisible(lines[place.line - 1]):
            yield _invisible(document, place, sign)


def _invisible(document: Document, place: FilePlace, sign: str) -> Problem:
    message = said("a character here cannot be seen.")
    return Problem(document.file, *place, "invisible-sign", message, delete_it(sign), "warning")


@rule()
def look_alike_sign(site: Site) -> Iterator[Problem]:
    """A sign that only looks like one of YAML's: “typographic” quotation marks, a full-width comma or brace in a `{…}`.

    A word processor or an input method makes them of what is typed. A full-width comma parts nothing, so that two texts
    become one; typographic quotation marks become part of the text.

    FAIL `{yue: 收費，en: fees}`
    PASS `{yue: 收費, en: fees}`
    """
    # where a file could not be read, such a sign is told as the reason
    for document in site.documents:
        if document.whole:
            yield from look_alikes("look-alike-sign", document)


@rule()
def hash_is_comment(site: Site) -> Iterator[Problem]:
    """A line that begins `#:`. To YAML it is a comment, so the choice it was meant to be is not there.

    FAIL `#: {label: …, to: repeat}`
    PASS `hash: {label: …, to: repeat}`
    """
    for document in site.documents:
        yield from _comments_in(document)


def _comments_in(document: Document) -> Iterator[Problem]:
    for found in COMMENTED_LINE.finditer(document.text):
        hint = said("For the hash key write   hash:   and leave a space after # in a comment.")
        yield _comment(document, found, said("YAML reads this line as a comment."), hint, "error")
    for found in COMMENT_IN_TEXT.finditer(document.text):
        message = said("YAML reads the rest of this text as a comment.")
        hint = said("Put the whole text in quotes, or write the comment on a line of its own.")
        yield _comment(document, found, message, hint, "warning")


def _comment(document: Document, found: re.Match[str], message: Sentence, hint: Sentence, level: Level) -> Problem:
    line = document.text.count("\n", 0, found.start(1)) + 1
    column = found.start(1) - document.text.rfind("\n", 0, found.start(1))
    return Problem(document.file, line, column, column + len(found[1]), "hash-is-comment", message, hint, level)
