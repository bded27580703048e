"""`ivr settings`: the settings in force, secrets hidden."""

import click

from ivr.cli.opening import format_option, print_rows
from ivr.settings import load_settings, settings_table


@click.command()
@format_option
def settings(form: str) -> None:
    """Print every setting in force and where it comes from; secrets are hidden.

    \b
    Example:  ivr settings
    """
    rows = [{"setting": name, "value": value, "from": where} for name, value, where in settings_table(load_settings())]
    print_rows(rows, form, "")
