"""The usual slips in YAML, in the words of someone who has never heard of YAML's grammar."""

import re
from collections.abc import Callable

import yaml

from ivr.authoring.problems import Problem
from ivr.authoring.yaml.invisible import delete_it, find_invisible
from ivr.authoring.yaml.look_alikes import COMMA, look_alike_in
from ivr.authoring.yaml.slip_places import CONTROL, ParserTrouble, Slip, trouble_of
from ivr.translation import NOTHING, Sentence, said, together

RULE = "yaml-syntax"
MESSAGE = said("this line could not be read.")
FULL_WIDTH_COLON = said("After a setting's name stands a plain colon and a space, not a full-width one.")
NO_SPACE = said("After a setting's name stand a colon and a space:   {example}")
NOTHING_BELOW = said("Nothing below this line was checked.")
NO_FIT = said("The lines around it do not fit together: look at the indentation, colons and quotes.")
INDENTED = said("This line is indented differently from the settings it belongs to.")
INVISIBLE = said("There is an invisible character here; delete it and type the line anew.")
EACH_LANGUAGE = said("Or write each language on a line of its own.")


BEGINS_WITH = (
    said("Text that begins with {mark} needs quotes."),
    said("Text that begins with {mark} needs quotes:   {example}"),
)
COLON = (said("Text with a colon needs quotes."), said("Text with a colon needs quotes:   {example}"))
APOSTROPHE = (
    said("An apostrophe ends text in single quotes; use double quotes."),
    said("An apostrophe ends text in single quotes; use double quotes:   {example}"),
)
GOES_ON = (
    said("The quotation marks must stand round the whole text."),
    said("The quotation marks must stand round the whole text:   {example}"),
)
IN_BRACES = said("Text with {mark} needs quotes where settings stand in braces:   {example}")


