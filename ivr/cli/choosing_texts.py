"""The options by which commands choose texts."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from ivr.authoring.site.prompts import SpokenText

Command = Callable[..., Any]


def choosing_options(command: Command) -> Command:
    """The options --language and --department."""
    command = click.option("--language", default="", help="Only this language, such as yue.")(command)
    return click.option("--department", default="", help="Only this department.")(command)


def those(texts: Sequence[SpokenText], language: str, department: str) -> list[SpokenText]:
    """The texts of a language and a department, empty for all. Raises UsageError for one that has no text."""
    for given, known in (
        (language, {text.language for text in texts}),
        (department, {text.department for text in texts if text.department}),
    ):
        if given and texts and given not in known:
            raise click.UsageError(f"nothing is said in {given}; there are: {', '.join(sorted(known))}")
    return [text for text in texts if language in ("", text.language) and department in ("", text.department)]
