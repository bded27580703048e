"""Writes the generated parts of the pages in this folder from the program itself: `make docs`.

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; everything else on a page is written by hand.
"""

import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin

import click
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivr.authoring.grammar.phrases import PHRASES
from ivr.authoring.rules import PAGES
from ivr.cli import commands
from ivr.engine.grammar import TRIES, Bounds, Branch, DaysWithin, Letter, Match, groups_in
from ivr.engine.node import Node
from ivr.nodes import KINDS, manual_page, written_kinds
from ivr.settings import DEPARTMENT_DATABASE, WITHOUT_PREFIX, Settings
from ivr.settings.showing import shown

HERE = Path(__file__).parent
PART = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
MEANINGS = {
    "text": "a text in every language",
    "destination": "where the call goes on",
    "table": "a table of the department",
    "calendar": "a calendar of `flows.yaml`",
    "officers": "officers of `flows.yaml`",
    "field": "the name of a field",
    "keeps": "fields and their values",
    "time": "midnight, or a time such as 06:00",
    "column": "a column of the table",
    "scale": "keys from one to another, such as 1-5",
}
OF_THEIR_OWN: dict[object, str] = {DaysWithin: "days or weeks, such as `10 days`", Letter: "a letter"}
BY_TRY = ", or a list of them, one a try"
MARKS = {"FAIL": "fails", "PASS": "passes"}
NOT_SETTINGS = ("whence", "databases")


def kinds() -> str:
    """A chapter for each kind of node: its docstring, then its settings."""
    return "\n".join(_kind(name, KINDS[name]) for name in written_kinds())