def explain_slip(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem behind the parser's `error`."""
    trouble = trouble_of(text, error)
    found = (slip for recognise in _SLIPS if (slip := recognise(trouble)))
    slip = next(found, Slip(trouble.line, trouble.column, NO_FIT))
    column = slip.column + 1
    return Problem(file, slip.line + 1, column, column + 1, RULE, MESSAGE, together(slip.hint, NOTHING_BELOW))


def _control(trouble: ParserTrouble) -> Slip | None:
    if trouble.says != CONTROL:
        return None
    return Slip(trouble.line, trouble.column, INVISIBLE)


def _star(trouble: ParserTrouble) -> Slip | None:
    found = re.match(r"\s*(\*)\s*:\s*(.*)", trouble.text) or re.search(r"[{,]\s*(\*)\s*:\s*([^,}]*)", trouble.text)
    if not found:
        return None
    hint = said("For the star key write   star: {rest}   (and hash: for the hash key).", rest=found[2])
    return Slip(trouble.line, found.start(1), hint)


def _tab(trouble: ParserTrouble) -> Slip | None:
    found = re.match(r" *(\t)", trouble.text)
    return (
        Slip(trouble.line, found.start(1), said("Indent with spaces; this line begins with a tab.")) if found else None
    )


def _full_width_colon(trouble: ParserTrouble) -> Slip | None:
    for line in range(trouble.line, max(trouble.line - 3, -1), -1):
        found = re.match(r"\s*(?:- )?\w+(：)", trouble.lines[line])
        if found:
            return Slip(line, found.start(1), FULL_WIDTH_COLON)
    return None


def _look_alike(trouble: ParserTrouble) -> Slip | None:
    """A sign that only looks like one of YAML's, or that nobody sees, here or right above."""
    for line in range(trouble.line, max(trouble.line - 3, -1), -1):
        written = trouble.lines[line]
        if sign := look_alike_in(written):
            return Slip(line, sign.column, sign.hint)
        blank = re.match(r"[ ]*(\u3000)", written)
        if unseen := blank[1] if blank else find_invisible(written):
            return Slip(line, written.index(unseen), delete_it(unseen))
    return None


def _no_space(trouble: ParserTrouble) -> Slip | None:
    """A line such as `kind:hours`; the parser stops there or, more often, below it."""
    for line in range(trouble.line, max(trouble.line - 3, -1), -1):
        hint = hint_of_no_space(trouble.lines[line])
        if hint:
            return Slip(line, trouble.lines[line].index(":"), hint)
    return None


def hint_of_no_space(line: str) -> Sentence:
    """What to write instead of a name, a colon and text without a space between them."""
    found = re.fullmatch(r"\s*(?:- )?([\w.-]+):([^\s:/].*)", line)
    return said(NO_SPACE, example=f"{found[1]}: {found[2].rstrip()}") if found else NOTHING


def _begins_with(trouble: ParserTrouble) -> Slip | None:
    if not trouble.says.startswith("found character that cannot start"):
        return None
    first = trouble.text[trouble.column : trouble.column + 1]
    return Slip(trouble.line, trouble.column, _needs_quotes(BEGINS_WITH, _quoted(trouble.text), mark=first))


def _brace(trouble: ParserTrouble) -> Slip | None:
    found = re.match(r"\s*(?:- )?[\w.]+:\s+([{\[])", trouble.text)
    if not found or trouble.column <= found.start(1) or not trouble.says.startswith("did not find expected key"):
        return None
    return Slip(trouble.line, found.start(1), _needs_quotes(BEGINS_WITH, _quoted(trouble.text), mark=found[1]))


def _colon(trouble: ParserTrouble) -> Slip | None:
    if not trouble.says.startswith("mapping values are not allowed"):
        return None
    if re.match(r"\s*(?:- )?[\w.]+:\s+\S", trouble.text[: trouble.column]):
        return Slip(trouble.line, trouble.column, _needs_quotes(COLON, _quoted(trouble.text)))
    return Slip(trouble.line, trouble.column, INDENTED)


def _apostrophe(trouble: ParserTrouble) -> Slip | None:
    found = re.match(r"\s*(?:- )?[\w.]+:\s+'[^']*(')[^\s',}\]].*", trouble.text)
    if not found:
        return None
    return Slip(trouble.line, found.start(1), _needs_quotes(APOSTROPHE, _quoted(trouble.text)))


def _in_braces(trouble: ParserTrouble) -> Slip | None:
    """Text with a place to fill, an apostrophe or a # that stands in a group in braces without its quotes."""
    if not trouble.says.startswith("did not find expected ',' or"):
        return None
    line = trouble.began if " #" in trouble.lines[trouble.began] and trouble.began < trouble.line else trouble.line
    for mark, pattern in _NEED_QUOTES_IN_BRACES:
        for found in pattern.finditer(trouble.lines[line]):
            text = found[2].strip("'").rstrip() if mark == "'" else found[2].rstrip()
            example = f'{found[1]}: "{text}"'
            hint = said(IN_BRACES, mark=mark, example=example)
            return Slip(line, found.start(2), together(hint, EACH_LANGUAGE if mark != "'" else ""))
    return None


_NEED_QUOTES_IN_BRACES = (
    ("{", re.compile(r"[{,]\s*(\w+): +((?:[^,\"'{}]|\{\w+\})*\{\w+\}(?:[^,\"'{}]|\{\w+\})*)")),
    ("'", re.compile(r"[{,]\s*(\w+): +('[^,']*'[^\s,}'][^,'}]*'?)")),
    ("#", re.compile(r"[{,]\s*(\w+): +([^,\"'{}]* #[^,\"'{}]*)")),
)


def _goes_on(trouble: ParserTrouble) -> Slip | None:
    """Text behind a closing quotation mark."""
    if not trouble.says.startswith("did not find expected"):
        return None
    found = re.search(r"(\w+): +(\"[^\"]*\"|'[^']*')([^\s,}\]][^,}\]]*| +[^\s,}\]#][^,}\]]*)", trouble.text)
    if not found:
        return None
    if found[3].startswith("，"):
        return Slip(trouble.line, found.start(3), COMMA)
    example = (
        f'{found[1]}: "{found[2][1:-1]}{found[3].rstrip()}"' if found[3].count('"') + found[3].count("'") == 0 else ""
    )
    return Slip(trouble.line, found.start(3), _needs_quotes(GOES_ON, example))


def _sign(trouble: ParserTrouble) -> Slip | None:
    """Text that begins with a sign that means something to YAML."""
    found = re.match(r"\s*(?:- )?[\w.]+:\s+([|>?-])", trouble.text)
    if not found or not trouble.says.startswith(_OF_SIGNS):
        return None
    return Slip(trouble.line, found.start(1), _needs_quotes(BEGINS_WITH, _quoted(trouble.text), mark=found[1]))


_OF_SIGNS = ("did not find expected comment", "block sequence entries", "mapping keys are not", "did not find expected")


def _backslash(trouble: ParserTrouble) -> Slip | None:
    if "escape" not in trouble.says and "hexdecimal" not in trouble.says:
        return None
    column = max(trouble.text.rfind("\\", 0, trouble.column + 1), 0)
    return Slip(trouble.line, column, said("In double quotes a backslash means something special; write it twice."))


def _unclosed(trouble: ParserTrouble) -> Slip | None:
    if "unexpected end of stream" not in trouble.says:
        return None
    column = max(trouble.lines[trouble.began].find(quote) for quote in "\"'")
    return Slip(trouble.began, max(column, 0), said("The quotation mark that opens here is never closed."))


def _unclosed_group(trouble: ParserTrouble) -> Slip | None:
    if not trouble.says.startswith("did not find expected ',' or"):
        return None
    closing = trouble.says[-2]
    if trouble.began < trouble.line:
        hint = said("No {mark} closes what opens here. If it is text, it needs quotes.", mark=closing)
        return Slip(trouble.began, trouble.began_column, hint)
    if trouble.text[trouble.column : trouble.column + 1] == ":":
        found = re.search(r"(\w+): +([^,:{}\"]*)$", trouble.text[: trouble.column])
        rest = re.match(r"[^,}\]\"]*", trouble.text[trouble.column :])
        shown = f'{found[1]}: "{found[2]}{rest[0].rstrip()}"' if found and rest else ""
        return Slip(trouble.line, trouble.column, _needs_quotes(COLON, shown))
    hint = said("A comma or the closing {mark} is missing before this.", mark=closing)
    return Slip(trouble.line, trouble.column, hint)


def _indented(trouble: ParserTrouble) -> Slip | None:
    if not trouble.says.startswith("did not find expected") or trouble.text[: trouble.column].strip():
        return None
    return Slip(trouble.line, trouble.column, INDENTED)


def _no_colon(trouble: ParserTrouble) -> Slip | None:
    if not trouble.says.startswith("could not find expected ':'"):
        return None
    line = trouble.lines[trouble.began]
    hint = said("A setting's name is followed by a colon and a space.")
    return Slip(trouble.began, len(line) - len(line.lstrip()), hint)


_SLIPS: tuple[Callable[[ParserTrouble], Slip | None], ...] = (
    _control,
    _star,
    _tab,
    _look_alike,
    _full_width_colon,
    _no_space,
    _begins_with,
    _apostrophe,
    _backslash,
    _in_braces,
    _goes_on,
    _sign,
    _brace,
    _colon,
    _unclosed,
    _unclosed_group,
    _indented,
    _no_colon,
)


def _quoted(line: str) -> str:
    """The line as it should be written; empty when it holds quotes of its own."""
    found = re.match(r"\s*(?:- )?([\w.]+):\s+(.*?)\s*$", line)
    if not found:
        return ""
    text = found[2]
    if text.startswith("'"):
        text = text.strip("'")
    return "" if '"' in text else f'{found[1]}: "{text}"'


def _needs_quotes(templates: tuple[Sentence, Sentence], example: str, **values: str) -> Sentence:
    """The hint with the line as it should be, where one can tell that, else without."""
    bare, with_example = templates
    return said(with_example, example=example, **values) if example else said(bare, **values)
