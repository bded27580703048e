"""`ivr messages`: what callers recorded for officers."""

from typing import Literal

import click

from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.logs import mask_number
from ivr.storage.calls.given import given_before
from ivr.storage.cases.given import given_in_words
from ivr.storage.messages.listing import MessageFilters, list_desk_messages

STATES: dict[str, Literal["", "waiting", "done"]] = {"waiting": "waiting", "done": "done", "all": ""}


@click.group()
def messages() -> None:
    """Read the messages that callers left."""


@messages.command(name="list")
@click.option("--department", default="", help="Only this department.")
@click.option("--state", type=click.Choice(list(STATES)), default="waiting", show_default=True)
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(department: str, state: str, numbers: bool, limit: int, form: str) -> None:
    """List messages as the desk does: those that wait for somebody, the latest first.

    \b
    Example:  ivr messages list --department leisure
    """
    filters = MessageFilters(department=department, state=STATES[state], limit=limit)
    installation = opened()
    zone = installation.shelf.zone()
    left = list_desk_messages(installation.database, filters)
    given = given_before(installation.database, [(message.key, message.department) for message in left])
    rows = [
        {
            "left": local(message.left_at, zone),
            "department": message.department,
            "at": message.node,
            "given": given_in_words(message.given or given[message.key], numbers=numbers),
            "seconds": message.seconds,
            "call back": message.call_back if numbers else mask_number(message.call_back),
            "done": local(message.done_at, zone),
            "case": message.became,
            "becomes": local(message.becomes_at, zone) if message.done_at is None else "",
            "recording": message.recording_status or "not reported yet",
            "call": message.call_sid,
        }
        for message in left
    ]
    print_rows(rows, form, "No messages are on record." if state == "all" else f"No {state} messages are on record.")
