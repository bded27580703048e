"""`ivr editions`: what was published, proposed and scheduled; and `ivr diff`: what is different between two."""

import getpass
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ivr.app.installation import Installation
from ivr.authoring.checking.loading import load_site
from ivr.authoring.differing import changes_text
from ivr.cli.opening import format_option, local, opened, print_json, print_rows
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, SiteRefused, StorageAway
from ivr.jobs.pruning import prune_editions
from ivr.publishing.comparing import compare
from ivr.publishing.deciding import cancel as cancel_publication
from ivr.publishing.deciding import find_edition
from ivr.publishing.deciding import withdraw as withdraw_proposal
from ivr.publishing.exporting import write_edition
from ivr.settings import load_folders
from ivr.storage.editions.publications import Publication, served_at
from ivr.storage.editions.shelf import EditionShelf

FLOWS = "flows.yaml"
WITHOUT_A_SERVER = "Without a server, compare two folders of files, such as: ivr diff ../before ."
LISTED = 50
Row = dict[str, object]
author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def editions(context: click.Context, form: str) -> None:
    """List what was published, scheduled and proposed, the latest first.

    \b
    Example:  ivr editions
              ivr editions show 3fa29c
    """
    if context.invoked_subcommand is None:
        shelf = opened().shelf
        dated = sorted((*_proposed(shelf), *_published(shelf)), key=lambda one: one[0], reverse=True)
        print_rows([row for _, row in dated], form, "Nothing was published yet; run: ivr publish")


@editions.command()
@click.argument("edition")
@format_option
def show(edition: str, form: str) -> None:
    """Tell what is in an EDITION (the beginning of its hash, or current) and when it was served.

    \b
    Example:  ivr editions show current
    """
    shelf = opened().shelf
    name = named(shelf, edition)
    history = [row for _, row in (*_published(shelf), *_proposed(shelf)) if row["edition"] == name[:12]]
    found = _contents(shelf.by_hash(name))
    if form == "json":
        print_json(found | {"history": history})
        return
    for label, value in found.items():
        click.echo(f"{label:<12} {value}")
    print_rows(history, form, "It was never published.")


@editions.command()
@click.argument("edition")
@author_option
def cancel(edition: str, author: str) -> None:
    """Take a scheduled EDITION out before its time, or end one that has an end.

    \b
    Example:  ivr editions cancel 3fa29c
    """
    shelf = opened().shelf
    gone = cancel_publication(shelf, edition, author)
    click.echo(f"Edition {gone.edition[:12]} is taken out. Callers meet edition {shelf.current().hash[:12]}.")


@editions.command()
@click.argument("edition")
@author_option
def withdraw(edition: str, author: str) -> None:
    """Take a proposed EDITION back, so that nobody can approve it.

    \b
    Example:  ivr editions withdraw 3fa29c
    """
    gone = withdraw_proposal(opened().shelf, edition, author)
    click.echo(f"Edition {gone.edition[:12]} is no longer proposed.")


@editions.command()
@click.option("--keep", type=click.IntRange(1), default=50, show_default=True, help="How many to keep in any case.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be forgotten.")
def prune(keep: int, dry: bool) -> None:
    """Forget old editions that no call of the last 24 hours, no schedule and no proposal needs.

    Run it on each machine: the copies on its own disk go too.

    \b
    Example:  ivr editions prune --dry-run
    """
    found: Installation = opened()
    lock = found.publishing_lock
    pruned = prune_editions(found.shelf, found.database, found.spool, lock, keep, dry=dry)
    for name in pruned.editions:
        click.echo(f"edition {name[:12]}")
    verb = "would be forgotten" if dry else "forgotten"
    click.echo(f"{len(pruned.editions)} editions and {len(pruned.recordings)} recordings {verb}; {pruned.left} stay.")


