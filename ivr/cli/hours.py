"""`ivr hours` and `ivr holidays`: is an office open, why, and when next."""

from datetime import UTC, datetime

import click

from ivr.authoring.checking.loading import load_site
from ivr.authoring.grammar import COUNTRIES
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.cli.opening import format_option, in_one_language, in_zone, local, moment_option, print_rows
from ivr.hours import state_at
from ivr.hours.holidays import holidays_in
from ivr.settings import load_folders


@click.group()
def hours() -> None:
    """Look at opening hours."""


@hours.command()
@moment_option("--at", 'When, such as "2026-12-25 10:00"; now unless given.')
@format_option
def show(at: datetime | None, form: str) -> None:
    """Say for each calendar of the site whether it is open, why, and when that changes.

    \b
    Example:  ivr hours show --at "2026-12-25 10:00"
    """
    edition = load_site(load_folders().site)
    moment = in_zone(at, edition.zone) or datetime.now(UTC)
    rows = []
    for name, calendar in edition.calendars.items():
        state = state_at(calendar, moment)
        why = in_one_language(state.reason) or state.why
        changes = local(state.changes, edition.zone)
        rows.append({"calendar": name, "open": "open" if state.open else "closed", "why": why, "changes": changes})
    print_rows(rows, form, "The site has no calendars.")


@click.group()
def holidays() -> None:
    """Look at general holidays."""


@holidays.command(name="list")
@click.option(
    "--year", type=click.IntRange(1998, 2099), default=lambda: datetime.now(UTC).year, help="This year unless given."
)
@click.option(
    "--country",
    type=click.Choice(sorted(COUNTRIES), case_sensitive=False),
    metavar="CODE",
    help="Of another country than the site's, by its two letters in ISO 3166, such as SG.",
)
@format_option
def list_holidays(year: int, country: str | None, form: str) -> None:
    """List the general holidays that close offices in a year.

    \b
    Example:  ivr holidays list --year 2027
    """
    whose = country or gather(read_folder(load_folders().site))[0].home.country
    rows = [{"date": day.isoformat(), **names} for day, names in holidays_in(year, whose)]
    print_rows(rows, form, f"No holidays are known for {year}.")
