r"""A sign that nobody sees in a menu, a phrase or a cell of a table: a space of another kind, a mark of direction.

It comes along when text is copied from a web page or a word processor. It makes two names different that look alike,
and a voice may stumble over it. Joiners in emoji and in scripts that need them, and marks of direction beside letters
written from the right, are left alone. One that is written by its number in double quotes ("\u202E") counts like one
that was typed.

FAIL a no-break space (U+00A0) or a zero-width space (U+200B) in a label
PASS a plain space
"""

from collections.abc import Iterator, Sequence

from ivr.authoring.invisible import delete_it, invisible_sign
from ivr.authoring.marks import Document, Place
from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "invisible-sign"


def check(site: Site) -> Iterator[Problem]:
    """Every line of every file but comments."""
    for document in site.documents:
        yield from _in_document(document)


def _in_document(document: Document) -> Iterator[Problem]:
    if not document.whole:
        return  # it is told why it could not be read
    lines = document.text.splitlines()
    for number, line in enumerate(lines, 1):
        sign = invisible_sign(line)
        if sign and not line.lstrip().startswith("#") and not (number == 1 and line.startswith("\ufeff")):
            column = line.index(sign) + 1
            yield _problem(document, Place(number, column, column + 1), sign)
    if "\\" in document.text:
        yield from _written_by_number(document, lines)


def _written_by_number(document: Document, lines: Sequence[str]) -> Iterator[Problem]:
    for path, place in document.values.items():
        text = document.at(path)
        sign = invisible_sign(text) if isinstance(text, str) else ""
        if sign and not invisible_sign(lines[place.line - 1]):
            yield _problem(document, place, sign)


def _problem(document: Document, place: Place, sign: str) -> Problem:
    message = said("a character here cannot be seen.")
    return Problem(document.file, *place, ID, message, delete_it(sign), "warning")
