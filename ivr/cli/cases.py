"""`ivr cases`: the complaints, suggestions, compliments and requests that callers left."""

import getpass
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

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
from ivr.engine.case_table import CaseKind
from ivr.errors import RecordMissing
from ivr.jobs.reminding import reminders
from ivr.logs import mask_number
from ivr.storage.cases.given import given_in_words
from ivr.storage.cases.listing import Case, CaseFilters, find_cases, list_desk_cases
from ivr.storage.cases.replies import ReplyWay, replies_of
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.listing import masked_destination
from ivr.storage.outbox.outbox import put_in

PAGE = 500
WAYS: Mapping[str, ReplyWay] = {"text": "sms", "mail": "email"}
ALL = "all"


@click.group()
def cases() -> None:
    """Read the cases that callers opened."""


@cases.command(name="list")
@click.option("--department", default="", help="Only this department.")
@click.option("--state", type=click.Choice(["open", "closed", ALL]), default="open", show_default=True)
@click.option("--kind", type=click.Choice(sorted(get_args(CaseKind))), default=None, help="Only this kind.")
@click.option("--owner", default="", help="Only of this person; - for those that nobody has taken.")
@click.option("--overdue", is_flag=True, help="Only what should have been done by now.")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(
    department: str, state: str, kind: str | None, owner: str, overdue: bool, numbers: bool, limit: int, form: str
) -> None:
    """List cases as the desk does: open ones, what is due first on top; others the latest first.

    \b
    Example:  ivr cases list --department water
              ivr cases list --overdue --owner -
    """
    installation = opened()
    filters = CaseFilters(
        department=department,
        state="" if state == ALL else state,
        kind=kind or "",
        owner=owner,
        due_before=installation.switchboard.clock.now() if overdue else None,
        order="due" if state == "open" else "newest",
        limit=limit,
    )
    zone = installation.shelf.zone()
    rows = [_shown(case, numbers, zone) for case in list_desk_cases(installation.database, filters)]
    print_rows(rows, form, f"No {state} cases are on record." if state != ALL else "No cases are on record.")


@cases.command()
@click.argument("reference")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@format_option
def show(reference: str, numbers: bool, form: str) -> None:
    """Show the case of a REFERENCE, as it was read out to the caller, and its history.

    \b
    Example:  ivr cases show 4152207716
    """
    installation = opened()
    database, zone = installation.database, installation.shelf.zone()
    found = find_cases(database, "".join(reference.split()))
    if not found:
        raise RecordMissing(f"no case has the reference {reference}; see: ivr cases list --state all")
    for case in found:
        told = _shown(case, numbers, zone) | _settled(case, zone)
        history = CaseWork(database).history(case.key)
        if form == "json":
            print_json(told | {"history": history})
            continue
        for name, value in told.items():
            click.echo(f"{name:>10}  {value}")
        replies = replies_of(database, case.key)
        for deed in history:
            details = ", ".join(filter(None, deed.details.values()))
            stands = f" [{replies[deed.version].state}]" if deed.version in replies else ""
            click.echo(f"{local(deed.at, zone)}  {deed.who} {deed.what}: {details}{stands}")
        click.echo(f"\nThe call step by step:  ivr calls show {case.call_sid}")


@cases.command()
@click.argument("reference")
@click.option("--by", type=click.Choice(sorted(WAYS)), required=True, help="As a text message, or by mail.")
@click.option("--to", "address", default="", help="The mail address, for a mail.")
@click.option("--say", "words", default="", help="What the caller is told; else it is read from standard input.")
@click.option("--author", default=getpass.getuser, show_default="you", help="Who answers.")
def reply(reference: str, by: str, address: str, words: str, author: str) -> None:
    """Send the caller of the case REFERENCE a reply, from the outbox, as the desk does.

    A text message goes to the number to be rung back. The case has its reply once it went; see: ivr cases show.

    \b
    Example:  ivr cases reply 4152207716 --by text --say "Your refund was paid on 3 December."
              ivr cases reply 4152207716 --by mail --to caller@example.org < answer.txt
    """
    from ivr.replies.answering import Answering
    from ivr.replies.ways import WaysOut

    installation, way = opened(), WAYS[by]
    case = _one(installation.database, reference)
    text = (words or sys.stdin.read()).strip()
    if not text:
        raise click.UsageError("write with --say, or on standard input, what the caller is told")
    ways = WaysOut(installation.settings, installation.shelf.current())
    for why in ways.wrong_with(way, case, text, address).values():
        raise click.UsageError(why)
    answering = Answering(installation.database, ways, installation.switchboard.clock.now)
    answering.send(case, case.version, author, way, text, address)
    click.echo(f"It goes within seconds, while a scheduler runs.  ivr cases show {case.reference}")


