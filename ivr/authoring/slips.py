"""The usual slips in YAML, in the words of someone who has never heard of YAML's grammar."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import yaml

from ivr.authoring.problems import Problem

RULE = "yaml-syntax"
MESSAGE = "this line could not be read."
NOTHING_BELOW = "Nothing below this line was checked."


class _Slip(NamedTuple):
    """What went wrong, where: `line` counts from 0, `column` too."""

    line: int
    column: int
    hint: str


class _Trouble(NamedTuple):
    """What the parser says of a line, and where it was in the middle of something."""

    lines: Sequence[str]
    says: str
    line: int
    column: int
    began: int  # the line on which the thing began that could not be finished

    @property
    def text(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""


def explain_slip(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem behind the parser's `error`."""
    trouble = _trouble(text, error)
    found = (slip for recognise in _SLIPS if (slip := recognise(trouble)))
    slip = next(
        found,
        _Slip(
            trouble.line,
            trouble.column,
            "The lines around it do not fit together: look at the indentation, colons and quotes.",
        ),
    )
    column = slip.column + 1
    return Problem(file, slip.line + 1, column, column + 1, RULE, MESSAGE, f"{slip.hint}\n{NOTHING_BELOW}")


def _trouble(text: str, error: yaml.YAMLError) -> _Trouble:
    lines = text.splitlines() or [""]
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        at = int(getattr(error, "position", 0))
        line = text.count("\n", 0, at)
        return _Trouble(lines, "control", line, at - text.rfind("\n", 0, at) - 1, line)
    line, column = (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))
    return _Trouble(lines, str(error.problem), line, column, context.line if context else line)  # type: ignore[attr-defined]  # every marked error has it


def _control(trouble: _Trouble) -> _Slip | None:
    if trouble.says != "control":
        return None
    return _Slip(
        trouble.line, trouble.column, "There is an invisible character here; delete it and type the line anew."
    )


def _star(trouble: _Trouble) -> _Slip | None:
    found = re.match(r"\s*(\*)\s*:\s*(.*)", trouble.text)
    if not found:
        return None
    return _Slip(
        trouble.line, found.start(1), f"For the star key write   star: {found[2]}   (and hash: for the hash key)."
    )


def _tab(trouble: _Trouble) -> _Slip | None:
    found = re.match(r" *(\t)", trouble.text)
    return _Slip(trouble.line, found.start(1), "Indent with spaces; this line begins with a tab.") if found else None


def _full_width_colon(trouble: _Trouble) -> _Slip | None:
    for line in range(trouble.line, max(trouble.began, trouble.line - 2) - 1, -1):
        found = re.match(r"\s*(?:- )?\w+(：)", trouble.lines[line])
        if found and ": " not in trouble.lines[line]:
            return _Slip(
                line, found.start(1), "After a setting's name stands a plain colon and a space, not a full-width one."
            )
    return None


def _begins_with(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("found character that cannot start"):
        return None
    first = trouble.text[trouble.column : trouble.column + 1]
    return _Slip(trouble.line, trouble.column, f"Text that begins with {first} needs quotes{_quoted(trouble.text)}.")


def _brace(trouble: _Trouble) -> _Slip | None:
    for line in dict.fromkeys((trouble.line, trouble.began)):
        found = re.match(r"\s*(?:- )?[\w.]+:\s+([{\[])(?=\w+[}\]]?[^:]*$|.*[}\]]\s*\S)", trouble.lines[line])
        if found:
            text = trouble.lines[line]
            return _Slip(line, found.start(1), f"Text that begins with {found[1]} needs quotes{_quoted(text)}")
    return None


def _colon(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("mapping values are not allowed"):
        return None
    if re.match(r"\s*(?:- )?[\w.]+:\s+\S", trouble.text[: trouble.column]):
        return _Slip(trouble.line, trouble.column, f"Text with a colon needs quotes{_quoted(trouble.text)}")
    return _Slip(trouble.line, trouble.column, "This line is indented differently from the settings it belongs to.")


def _apostrophe(trouble: _Trouble) -> _Slip | None:
    found = re.match(r"\s*(?:- )?[\w.]+:\s+'[^']*(')[^\s',}\]].*", trouble.text)
    if not found:
        return None
    return _Slip(
        trouble.line,
        found.start(1),
        f"An apostrophe ends text in single quotes; use double quotes{_quoted(trouble.text)}",
    )


def _unclosed(trouble: _Trouble) -> _Slip | None:
    if "unexpected end of stream" not in trouble.says:
        return None
    column = max(trouble.lines[trouble.began].find(quote) for quote in "\"'")
    return _Slip(trouble.began, max(column, 0), "The quotation mark that opens here is never closed.")


def _unclosed_group(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("did not find expected ',' or"):
        return None
    closing = trouble.says[-2]
    return _Slip(trouble.line, trouble.column, f"A comma or the closing {closing} is missing before this.")


def _indented(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("did not find expected") or trouble.text[: trouble.column].strip():
        return None
    return _Slip(trouble.line, trouble.column, "This line is indented differently from the settings it belongs to.")


def _no_colon(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("could not find expected ':'"):
        return None
    line = trouble.lines[trouble.began]
    return _Slip(trouble.began, len(line) - len(line.lstrip()), "A setting's name is followed by a colon and a space.")


_SLIPS: tuple[Callable[[_Trouble], _Slip | None], ...] = (
    _control,
    _star,
    _tab,
    _full_width_colon,
    _begins_with,
    _apostrophe,
    _brace,
    _colon,
    _unclosed,
    _unclosed_group,
    _indented,
    _no_colon,
)


def _quoted(line: str) -> str:
    """The line as it should be written, ready to follow a hint; empty when it holds quotes of its own."""
    found = re.match(r"\s*(?:- )?([\w.]+):\s+(.*?)\s*$", line)
    if not found:
        return ""
    text = found[2]
    if text.startswith("'"):
        text = text.strip("'")
    return "" if '"' in text else f':   {found[1]}: "{text}"'
