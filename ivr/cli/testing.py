"""`ivr test`: run the rehearsed calls of a site."""

import sys

import click
from rich.console import Console
from rich.progress import track

from ivr.app.practice import practice
from ivr.phone.rehearsing import Rehearsal
from ivr.practice.rehearsals import rehearsals_in, rehearse_on_the_line
from ivr.settings import load_carrier_name, load_databases, load_settings


@click.command()
@click.argument("departments", nargs=-1)
@click.option("--transcript", is_flag=True, help="Print every call, not only those that differ.")
def test(departments: tuple[str, ...], transcript: bool) -> None:
    """Run the calls that DEPARTMENTS (all, unless named) rehearse in menus/<department>/calls.yaml.

    Each call goes through the same webhooks as a carrier's, at its own pretended time, and nothing is kept.

    \b
    Example:  ivr test
              ivr test transport --transcript
    """
    site = load_settings().site
    calls = rehearsals_in(site, departments)
    if not calls:
        click.echo(f"No rehearsed calls in {site}/menus/*/calls.yaml.", err=True)
        sys.exit(1)
    with practice(site, load_databases(), load_carrier_name()) as hotline:
        for remark in hotline.unreached:
            click.echo(remark, err=True)
        line, words = hotline.line(), hotline.words()
        console = Console(stderr=True)
        progress = track(calls, "Rehearsing", console=console, transient=True, disable=not console.is_terminal)
        results = [_told(rehearse_on_the_line(hotline, call, line, words), transcript) for call in progress]
    different = [result for result in results if result.difference]
    click.echo(f"{len(calls)} rehearsed calls: {len(calls) - len(different)} as written, {len(different)} different.")
    sys.exit(1 if different else 0)


def _told(result: Rehearsal, transcript: bool) -> Rehearsal:
    if result.difference or transcript:
        click.echo(f"{'✗' if result.difference else '✓'} {result.call.name}  ({result.call.where})")
        click.echo("\n".join(f"    {line}" for line in result.transcript))
    if result.difference:
        click.echo(f"  {result.difference}\n", err=True)
    return result
