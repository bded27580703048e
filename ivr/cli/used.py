"""`ivr used`: every place that mentions a node, a table, officers, a calendar, a field or a day."""

import click

from ivr.authoring.drawing.uses import uses_of
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.cli.opening import format_option, print_json
from ivr.settings import load_folders


@click.command()
@click.argument("name")
@format_option
def used(name: str, form: str) -> None:
    """Tell which settings mention NAME: a node, a table, officers, a calendar, a field or a day.

    A node, table, field or day is written in full (transport/licence), or in short for those of every department.

    \b
    Example:  ivr used transport/application
              ivr used licensing_counter --format json
    """
    site, _ = gather(read_folder(load_folders().site))
    try:
        found = uses_of(site, name)
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
    if form == "json":
        print_json([use._asdict() for use in found])
        return
    for use in found:
        click.echo(f"{use.file}:{use.line}:{use.column}: {use.what} {use.name} by {use.by} ({use.setting})")
    if not found:
        click.echo(f"Nothing mentions {name}.")
