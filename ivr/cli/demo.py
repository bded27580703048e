"""`ivr demo`: what is made up to show a living service, and told so."""

from datetime import timedelta

import click

from ivr.cli.opening import opened
from ivr.errors import SettingsRefused


@click.group()
def demo() -> None:
    """Make up what a demonstration needs."""


@demo.command()
@click.option("--days", type=click.IntRange(1, 1100), default=365, show_default=True, help="So many days up to today.")
@click.option("--calls", type=click.IntRange(1, 5000), default=40, show_default=True, help="About so many a day.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same calls.")
def year(days: int, calls: int, seed: int) -> None:
    """Make up a year of calls to the hotlines that are served, in demo mode only.

    Their callers' numbers begin with +852000, which no telephone has, and their names with MADE-UP. Figures, reports
    and pledges are counted from them as from real ones. Run it again and nothing is added twice.

    \b
    Example:  ivr demo year
              ivr demo year --days 30 --calls 200
    """
    from ivr.jobs.pledges import count_pledges
    from ivr.jobs.rollups import update_now
    from ivr.practice.made_up import made_up_calls
    from ivr.storage.journal.many import load_many

    installation = opened()
    if installation.settings.mode != "demo":
        raise SettingsRefused("calls are made up in demo mode only: set IVR_MODE to demo, with a database of its own")
    edition, now = installation.shelf.current(), installation.switchboard.clock.now()
    zone = installation.shelf.zone()
    first = now.astimezone(zone).date() - timedelta(days=days)
    entries = load_many(installation.database, made_up_calls(edition, first, days, seed, calls))
    while not installation.journal.projector.catch_up():
        pass
    update_now(installation.database, zone)
    figures = count_pledges(installation.database, edition, now)
    click.echo(
        f"{entries:,} entries of made-up calls since {first}, and {figures} figures of pledges counted from them."
    )
