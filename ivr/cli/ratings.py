"""`ivr ratings`: what callers answered who were asked how the call went."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from ivr.cli.opening import format_option, in_one_language, in_zone, local, moment_option, opened, print_rows, write_csv
from ivr.reports.ratings import Asked, answer_of, asked_then
from ivr.storage.ratings.listing import Rating, RatingFilters, list_ratings


@click.group()
def ratings() -> None:
    """Read what callers thought."""


@ratings.command(name="list")
@click.option("--department", default="", help="Only this department.")
@moment_option("--since", "From this date or time on.")
@moment_option("--until", "Until before this date or time.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(department: str, since: datetime | None, until: datetime | None, limit: int, form: str) -> None:
    """List ratings, one row a caller who was asked, the latest first.

    \b
    Example:  ivr ratings list --department leisure
    """
    print_rows(_rows(department, since, until, limit), form, "No ratings are on record.")


@ratings.command()
@click.option("--department", default="", help="Only this department.")
@moment_option("--since", "From this date or time on.")
@moment_option("--until", "Until before this date or time.")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The CSV file to write.")
def export(department: str, since: datetime | None, until: datetime | None, output: str) -> None:
    """Write ratings as CSV that a spreadsheet opens, one row a caller who was asked.

    \b
    Example:  ivr ratings export --since 2026-11-01 --output november-ratings.csv
    """
    click.echo(f"{write_csv(output, _rows(department, since, until))} ratings written to {output}.")


def _rows(
    department: str, since: datetime | None, until: datetime | None, limit: int | None = None
) -> list[dict[str, object]]:
    installation = opened()
    zone = installation.shelf.zone()
    departments = frozenset({department}) if department else None
    filters = RatingFilters(in_zone(since, zone), in_zone(until, zone), None, departments, limit)
    found = list_ratings(installation.database, filters)
    asked = asked_then(installation.shelf.by_hash, installation.shelf.current(), found)
    return [_shown(each, asked, zone) for each in found]


def _shown(each: Rating, asked: Asked, zone: ZoneInfo) -> dict[str, object]:
    return {
        "asked": local(each.offered_at, zone),
        "at": each.node,
        "hotline": each.hotline,
        "language": each.language,
        "state": each.state,
        "answers": ", ".join(_told(asked, each)),
        "call": each.call_sid,
    }


def _told(asked: Asked, each: Rating) -> Iterator[str]:
    """The answers, a choice by its label, with its key."""
    for question, key in each.answers.items():
        label = in_one_language(dict(answer_of(asked, each, question).label))
        yield f"{question}: {label} ({key})" if label else f"{question}: {key}"
