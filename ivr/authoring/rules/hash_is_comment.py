"""A line that begins `#:`. To YAML it is a comment, so the choice it was meant to be is not there.

FAIL `#: {label: …, to: repeat}`
PASS `hash: {label: …, to: repeat}`
"""

import re
from collections.abc import Iterator

from ivr.authoring.marks import Document
from ivr.authoring.problems import Level, Problem
from ivr.authoring.sentences import Sentence, said
from ivr.authoring.site import Site

ID = "hash-is-comment"
_LINE = re.compile(r"(?m)^[ ]*(#:)")
_IN_TEXT = re.compile(r"(?m)^ *(?:yue|cmn|en): +[^\s'\"{\[|>&*!#][^'\"\n]* (# ?\S.*)$")


def check(site: Site) -> Iterator[Problem]:
    """The lines of every file that are comments, in whole or in part, and were not meant to be."""
    for document in site.documents:
        yield from _in_document(document)


def _in_document(document: Document) -> Iterator[Problem]:
    for found in _LINE.finditer(document.text):
        hint = said("For the hash key write   hash:   and leave a space after # in a comment.")
        yield _problem(document, found, said("YAML reads this line as a comment."), hint, "error")
    for found in _IN_TEXT.finditer(document.text):
        message = said("YAML reads the rest of this text as a comment.")
        hint = said("Put the whole text in quotes, or write the comment on a line of its own.")
        yield _problem(document, found, message, hint, "warning")


def _problem(document: Document, found: re.Match[str], message: Sentence, hint: Sentence, level: Level) -> Problem:
    line = document.text.count("\n", 0, found.start(1)) + 1
    column = found.start(1) - document.text.rfind("\n", 0, found.start(1))
    return Problem(document.file, line, column, column + len(found[1]), ID, message, hint, level)