def _one(database: Database, reference: str) -> Case:
    """The open case of a reference. Raises RecordMissing."""
    found = [case for case in find_cases(database, "".join(reference.split())) if case.state == "open"]
    if len(found) != 1:
        raise RecordMissing(f"no one open case has the reference {reference}; see: ivr cases list")
    return found[0]


@cases.command()
@click.option("--department", default="", help="Only this department.")
@moment_option("--since", "From this date or time on.")
@moment_option("--until", "Until before this date or time.")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The CSV file to write.")
def export(department: str, since: datetime | None, until: datetime | None, numbers: bool, output: str) -> None:
    """Write cases as CSV that a spreadsheet opens, all that the options choose, open and closed.

    \b
    Example:  ivr cases export --since 2026-11-01 --output november-cases.csv
    """
    installation = opened()
    zone = installation.shelf.zone()
    filters = CaseFilters(department=department, since=in_zone(since, zone), until=in_zone(until, zone), limit=PAGE)
    rows = (_shown(case, numbers, zone) | _settled(case, zone) for case in _all(installation.database, filters))
    click.echo(f"{write_csv(output, rows)} cases written to {output}.")


@cases.command()
@click.option("--dry-run", "dry", is_flag=True, help="Only say who would be told of how many.")
@format_option
def remind(dry: bool, form: str) -> None:
    """Remind the office now of every case that is due or overdue.

    Told are the alerts of flows.yaml that are about `overdue`, or `due` (within two days), each in its departments, by
    its ways and whatever the hour; on one day once, however often this is run.

    \b
    Example:  ivr cases remind --dry-run
    """
    installation = opened()
    edition, now = installation.shelf.current(), installation.switchboard.clock.now()
    found = reminders(installation.database, edition, installation.settings.public_url, now)
    rows = []
    for each in found:
        told = 0 if dry else sum(put_in(installation.database, one) for one in each.dispatches)
        to = ", ".join(masked_destination(one.way, one.destination) for one in each.dispatches)
        rows.append({"alert": each.alert, "cases": each.cases, "to": to, "sent now": told})
    print_rows(rows, form, "No alert is about cases that are due or overdue, or there are none.")


def _all(database: Database, filters: CaseFilters) -> Iterator[Case]:
    """Every case that the filters choose, a page at a time."""
    while page := list_desk_cases(database, filters):
        yield from page
        filters = replace(filters, after=page[-1].place(filters.order))


def _shown(case: Case, numbers: bool, zone: ZoneInfo) -> dict[str, object]:
    return {
        "reference": case.reference,
        "kind": case.kind,
        "department": case.department,
        "opened": local(case.opened_at, zone),
        "due": local(case.next_due, zone)[:10],
        "state": case.state,
        "owner": case.owner,
        "given": given_in_words(case.given, numbers=numbers),
        "seconds": case.seconds,
        "call back": case.call_back if numbers else mask_number(case.call_back),
        "recording": case.recording_status or "not reported yet",
        "call": case.call_sid,
    }


def _settled(case: Case, zone: ZoneInfo) -> dict[str, object]:
    return {
        "told": local(case.acknowledged_at, zone),
        "replied": local(case.replied_at, zone),
        "closed": local(case.closed_at, zone),
        "outcome": case.outcome,
        "cause": case.cause,
        "remedy": case.remedy,
    }
