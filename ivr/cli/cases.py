"""`ivr cases`: the complaints, suggestions, compliments and requests that callers left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import click

from ivr.cli.opening import (
    format_option,
    in_zone,
    local,
    moment_option,
    opened,
    print_json,
    print_rows,
    write_csv,
)
from ivr.errors import RecordMissing
from ivr.logs import mask_number
from ivr.storage.database import Database
from ivr.storage.reading import CaseRecord, Filters, list_cases, show_case

PAGE = 500


@click.group()
def cases() -> None:
    """Read the cases that callers opened."""


@cases.command(name="list")
@click.option("--department", default="", help="Only this department.")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(department: str, numbers: bool, limit: int, form: str) -> None:
    """List cases, the latest first.

    \b
    Example:  ivr cases list --department water
    """
    filters = Filters(department=department, limit=limit)
    rows = [_shown(case, numbers) for case in list_cases(opened().database, filters)]
    print_rows(rows, form, "No cases are on record.")


@cases.command()
@click.argument("reference")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@format_option
def show(reference: str, numbers: bool, form: str) -> None:
    """Show the case of a REFERENCE, as it was read out to the caller.

    \b
    Example:  ivr cases show 4152207716
    """
    found = show_case(opened().database, "".join(reference.split()))
    if not found:
        raise RecordMissing(f"no case has the reference {reference}; see: ivr cases list")
    for case in found:
        if form == "json":
            print_json(_shown(case, numbers) | {"recording": case.recording, "url": case.url})
            continue
        for name, value in _shown(case, numbers).items():
            click.echo(f"{name:>10}  {value}")
        click.echo(f"\nThe call step by step:  ivr calls show {case.call_sid}")


@cases.command()
@click.option("--department", default="", help="Only this department.")
@moment_option("--since", "From this date or time on.")
@moment_option("--until", "Until before this date or time.")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The CSV file to write.")
def export(department: str, since: datetime | None, until: datetime | None, numbers: bool, output: str) -> None:
    r"""Write cases as CSV that a spreadsheet opens, all that the options choose.

    \b
    Example:  ivr cases export --since 2026-11-01 --output november-cases.csv
    """
    filters = Filters(department=department, since=in_zone(since), until=in_zone(until), limit=PAGE)
    count = write_csv(output, (_shown(case, numbers) for case in _all(opened().database, filters)))
    click.echo(f"{count} cases written to {output}.")


def _all(database: Database, filters: Filters) -> Iterator[CaseRecord]:
    """Every case that the filters choose, a page at a time."""
    after = None
    while page := list_cases(database, replace(filters, after=after)):
        yield from page
        after = (page[-1].opened_at, page[-1].reference)


def _shown(case: CaseRecord, numbers: bool) -> dict[str, object]:
    return {
        "reference": case.reference,
        "kind": case.kind,
        "department": case.department,
        "opened": local(case.opened_at),
        "state": case.state,
        "seconds": case.seconds,
        "call back": case.call_back if numbers else mask_number(case.call_back),
        "recording": case.recording_status or "not reported yet",
        "call": case.call_sid,
    }
