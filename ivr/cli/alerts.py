"""`ivr alerts`: who in the office is told of what, and whether it reaches them."""

import time
from datetime import timedelta
from uuid import uuid4

import click

from ivr.alerts.composing import Composing
from ivr.app.sending import sending_of
from ivr.cli.opening import format_option, opened, print_rows
from ivr.engine.alerts import Alert
from ivr.errors import RecordMissing
from ivr.jobs.alerting import dispatches_of
from ivr.storage.outbox.listing import ShownDispatch, attempts_of, find_sending, masked_destination
from ivr.storage.outbox.outbox import put_in

PATIENCE = 60.0  # seconds
LOOK = 0.2
TEN_MINUTES = timedelta(minutes=10)
NO_ALERTS = """\
The edition that is served has no alerts. Write `alerts` in flows.yaml, run ivr publish, and list in IVR_SEND_TO where
they may go."""


@click.group()
def alerts() -> None:
    """See who is told of what, and try whether it reaches them."""


@alerts.command(name="list")
@format_option
def list_all(form: str) -> None:
    """List the alerts of the edition that is served: who is told of what, which way, when.

    \b
    Example:  ivr alerts list
    """
    rows = [_shown(each) for each in opened().shelf.current().alerts.values()]
    print_rows(rows, form, NO_ALERTS)


@alerts.command()
@click.argument("name")
def test(name: str) -> None:
    """Send a trial to everybody whom the alert NAME tells, and say what the other side answered.

    It goes by the outbox as every alert does, whatever the hour; exit status 1 where it reached somebody not.

    \b
    Example:  ivr alerts test duty
    """
    installation = opened()
    edition, database = installation.shelf.current(), installation.database
    alert = edition.alerts.get(name)
    if alert is None:
        new = "If it is new in flows.yaml: ivr publish"
        raise RecordMissing(f"the edition that is served has no alert {name}; see: ivr alerts list. {new}")
    composing, now = Composing(edition, alert, installation.settings.public_url), installation.switchboard.clock.now()
    keys = []
    for each in dispatches_of(composing, alert, (), ("trial", uuid4()), now, now + TEN_MINUTES):
        put_in(database, each)
        keys.append(each.key)
    sending = sending_of(installation)
    until, reached = time.monotonic() + PATIENCE, True
    for key in keys:
        while (found := find_sending(database, key)).attempts == 0 and time.monotonic() < until:
            if not sending.send_due(found.way):
                time.sleep(LOOK)  # a scheduler has it
        found = find_sending(database, key)
        reached = reached and found.state == "sent"
        click.echo(_told(found, [each.answer for each in attempts_of(database, found.id)]))
    if not reached:
        raise click.exceptions.Exit(1)


def _told(found: ShownDispatch, answers: list[str]) -> str:
    answer = answers[-1] if answers and answers[-1] else found.why or "no answer yet"
    return f"{found.way} to {found.destination}: {found.state}. {answer}"


def _shown(alert: Alert) -> dict[str, object]:
    digest = f", at {alert.digest:%H:%M} all at once" if alert.digest else ""
    return {
        "alert": alert.name,
        "to": ", ".join(masked_destination(way, to) for way, to in alert.destinations),
        "about": ", ".join(alert.about),
        "departments": ", ".join(alert.departments) or "all",
        "when": (f"in the hours of {alert.when}" if alert.when else "at any hour") + digest,
        "language": alert.language,
    }
