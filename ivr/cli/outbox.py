"""`ivr outbox`: what must leave the house, what has left, and what could not."""

import getpass
from datetime import timedelta
from zoneinfo import ZoneInfo

import click

from ivr.cli.opening import format_option, local, opened, print_json, print_rows
from ivr.errors import RecordMissing
from ivr.storage.outbox.listing import UNSETTLED, ShownDispatch, attempts_of, find_sending, list_outbox
from ivr.storage.outbox.outbox import send_again
from ivr.storage.people.audit import AuditRecord, keep_audit

ANOTHER_DAY = timedelta(days=1)
STATES = ["waiting", "sent", *UNSETTLED]
KEY_SHOWN = 12  # signs of a key, which is enough to name it


@click.group()
def outbox() -> None:
    """See what is sent out of the house, and send again what could not be."""


@outbox.command(name="list")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only what stands so.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@format_option
def list_all(state: str | None, limit: int, form: str) -> None:
    """List what is to be sent, was sent or could not be, the latest first. Addresses are masked.

    What is `unsure` broke off while it was sent, and the other side could not tell a second one from the first: ask
    there whether it came before you send it again.

    \b
    Example:  ivr outbox list --state "given up"
    """
    installation = opened()
    zone = installation.shelf.zone()
    found = list_outbox(installation.database, state or "", limit=limit)
    print_rows([_shown(each, zone) for each in found], form, "Nothing is in the outbox.")


@outbox.command()
@click.argument("key")
@format_option
def show(key: str, form: str) -> None:
    """Show what has that KEY (or its beginning), and every attempt to send it with what the other side answered.

    \b
    Example:  ivr outbox show 3f9c12ab90de
    """
    installation = opened()
    zone = installation.shelf.zone()
    found = find_sending(installation.database, key)
    attempts = attempts_of(installation.database, found.id)
    told = _shown(found, zone) | {"key": found.key, "until": local(found.until, zone), "arrived": found.arrived}
    if form == "json":
        print_json(told | {"attempts": attempts})
        return
    for name, value in told.items():
        click.echo(f"{name:>9}  {value}")
    for each in attempts:
        result = each.result or "broke off"
        click.echo(f"{local(each.began_at, zone)}  attempt {each.number} {result}: {each.answer}")


@outbox.command()
@click.argument("keys", nargs=-1, required=True)
@click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")
def retry(keys: tuple[str, ...], author: str) -> None:
    """Send again what was not sent, for another day; of KEYS (or their beginnings). It bears the same key as before.

    \b
    Example:  ivr outbox retry 3f9c12ab90de
    """
    installation = opened()
    database, now = installation.database, installation.switchboard.clock.now()
    for key in keys:
        found = find_sending(database, key)
        if found.state == "sent":
            raise RecordMissing(f"{key} was sent; nothing is sent twice")
        keep_audit(database, AuditRecord(now, author, "", "sent again", f"outbox {found.key}", ""))
        send_again(database, found.key, now, now + ANOTHER_DAY)
        click.echo(f"It is sent again, to {found.destination}; see: ivr outbox show {found.key[:KEY_SHOWN]}")


def _shown(found: ShownDispatch, zone: ZoneInfo) -> dict[str, object]:
    return {
        "key": found.key[:KEY_SHOWN],
        "way": found.way,
        "to": found.destination,
        "about": found.about,
        "made": local(found.made_at, zone),
        "state": found.state,
        "attempts": found.attempts,
        "settled": local(found.settled_at, zone),
        "next": local(found.next_at, zone) if found.state == "waiting" else "",
        "why": found.why,
    }
