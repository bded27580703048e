"""`ivr times`: how many seconds and keys callers need to each answer."""

from collections.abc import Iterable
from itertools import groupby

import click

from ivr.authoring.checking.loading import load_site
from ivr.authoring.walking.times import Reach, times_to_answer
from ivr.cli.opening import format_option, print_rows
from ivr.settings import load_folders


@click.command()
@click.argument("hotline", default="")
@format_option
def times(hotline: str, form: str) -> None:
    """Tell how long callers of HOTLINE (of all, unless named) need to each answer, officer and message.

    Seconds are from the first word of the greeting, estimated, for a caller who presses each key as soon as it is
    named; the keys are those of the language that takes longest. Budgets for tasks are set in menu.yaml (`tasks`) and
    watched by `ivr check`.

    \b
    Example:  ivr times
              ivr times transport --format json
    """
    edition = load_site(load_folders().site)
    names = [line.name for line in edition.hotlines.values()]
    if hotline and hotline not in names:
        raise click.UsageError(f'No hotline is called "{hotline}". There are: {", ".join(names)}.')
    reaches = times_to_answer(edition, (hotline,) if hotline else ())
    rows = _as_data(reaches) if form == "json" else _as_table(reaches, tuple(edition.languages))
    print_rows(rows, form, "No hotline answers anything.")


def _as_data(reaches: Iterable[Reach]) -> list[dict[str, object]]:
    return [
        {
            "hotline": reach.hotline,
            "language": reach.language,
            "node": reach.node,
            "reaches": reach.how,
            "seconds": reach.seconds,
            "keys": reach.keys,
            "press": ",".join(reach.script),
        }
        for reach in reaches
    ]


def _as_table(reaches: Iterable[Reach], languages: tuple[str, ...]) -> list[dict[str, object]]:
    """One row a node: its seconds in each language."""
    by_node = sorted(reaches, key=lambda reach: (reach.hotline, reach.node))
    rows = [_row(tuple(same), languages) for _, same in groupby(by_node, key=lambda reach: (reach.hotline, reach.node))]
    return [row for _, row in sorted(rows, key=lambda each: each[0])]


def _row(same: tuple[Reach, ...], languages: tuple[str, ...]) -> tuple[tuple[str, float], dict[str, object]]:
    slowest = max(same, key=lambda reach: reach.seconds)
    seconds = {reach.language: f"{reach.seconds:.0f} s" for reach in same}
    row = {
        "hotline": slowest.hotline,
        "node": slowest.node,
        "reaches": slowest.how,
        **{language: seconds.get(language, "never") for language in languages},
        "keys": slowest.keys,
        "press": ",".join(slowest.script),
    }
    return (slowest.hotline, slowest.seconds), row