@editions.command()
@click.argument("edition")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(edition: str, folder: Path) -> None:
    """Write the files of an EDITION into a new FOLDER: menus, phrases and recordings, and no rows of tables.

    This is how what was published on the desk comes back to the site's folder.

    \b
    Example:  ivr editions export current /tmp/served
              diff -ru . /tmp/served
    """
    shelf = opened().shelf
    name = named(shelf, edition)
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a new folder, so that nothing there is written over")
    count = write_edition(shelf, name, folder)
    click.echo(f"Written to {folder}: {count} files of edition {name[:12]}.")


@click.command()
@click.argument("old")
@click.argument("new")
@format_option
def diff(old: str, new: str, form: str) -> None:
    """Tell what callers will notice of NEW who know OLD.

    OLD and NEW are editions (the beginning of a hash), current for the one that is served, . for the site's files, or
    the folder of another site. Two folders are compared without a database.

    \b
    Example:  ivr diff current .
              ivr diff ../before .
    """
    changes = compare(_edition(old), _edition(new))
    if form == "json":
        print_json([asdict(change) for change in changes])
    else:
        click.echo(changes_text(changes))


def named(shelf: EditionShelf, beginning: str) -> str:
    """The edition meant on the command line. Raises UsageError when there is no single one.

    Raises EditionMissing for the current one when nothing was published yet: then nothing was typed wrong.
    """
    if beginning == "current":
        return shelf.current().hash
    try:
        return find_edition(shelf, beginning)
    except EditionMissing as missing:
        raise click.UsageError(str(missing)) from None


def _edition(name: str) -> Edition:
    """The edition kept under a name, or the one that a folder's files make. Raises what says why there is none."""
    folder = load_folders().site if name == "." else Path(name)
    if (folder / FLOWS).is_file():
        return _of_files(folder, name)
    if folder.is_dir() or "/" in name:
        raise click.UsageError(f"{name} is no folder of a site: there is no {FLOWS} in it")
    try:
        shelf = opened().shelf
        return shelf.by_hash(named(shelf, name))
    except (EditionMissing, StorageAway) as missing:
        raise EditionMissing(f"There is no edition to compare with: {missing}. {WITHOUT_A_SERVER}") from None


def _of_files(folder: Path, name: str) -> Edition:
    try:
        return load_site(folder)
    except SiteRefused as refused:
        raise SiteRefused(f"In {name}:\n{refused}") from None


def _contents(edition: Edition) -> dict[str, object]:
    return {
        "edition": edition.hash,
        "hotlines": ", ".join(line.name for line in edition.hotlines.values()),
        "departments": ", ".join(edition.departments),
        "languages": ", ".join(edition.languages),
        "nodes": len(edition.nodes),
        "tables": ", ".join(edition.tables),
        "recordings": len(edition.recordings),
        "publishing": "two people" if edition.publishing.two_people else "one person",
    }


def _published(shelf: EditionShelf) -> Iterator[tuple[datetime, Row]]:
    now, history = shelf.clock(), shelf.history(LISTED)
    served = served_at(shelf.bundles.plan(), now)
    zone = shelf.zone()
    for each in history:
        state = "served" if served and each.id == served.id else _state(each, now)
        yield each.at, _row(each.at, each.edition, state, (each.begins, each.ends), each.author, each.note, zone)


def _state(publication: Publication, now: datetime) -> str:
    if publication.cancelled_at:
        return f"taken out by {publication.cancelled_by}"
    return "scheduled" if publication.waits(now) else ""


def _proposed(shelf: EditionShelf) -> Iterator[tuple[datetime, Row]]:
    zone = shelf.zone()
    for each in shelf.approvals.latest(LISTED):
        state = "proposed" if each.state == "open" else f"{each.state} by {each.decided_by}"
        yield each.at, _row(each.at, each.edition, state, (each.begins, each.ends), each.author, each.note, zone)


def _row(
    at: datetime,
    edition: str,
    state: str,
    span: tuple[datetime | None, datetime | None],
    author: str,
    note: str,
    zone: ZoneInfo,
) -> Row:
    begins, ends = (local(moment, zone)[:16] for moment in span)
    told = {"published": local(at, zone), "edition": edition[:12], "state": state, "from": begins, "until": ends}
    return {**told, "author": author, "note": note}
