"""Signs that look like YAML's own and are not: typographic quotation marks, full-width commas and braces."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ivr.authoring.problems import Level, Problem
from ivr.authoring.yaml.marks import Document
from ivr.translation import Sentence, said

MESSAGE = said("a sign here only looks like one that YAML knows.")
COMMA = said("Between settings stands a plain comma, not a full-width one.")
BRACE = said("Settings stand in plain braces, { and }, not in full-width ones.")
QUOTES = said("These are typographic quotation marks, which are part of the text; YAML's own are straight: \"")
SHAPES: Sequence[tuple[re.Pattern[str], Sentence, Level]] = (
    (re.compile(r"[{,]\s*[\w-]+:\s[^\"'{}]*?([，、])\s*[a-z][\w-]*[:：]"), COMMA, "error"),
    (re.compile(r"^\s*(?:- )?[\w.-]+:\s+(｛)|[{,]\s*[\w-]+:\s+(｛)"), BRACE, "error"),
    (re.compile(r"[{,]\s*[\w-]+:\s+([“”‘’„‟＂＇])"), QUOTES, "warning"),
)


class LookAlike(NamedTuple):
    """A sign in a line, at a column that counts from 0, and what to write instead."""

    column: int
    hint: Sentence
    level: Level


def look_alike_in(line: str) -> LookAlike | None:
    """The first such sign where settings stand in braces; none in comments and inside straight quotation marks."""
    if line.isascii() or line.lstrip().startswith("#"):
        return None
    for shape, hint, level in SHAPES:
        for found in shape.finditer(line):
            column = found.start(found.lastindex or 0)
            if line.count('"', 0, column) % 2 == 0:
                return LookAlike(column, hint, level)
    return None


def look_alikes(rule: str, document: Document) -> Iterator[Problem]:
    """The lines of a file that could be read, and say something else than they seem to."""
    for number, line in enumerate(document.text.splitlines(), 1):
        if sign := look_alike_in(line):
            column = sign.column + 1
            yield Problem(document.file, number, column, column + 1, rule, MESSAGE, sign.hint, sign.level)
