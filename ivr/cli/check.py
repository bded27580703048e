"""`ivr check` and `ivr explain`: what is wrong with a site, and the longer story of a rule."""

import sys
from pathlib import Path

import click

from ivr.authoring.explaining import explain as explain_rule
from ivr.authoring.loading import check_site
from ivr.authoring.report import report_github, report_json, report_text

FORMS = ("text", "json", "github")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".")
@click.option("--strict", is_flag=True, help="Warnings count as problems too.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="How problems are printed.")
def check(path: Path, strict: bool, form: str) -> None:
    """Check flows.yaml, the menus and the phrases of the site in PATH.

    What passes is what the server will serve; nothing else will be.

    \b
    Example:  ivr check
              ivr check ~/menus --format github
    """
    checked = check_site(path)
    if form == "json":
        click.echo(report_json(checked.problems))
    elif form == "github":
        click.echo(report_github(checked.problems))
    else:
        click.echo(report_text(checked.problems, checked.counts, checked.files))
    levels = {problem.level for problem in checked.problems}
    sys.exit(1 if "error" in levels or (strict and levels) else 0)


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Tell the longer story of a RULE that `ivr check` names in brackets.

    \b
    Example:  ivr explain unknown-destination
    """
    try:
        click.echo(explain_rule(rule))
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
