"""Problems as text for people, as JSON for programs, and as notes on a pull request."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from ivr.authoring.problems import Problem
from ivr.authoring.site_files import SiteFiles


@dataclass(frozen=True)
class Counts:
    """How much was read."""

    hotlines: int
    departments: int
    nodes: int
    texts: int


def report_text(problems: Iterable[Problem], counts: Counts, files: SiteFiles) -> str:
    """Each problem with the line it stands in and a caret under the words meant; last, what was checked."""
    found = tuple(problems)
    lines = {path: content.decode("utf-8-sig", "replace").splitlines() for path, content in files.menus.items()}
    return "\n".join((*(_block(each, lines.get(each.file, [])) for each in found), _summary(found, counts)))


def report_json(problems: Iterable[Problem]) -> str:
    """A JSON list, one object a problem."""
    return json.dumps([_as_object(problem) for problem in problems], ensure_ascii=False, indent=2)


def report_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that put each problem beside its line on a pull request."""
    return "\n".join(_annotation(problem) for problem in problems)


def headline(problem: Problem) -> str:
    """One problem in one line: where, what, and the name of the rule."""
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    return _plain(f"{place}: {problem.level}: {problem.message}  [{problem.rule}]")


def _block(problem: Problem, lines: list[str]) -> str:
    return "\n".join((headline(problem), *_shown(problem, lines), ""))


def _shown(problem: Problem, lines: list[str]) -> Iterator[str]:
    if 0 < problem.line <= len(lines):
        line = _plain(lines[problem.line - 1])
        before, words = line[: problem.column - 1], line[problem.column - 1 : problem.end_column - 1]
        yield f"{problem.line:>6} | {line}"
        yield f"       | {' ' * cell_len(before)}{'^' * max(cell_len(words), 1)}"
    yield from (f"       = {_plain(hint)}" for hint in problem.hint.splitlines())


def _plain(text: str) -> str:
    """The text without tabs, and without the control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _summary(problems: tuple[Problem, ...], counts: Counts) -> str:
    told = ", ".join(
        _count(number, noun)
        for number, noun in (
            (counts.hotlines, "hotline"),
            (counts.departments, "department"),
            (counts.nodes, "node"),
            (counts.texts, "text"),
        )
    )
    errors = sum(1 for problem in problems if problem.level == "error")
    warnings = len(problems) - errors
    found = [_count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return f"Checked {told}: {', '.join(found) or 'no problems'}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_object(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.file,
        "line": problem.line,
        "column": problem.column,
        "endColumn": problem.end_column,
        "level": problem.level,
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
    }


def _annotation(problem: Problem) -> str:
    place = (
        f"file={_escaped(problem.file)},line={max(problem.line, 1)},col={problem.column},endColumn={problem.end_column}"
    )
    message = f"{problem.message} {problem.hint}".strip().replace("%", "%25").replace("\n", "%0A")
    return f"::{problem.level} {place},title={problem.rule}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
