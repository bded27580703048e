"""The usual slips in YAML, in the words of someone who has never heard of YAML's grammar."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import yaml

from ivr.authoring.problems import Problem

RULE = "yaml-syntax"
MESSAGE = "this line could not be read."
CONTROL = "a control character"
FULL_WIDTH_COLON = "After a setting's name stands a plain colon and a space, not a full-width one."
NOTHING_BELOW = "Nothing below this line was checked."


class _Slip(NamedTuple):
    """What went wrong, where: `line` counts from 0, `column` too."""

    line: int
    column: int
    hint: str


class _Trouble(NamedTuple):
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
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        before = text.encode()[: int(getattr(error, "position", 0))].decode("utf-8", "ignore")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        return _Trouble(lines, CONTROL, min(line, len(lines) - 1), column, line, column)
    mark, context = error.problem_mark, error.context_mark or error.problem_mark
    line, column = (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))
    return _Trouble(lines, str(error.problem), line, column, min(context.line, len(lines) - 1), context.column)


def _control(trouble: _Trouble) -> _Slip | None:
    if trouble.says != CONTROL:
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
    for line in range(trouble.line, max(trouble.line - 3, -1), -1):
        found = re.match(r"\s*(?:- )?\w+(：)", trouble.lines[line])
        if found:
            return _Slip(line, found.start(1), FULL_WIDTH_COLON)
    return None


def _begins_with(trouble: _Trouble) -> _Slip | None:
    if not trouble.says.startswith("found character that cannot start"):
        return None
    first = trouble.text[trouble.column : trouble.column + 1]
    return _Slip(trouble.line, trouble.column, f"Text that begins with {first} needs quotes{_quoted(trouble.text)}")


def _brace(trouble: _Trouble) -> _Slip | None:
    found = re.match(r"\s*(?:- )?[\w.]+:\s+([{\[])", trouble.text)
    if not found or trouble.column <= found.start(1) or not trouble.says.startswith("did not find expected key"):
        return None
    hint = f"Text that begins with {found[1]} needs quotes{_quoted(trouble.text)}"
    return _Slip(trouble.line, found.start(1), hint)


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
    if trouble.began < trouble.line:
        hint = f"No {closing} closes what opens here. If it is text, it needs quotes."
        return _Slip(trouble.began, trouble.began_column, hint)
    if trouble.text[trouble.column : trouble.column + 1] == ":":
        found = re.search(r"(\w+): +([^,:{}\"]*)$", trouble.text[: trouble.column])
        rest = re.match(r"[^,}\]\"]*", trouble.text[trouble.column :])
        shown = f':   {found[1]}: "{found[2]}{rest[0].rstrip()}"' if found and rest else "."
        return _Slip(trouble.line, trouble.column, f"Text with a colon needs quotes{shown}")
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
