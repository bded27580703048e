"""`ivr schema`: JSON Schema for the program an editor types in."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from ivr.authoring.schema import flows_schema, menu_schema, names_of, phrases_schema, pledges_schema
from ivr.authoring.site import Site
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.phone.rehearsal_schema import calls_schema
from ivr.settings import load_folders

SCHEMAS: dict[str, Callable[[Site], dict[str, object]]] = {
    "menu": lambda site: menu_schema(names_of(site)),
    "flows": lambda site: flows_schema(names_of(site)),
    "pledges": lambda site: pledges_schema(names_of(site)),
    "calls": lambda site: calls_schema(tuple(site.flows.hotlines) if site.flows else ()),
    "phrases": lambda _: phrases_schema(),
}


@click.command()
@click.argument("which", type=click.Choice(list(SCHEMAS)), default="menu")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file to write instead of printing.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Write all of them into this folder.")
def schema(which: str, output: Path | None, folder: Path | None) -> None:
    """Print the JSON Schema of menu.yaml, flows.yaml, pledges.yaml, calls.yaml or phrases.yaml.

    With it VS Code (with Red Hat's YAML extension) completes settings and marks mistakes. The site's languages,
    officers, calendars and hotlines are offered too, and its nodes, fields and tables; run it again when those change.

    \b
    Example:  ivr schema menu --output schemas/menu.schema.json
              ivr schema --folder schemas
    """
    site, _ = gather(read_folder(load_folders().site))
    if folder:
        for name in write_schemas(site, folder):
            click.echo(f"Written to {name}.")
    elif output:
        output.write_text(written(which, site), encoding="utf-8")
        click.echo(f"Written to {output}.")
    else:
        click.echo(written(which, site), nl=False)


def write_schemas(site: Site, folder: Path) -> tuple[Path, ...]:
    """Every schema as a file `<name>.schema.json` in `folder`; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"{which}.schema.json" for which in SCHEMAS)
    for which, file in zip(SCHEMAS, files, strict=True):
        file.write_text(written(which, site), encoding="utf-8")
    return files


def written(which: str, site: Site) -> str:
    """One schema as the text of its file."""
    return json.dumps(SCHEMAS[which](site), ensure_ascii=False, indent=2) + "\n"
