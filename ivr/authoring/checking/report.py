"""Problems as text for people, as JSON for programs, and as notes on a pull request."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.authoring.problems import Problem
from ivr.authoring.site.files import SiteFiles
from ivr.translation import ENGLISH, as_it_stands, counted, in_language, said

PLACED = said("{file}:{line}:{column}: {level}: {message}  [{rule}]")

LEVELS = {"error": said("error"), "warning": said("warning"), "accepted": said("accepted")}


@dataclass(frozen=True)
class SiteCounts:
    """How much was read."""

    hotlines: int
    departments: int
    nodes: int
    texts: int
    rows: int = 0


def report_text(
    problems: Iterable[Problem],
    counts: SiteCounts,
    files: SiteFiles,
    language: str = ENGLISH,
    remarks: Iterable[str] = (),
) -> str:
    """Each problem with the line it stands in and a caret under the words meant; last, what was checked.

    `remarks` come before the last line, each on a line of its own.
    """
    found = tuple(in_words(problem, language) for problem in problems)
    wrong = {problem.file for problem in found}
    lines = {
        path: content.decode("utf-8-sig", "replace").splitlines()
        for path, content in {**files.menus, **files.calls}.items()
        if path in wrong
    }
    blocks = (_block(each, lines.get(each.file, []), language) for each in found)
    told = (in_language(remark, language) for remark in remarks)
    return "\n".join((*blocks, *told, in_language(_summary(found, counts), language)))


def report_json(problems: Iterable[Problem], language: str = ENGLISH) -> str:
    """A JSON list, one object a problem; only `message` and `hint` are in the language."""
    return json.dumps([_as_object(in_words(problem, language)) for problem in problems], ensure_ascii=False, indent=2)


def report_github(problems: Iterable[Problem], language: str = ENGLISH) -> str:
    """Workflow commands that put each problem beside its line on a pull request."""
    return "\n".join(_annotation(in_words(problem, language)) for problem in problems)


def in_words(problem: Problem, language: str) -> Problem:
    """The problem with its message and its hint in the language."""
    message, hint = in_language(problem.message, language), in_language(problem.hint, language)
    return replace(problem, message=as_it_stands(message), hint=as_it_stands(hint))


def headline(problem: Problem, language: str = ENGLISH) -> str:
    """One problem in one line: where, what, and the name of the rule."""
    told = {"file": problem.file, "message": in_language(problem.message, language), "rule": problem.rule}
    level = LEVELS[problem.level]
    if problem.line:
        line = said(PLACED, **told, line=problem.line, column=problem.column, level=level)
    else:
        line = said("{file}: {level}: {message}  [{rule}]", **told, level=level)
    return _plain(in_language(line, language))


def in_full(problem: Problem) -> str:
    """One problem with what to do about it, for a message of several."""
    return "\n".join((headline(problem), *(f"    = {_plain(hint)}" for hint in problem.hint.splitlines())))


def _block(problem: Problem, lines: list[str], language: str) -> str:
    return "\n".join((headline(problem, language), *_shown(problem, lines), ""))


def _shown(problem: Problem, lines: list[str]) -> Iterator[str]:
    if 0 < problem.line <= len(lines):
        from rich.cells import cell_len

        line = _plain(lines[problem.line - 1])
        before, words = line[: problem.column - 1], line[problem.column - 1 : problem.end_column - 1]
        yield f"{problem.line:>6} | {line}"
        yield f"       | {' ' * cell_len(before)}{'^' * max(cell_len(words), 1)}"
    yield from (f"       = {_plain(hint)}" for hint in problem.hint.splitlines())


def _plain(text: str) -> str:
    """The text without tabs, and without the control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _summary(problems: Sequence[Problem], counts: SiteCounts) -> str:
    errors = sum(1 for problem in problems if problem.level == "error")
    warnings = sum(1 for problem in problems if problem.level == "warning")
    accepted = len(problems) - errors - warnings
    read = _listed(
        counted(counts.hotlines, "{number} hotline", "{number} hotlines"),
        counted(counts.departments, "{number} department", "{number} departments"),
        counted(counts.nodes, "{number} node", "{number} nodes"),
        counted(counts.texts, "{number} text", "{number} texts"),
        *([counted(counts.rows, "{number} row", "{number} rows")] if counts.rows else []),
    )
    found = [
        *([counted(errors, "{number} error", "{number} errors")] if errors else []),
        *([counted(warnings, "{number} warning", "{number} warnings")] if warnings else []),
        *([counted(accepted, "{number} accepted", "{number} accepted")] if accepted else []),
    ]
    return said("Checked {counted}: {found}.", counted=read, found=_listed(*found or [said("no problems")]))


def _listed(first: str, *others: str) -> str:
    for other in others:
        first = said("{first}, {other}", first=first, other=other)
    return first


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
    level = "notice" if problem.level == "accepted" else problem.level
    return f"::{level} {place},title={problem.rule}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
