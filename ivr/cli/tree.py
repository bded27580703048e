"""`ivr tree`: the whole menu at a glance, as a tree, an outline page, a graph or data."""

import json
from pathlib import Path

import click
from rich.console import Console

from ivr.authoring.drawing.captions import language_of
from ivr.authoring.drawing.dot import dot, svg
from ivr.authoring.drawing.drafts import draft_of
from ivr.authoring.drawing.mermaid import mermaid
from ivr.authoring.drawing.page import page
from ivr.authoring.drawing.plain import plain
from ivr.authoring.drawing.plan import Plan
from ivr.authoring.drawing.terminal import tree as terminal_tree
from ivr.authoring.drawing.times import timed_plan
from ivr.cli.opening import WIDE
from ivr.settings import load_folders

FORMS = ("text", "mermaid", "html", "svg", "dot", "json")


@click.command()
@click.argument("which", metavar="[HOTLINE|DEPARTMENT]", default="")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="How it is drawn.")
@click.option("--language", default="", help="The language of labels, such as yue; English unless given.")
@click.option("--stylesheet", default="", help="With html: the address of a stylesheet the page links to.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file to write instead of printing.")
def tree(which: str, form: str, language: str, stylesheet: str, output: Path | None) -> None:
    """Draw every menu a caller can come to: keys, answers, seconds, missing languages.

    Each node opens once, where callers come to it soonest, and is only named elsewhere. A site with mistakes is drawn
    as far as it can be read.

    \b
    Example:  ivr tree transport
              ivr tree --format html --output menus.html
              ivr tree transport --format svg --language yue --output transport.svg
    """
    draft = draft_of(load_folders().site)
    try:
        chosen, plan = language_of(draft.edition, language), timed_plan(draft, which)
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
    drawn = _drawn(plan, form, chosen, stylesheet, to_file=output is not None)
    if output:
        output.write_text(drawn, encoding="utf-8")
        click.echo(f"Written to {output}: {len(plan.places)} nodes.")
    else:
        click.echo(drawn, nl=False)
    errors = sum(problem.level == "error" for problem in draft.problems)
    if errors:
        click.echo(f"This site is not served as it stands: {errors} errors. See: ivr check", err=True)


def _drawn(plan: Plan, form: str, language: str, stylesheet: str, *, to_file: bool) -> str:
    match form:
        case "mermaid":
            return mermaid(plan, language)
        case "html":
            return page(plan, language, stylesheet)
        case "dot":
            return dot(plan, language)
        case "svg":
            return svg(dot(plan, language))
        case "json":
            return json.dumps(plain(plan), ensure_ascii=False, indent=2) + "\n"
        case _:
            return _printed(plan, language, to_file=to_file)


def _printed(plan: Plan, language: str, *, to_file: bool) -> str:
    """The tree as lines, coloured where a terminal shows them."""
    console = Console(width=WIDE, force_terminal=False if to_file else None)
    with console.capture() as captured:
        console.print(terminal_tree(plan, language))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"