def _kind(name: str, kind: type[Node]) -> str:
    told = manual_page(kind).partition(": ")[2]
    told = (told[:1].upper() + told[1:]).replace("```yaml\n", "```yaml nodes\n")
    rows = [("setting", "what it is", "unless written"), ("---", "---", "---"), *_settings(kind)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## {name}\n\n{told}\n\n{table}\n"


def _settings(kind: type[BaseModel], group: str = "") -> Iterator[tuple[str, str, str]]:
    for name, info in sorted(kind.model_fields.items(), key=lambda each: each[0] == TRIES):
        if name in ("kind", "accepted"):
            continue
        if name == TRIES:
            yield f"`{TRIES}`", "how often callers may fail here, and what comes then: [tries](menus.md#tries)", ""
            continue
        written = f"{group}`{info.alias or name}`"
        yield written, _meaning(info), "**needed**" if info.is_required() else _default(info)
        for part in groups_in(info.annotation):
            if part not in (Branch, Match):
                yield from _settings(part, f"{written}: ")


def _meaning(info: FieldInfo) -> str:
    if info.description:
        return (info.description[:1].lower() + info.description[1:]).removesuffix(".")
    inside = () if get_origin(info.annotation) is dict else get_args(info.annotation)
    marks = [*info.metadata, *(mark for choice in inside for mark in _marks(choice))]
    for mark in marks:
        if isinstance(mark, str) and mark in MEANINGS:
            if mark == "field" and get_origin(info.annotation) is tuple:
                return "a list of fields"
            return MEANINGS[mark] + (BY_TRY if mark == "text" and _is_by_try(info.annotation) else "")
    ends = {end: getattr(mark, end) for mark in info.metadata for end in ("ge", "le") if hasattr(mark, end)}
    return _sort(info.annotation) + (f", {ends['ge']} to {ends['le']}" if len(ends) == 2 else "")


def _is_by_try(annotation: object) -> bool:
    """Whether a list may be written, of which one is said at each try."""
    return get_origin(annotation) is tuple or any(_is_by_try(inside) for inside in get_args(annotation))


def _marks(choice: object) -> tuple[object, ...]:
    found: tuple[object, ...] = getattr(choice, "__metadata__", ())
    return found


def _sort(annotation: object) -> str:
    """The sort of a value, in an editor's words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _sort(next(choice for choice in arguments if choice is not type(None)))
    if origin is Literal:
        return "one of " + ", ".join(f"`{word}`" for word in arguments)
    if origin is tuple:
        return "a list of " + ("names" if arguments[0] is str else _sort(arguments[0]).removeprefix("one of "))
    if origin is dict:
        named = arguments[0] is str and arguments[1] is not Match and _is_settings(arguments[1])
        return "a name each, and its settings" if named else _group(arguments[1])
    if hasattr(annotation, "__metadata__"):
        return OF_THEIR_OWN.get(annotation) or _sort(arguments[0])
    plain = {bool: "yes or no", int: "a number", str: "a name", Bounds: "a number, or a span such as 6-10"}
    if annotation in plain:
        return plain[annotation]
    if _is_settings(annotation) and not issubclass(annotation, Branch):
        return "settings, each on a line below"
    own = "" if "reason" not in getattr(annotation, "model_fields", ()) else "; `reason: no` keeps to those words"
    return f"where the call goes on, or what is said (`say`) and then where (`then`){own}"


def _is_settings(annotation: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _group(written: object) -> str:
    """The sort of a group of settings whose names are the editor's own."""
    if written is Match:
        return "columns, and what each must be"
    if written is str:
        return "a name each, and its new name"
    value = get_args(written)
    wanted = next((MEANINGS[mark] for mark in value if isinstance(mark, str) and mark in MEANINGS), "")
    return f"a name each, and {wanted}" if wanted else "keys, and what each does"


def _default(info: FieldInfo) -> str:
    default: Any = info.get_default(call_default_factory=True)
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return "all of them" if default else ""
    return f"{default}" if isinstance(default, int | str) else ""


def rules() -> str:
    """A chapter for each rule: its docstring."""
    return "\n".join(f"## {name}\n\n{_examples(page)}\n" for name, page in PAGES.items())


def _examples(page: str) -> str:
    return re.sub(r"^(FAIL|PASS) (.*)$", lambda line: f"- {MARKS[line[1]]}: {line[2]}", page, flags=re.MULTILINE)


def phrases() -> str:
    """Every phrase with its English text."""
    written = yaml.safe_load((HERE.parent / "prompts" / "en" / "phrases.yaml").read_text("utf-8"))
    rows = [f"| `{name}` | {written[name]} |" for name in written if name in PHRASES]
    return "\n".join(["| phrase | in English |", "| --- | --- |", *rows]) + "\n"


def settings() -> str:
    """Every setting with what it must be and what stands without it."""
    rows = [
        f"| `{_variable(name)}` | {info.description} | {_shown(info)} |"
        for name, info in Settings.model_fields.items()
        if name not in NOT_SETTINGS
    ]
    own = DEPARTMENT_DATABASE.pattern.partition("(")[0]
    rows.append(f"| `{own}<NAME>` | {Settings.model_fields['databases'].description} | |")
    return "\n".join(["| setting | what it is | unless set |", "| --- | --- | --- |", *sorted(rows)]) + "\n"


def _variable(name: str) -> str:
    return name.upper() if name in WITHOUT_PREFIX else f"IVR_{name.upper()}"


def _shown(info: FieldInfo) -> str:
    default = info.default.get_secret_value() if hasattr(info.default, "get_secret_value") else info.default
    default = shown(default) if isinstance(default, dict) else default
    return f"`{default}`" if default not in ("", (), None) else ""


def reference() -> str:
    """Every command as its `--help` tells it."""
    return "\n".join(f"## {path}\n\n```text\n{told}\n```\n" for path, told in _helps(commands, "ivr"))


def _helps(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=path, terminal_width=100, **commands.context_settings)
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _helps(inner, f"{path} {name}")
    else:
        yield path, command.get_help(context)


PARTS: dict[str, Callable[[], str]] = {part.__name__: part for part in (kinds, rules, phrases, settings, reference)}


def fresh(page: str) -> str:
    """The page with every generated part made anew."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]()}\n{found[3]}", page)


def main() -> int:
    """Write what is stale."""
    for path in sorted(HERE.rglob("*.md")):
        page = path.read_text("utf-8")
        if (made := fresh(page)) != page:
            path.write_text(made, "utf-8")
            sys.stdout.write(f"{path.relative_to(HERE.parent)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
