"""`ivr messages`: what callers recorded for officers."""

import click

from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.logs import mask_number
from ivr.storage.reading import Filters, list_messages


@click.group()
def messages() -> None:
    """Read the messages that callers left."""


@messages.command(name="list")
@click.option("--department", default="", help="Only this department.")
@click.option("--numbers", is_flag=True, help="Show telephone numbers in full.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(department: str, numbers: bool, limit: int, form: str) -> None:
    """List messages, the latest first.

    \b
    Example:  ivr messages list --department leisure
    """
    rows = [
        {
            "left": local(message.left_at),
            "department": message.department,
            "at": message.node,
            "seconds": message.seconds,
            "call back": message.call_back if numbers else mask_number(message.call_back),
            "recording": message.recording_status or "not reported yet",
            "call": message.call_sid,
        }
        for message in list_messages(opened().database, Filters(department=department, limit=limit))
    ]
    print_rows(rows, form, "No messages are on record.")
