"""What a YAML parser says of a line that it cannot read, and the slip that is recognised in it."""

from collections.abc import Sequence
from typing import NamedTuple

import yaml

CONTROL = "a control character"


class Slip(NamedTuple):
    """What went wrong, where: `line` counts from 0, `column` too."""

    line: int
    column: int
    hint: str


class ParserTrouble(NamedTuple):
    """What the parser says of a line, and where the thing began that it could not finish."""

    lines: Sequence[str]
    says: str
    line: int
    column: int
    began: int
    began_column: int

    @property
    def text(self) -> str:
        """The line in which the parser stopped."""
        return self.lines[self.line]


def trouble_of(text: str, error: yaml.YAMLError) -> ParserTrouble:
    """Where the parser stopped, and why."""
    lines = text.splitlines() or [""]
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        before = text.encode()[: int(getattr(error, "position", 0))].decode("utf-8", "ignore")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        return ParserTrouble(lines, CONTROL, min(line, len(lines) - 1), column, line, column)
    mark, context = error.problem_mark, error.context_mark or error.problem_mark
    line, column = (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))
    return ParserTrouble(lines, str(error.problem), line, column, min(context.line, len(lines) - 1), context.column)
