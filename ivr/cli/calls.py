"""`ivr calls`: the calls on record, and one of them step by step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from ivr.cli.opening import (
    Command,
    format_option,
    in_zone,
    local,
    moment_option,
    opened,
    print_json,
    print_rows,
    write_csv,
)
from ivr.cli.timeline import told
from ivr.errors import RecordMissing
from ivr.jobs.lost_calls import close_lost
from ivr.journal.masking import without_numbers
from ivr.journal.outcome import OUTCOMES
from ivr.logs import mask_number
from ivr.storage.calls.reading import CallRecord, Filters, call_entries, find_call, list_calls
from ivr.storage.cases.calls_made import calls_made
from ivr.storage.database.transactions import Database

PAGE = 500


def _filtered(command: Command) -> Command:
    """The options that choose calls."""
    for option in (
        click.option("--hotline", default="", help="Only this hotline."),
        click.option("--outcome", type=click.Choice(OUTCOMES), default=None, help="The most a call did."),
        moment_option("--since", "From this date or time on."),
        moment_option("--until", "Until before this date or time."),
        click.option("--numbers", is_flag=True, help="Show telephone numbers in full."),
    ):
        command = option(command)
    return command


@click.group()
def calls() -> None:
    """Read the record of calls."""


@calls.command(name="list")
@_filtered
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(
    hotline: str,
    outcome: str | None,
    since: datetime | None,
    until: datetime | None,
    numbers: bool,
    limit: int,
    form: str,
) -> None:
    """List calls, the latest first.

    \b
    Example:  ivr calls list --hotline transport --since 2026-11-01
    """
    installation = opened()
    zone = installation.shelf.zone()
    filters = _filters(hotline, outcome, since, until, limit, zone)
    rows = [_shown(call, numbers, zone) for call in list_calls(installation.database, filters)]
    print_rows(rows if form == "json" else [_in_short(row) for row in rows], form, "No calls are on record.")


@calls.command()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def made(limit: int, form: str) -> None:
    """List the calls that were made from here to answer cases, the latest first. No figure of calls counts them.

    \b
    Example:  ivr calls made --limit 20
    """
    installation = opened()
    zone = installation.shelf.zone()
    found = calls_made(installation.database, None, limit=limit)
    rows = [
        {
            "rung": local(call.at, zone),
            "case": call.reference,
            "who": call.who,
            "to": call.to,
            "came of it": call.outcome or call.state,
            "seconds": call.seconds,
            "call": call.key.call_sid,
        }
        for call in found
    ]
    print_rows(rows, form, "No call was made from here yet.")


@calls.command()
@click.argument("sid")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@format_option
def show(sid: str, numbers: bool, form: str) -> None:
    """Tell the call SID step by step: time, place, key, the exact words heard, and how it ended.

    The beginning of its name is enough; `last` is the latest call.

    \b
    Example:  ivr calls show last
    """
    installation = opened()
    database, zone = installation.database, installation.shelf.zone()
    call = _found(database, sid)
    entries = call_entries(database, call.sid)
    entries = entries if numbers else tuple(without_numbers(entry) for entry in entries)
    if form == "json":
        print_json({"call": _shown(call, numbers, zone), "steps": entries})
        return
    for name, value in _shown(call, numbers, zone).items():
        click.echo(f"{name:>9}  {value}")
    click.echo()
    for line in told(entries, zone):
        click.echo(line)


@calls.command()
@_filtered
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The CSV file to write.")
def export(
    hotline: str, outcome: str | None, since: datetime | None, until: datetime | None, numbers: bool, output: str
) -> None:
    """Write calls as CSV that a spreadsheet opens, all that the options choose.

    \b
    Example:  ivr calls export --since 2026-11-01 --until 2026-12-01 --output november.csv
    """
    installation = opened()
    zone = installation.shelf.zone()
    filters = _filters(hotline, outcome, since, until, PAGE, zone)
    count = write_csv(output, (_shown(call, numbers, zone) for call in _all(installation.database, filters)))
    click.echo(f"{count} calls written to {output}.")


@calls.command(name="close-lost")
def close_lost_calls() -> None:
    """Close calls that began more than four hours ago and whose end no carrier reported.

    \b
    Example:  ivr calls close-lost
    """
    installation = opened()
    closed = close_lost(installation.database, installation.journal, datetime.now(UTC))
    click.echo(f"{closed} calls closed as lost.")


def _all(database: Database, filters: Filters) -> Iterator[CallRecord]:
    """Every call that the filters choose, a page at a time."""
    after = None
    while page := list_calls(database, replace(filters, after=after)):
        yield from page
        after = (page[-1].started_at, page[-1].sid)


def _filters(
    hotline: str, outcome: str | None, since: datetime | None, until: datetime | None, limit: int, zone: ZoneInfo
) -> Filters:
    first, last = in_zone(since, zone), in_zone(until, zone)
    return Filters(hotline=hotline, outcome=outcome or "", since=first, until=last, limit=limit)


def _found(database: Database, sid: str) -> CallRecord:
    latest = list_calls(database, Filters(limit=1)) if sid == "last" else ()
    call = latest[0] if latest else find_call(database, sid)
    if call is None:
        raise RecordMissing(f"no call {sid} is on record; see: ivr calls list")
    return call


def _in_short(row: dict[str, object]) -> dict[str, object]:
    """What fits a line of a terminal; `ivr calls show` takes the beginning of a call's name."""
    return {name: row[name] for name in row if name != "edition"} | {"call": str(row["call"])[:12]}


def _shown(call: CallRecord, numbers: bool, zone: ZoneInfo) -> dict[str, object]:
    return {
        "call": call.sid,
        "started": local(call.started_at, zone),
        "hotline": call.hotline,
        "from": call.caller if numbers else mask_number(call.caller),
        "language": call.language,
        "turns": call.turns,
        "seconds": call.seconds if call.seconds is not None else "",
        "last node": call.last_node,
        "outcome": call.outcome,
        "ending": call.ending,
        "edition": call.edition[:12],
    }
