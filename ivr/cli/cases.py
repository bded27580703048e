"""`ivr cases`: the complaints, suggestions, compliments and requests that callers left."""

import click

from ivr.cli.opening import format_option, local, opened, print_json, print_rows
from ivr.errors import RecordMissing
from ivr.logs import mask_number
from ivr.storage.reading import CaseRecord, Filters, list_cases, show_case


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
