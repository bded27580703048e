"""`ivr backup` and `ivr restore`: everything that is kept, in one file, and a machine made from it."""

import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr import __version__
from ivr.cli.backup_words import contents, lost
from ivr.cli.opening import opened
from ivr.errors import BackupRefused
from ivr.settings import Settings, carried_settings, keys_given, load_whereabouts
from ivr.settings.demo_secrets import DEMO_SECRETS
from ivr.storage.backup.archive import Archive, open_archive
from ivr.storage.backup.copies import PATIENCE
from ivr.storage.backup.manifest import SETTINGS, BackupManifest, mark_of_key
from ivr.storage.backup.restoring import RestoringPlace, check_place, restore
from ivr.storage.backup.state_files import state_files
from ivr.storage.backup.taking import BackupSource, keep_at, refuse_what_is_there, taken
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.files import write_whole

DOTENV, BESIDE = Path(".env"), Path(".env.restored")
PERSONAL = "callers' numbers and what they keyed and said, and the hashes of passwords of the desk"
WITH_KEYS = f"""\
It holds {PERSONAL}. THE KEYS ARE IN IT: whoever has the file can read
what was entered in private, and take steps in calls. Keep it where nobody else reads, and not beside the server."""
WITHOUT_KEYS = f"""\
It holds {PERSONAL}. Keys and passwords of settings are not in it
({{left_out}}): keep them elsewhere, for without them what was entered in private cannot be read."""
NEXT = """\
Next: put what menus are made from (flows.yaml, menus, prompts) back from where you keep it, then

  ivr db check
  ivr serve"""
NO_KEYS = "The backup has no keys, and none are set here. Set IVR_SECRET_KEY and IVR_HASH_KEY to those of before first."


@click.command()
@click.argument("file", required=False)
@click.option("--without-keys", is_flag=True, help="Leave out keys, tokens and passwords of settings.")
@click.option("--dry-run", "dry", is_flag=True, help="Only tell what would be in it.")
def backup(file: str | None, without_keys: bool, dry: bool) -> None:
    """Write database, state folder and settings into one FILE, while calls go on; - for standard output.

    Without FILE it is named by the time, here. It is read once more before it is there, and only you may read it. What
    menus are made from is not in it, but for the editions that were published.

    \b
    Example:  ivr backup /mnt/safe/ivr-monday.zip
              docker compose exec -T web ivr backup - > ivr-monday.zip
    """
    installation = opened()
    settings, now = installation.settings, datetime.now(UTC)
    to = Path(file or f"ivr-backup-{now:%Y%m%d-%H%M%S}.zip").absolute()
    streamed = file == "-"
    if streamed and sys.stdout.isatty() and not dry:
        raise click.UsageError("this would fill the terminal; send it somewhere: ivr backup - > FILE")
    if not streamed:
        _refuse_beside_what_it_is_of(to, settings)
    source = _source(installation.database.patient(PATIENCE), settings, keys=not without_keys)
    if dry:
        click.echo(_would_hold(source, "standard output" if streamed else str(to)))
        return
    try:
        with taken(source, settings.state if streamed else to.parent, now) as (path, manifest):
            if streamed:
                with path.open("rb") as whole:
                    shutil.copyfileobj(whole, sys.stdout.buffer)
            else:
                keep_at(path, to)
    finally:
        source.database.close()
    click.echo(f"{'' if streamed else f'{to}: '}{contents(manifest)}", err=streamed)
    left_out = ", ".join((*carried_settings(settings, secrets=not without_keys).left_out, *source.secret_files))
    click.echo(WITHOUT_KEYS.format(left_out=left_out) if without_keys else WITH_KEYS, err=streamed)


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Put aside what is there, and restore although the keys are others.")
@click.option("--dry-run", "dry", is_flag=True, help="Only check the file and the place, and tell.")
def restore_command(file: Path, force: bool, dry: bool) -> None:
    """Make this machine from the backup in FILE, into IVR_STATE and IVR_DATABASE_URL, which must be empty.

    All of it is checked first; of a backup that cannot be restored nothing is changed. The tables are brought to this
    version. Settings come along, where no .env is here and no keys are set. A PostgreSQL database must be a new one;
    with --force what is in the state folder, a SQLite database too, is put aside and kept.

    \b
    Example:  ivr restore /mnt/safe/ivr-monday.zip --dry-run
              ivr restore /mnt/safe/ivr-monday.zip
    """
    where, now = load_whereabouts(), datetime.now(UTC)
    database = open_database(where.database_url, PATIENCE, lock_folder=where.state)
    place = RestoringPlace(database, where.state)
    try:
        with open_archive(file) as archive:
            archive.check()
            check_place(archive, place, force=force)
            keys_come_along = _check_keys(archive.manifest, force=force)
            click.echo(f"{file}: {contents(archive.manifest)}")
            if dry:
                click.echo(
                    f"All of it is as it was written. It would be restored to {where.state} and {database.name}."
                )
                return
            done = restore(archive, place, lambda: _put_settings(archive, keys_come_along), now, force=force)
    finally:
        database.close()
    click.echo(f"Restored to {where.state} and {database.name}.\n\n{lost(archive.manifest, done, now)}\n")
    if keys_come_along and not archive.manifest.keys:
        click.echo(NO_KEYS)
    click.echo(NEXT)


def _source(database: Database, settings: Settings, *, keys: bool) -> BackupSource:
    marks = {"IVR_SECRET_KEY": settings.secret_keys[0], "IVR_HASH_KEY": settings.key_of_hashes}
    return BackupSource(
        database,
        settings.state,
        carried_settings(settings, secrets=keys).text,
        keys,
        (DEMO_SECRETS,) if (settings.state / DEMO_SECRETS).exists() else (),
        {name: mark_of_key(key) for name, key in marks.items()},
        __version__,
    )


def _refuse_beside_what_it_is_of(to: Path, settings: Settings) -> None:
    if to.parent.resolve().is_relative_to(settings.state.resolve()):
        raise click.UsageError(f"{to} lies in IVR_STATE, which it is a backup of; name a folder elsewhere, or - ")
    if not to.parent.is_dir():
        raise click.UsageError(f"there is no folder {to.parent}")
    refuse_what_is_there(to)


def _check_keys(manifest: BackupManifest, *, force: bool) -> bool:
    """Whether no keys are set here, so that those of the backup come along. Raises BackupRefused for other keys."""
    here = keys_given()
    marks: Mapping[str, set[str]] = {name: set(map(mark_of_key, keys)) for name, keys in here.items()}
    other = [name for name, mark in manifest.marks.items() if here and mark not in marks[name]]
    if other and not force:
        raise BackupRefused(
            f"{' and '.join(other)} here is not the one of the backup: calls in hand, references to come and what was "
            "entered in private need the one of before. Set it, or add --force"
        )
    return not here


def _put_settings(archive: Archive, keys_come_along: bool) -> None:
    """Write the settings where no keys are set: as the file that is read, or beside one that is there."""
    if keys_come_along and (text := archive.text(SETTINGS)):
        file = BESIDE if DOTENV.exists() else DOTENV
        write_whole(file, text.encode(), private=True)
        click.echo(f"The settings of the backup are in {file.absolute()}.")
        if file == BESIDE:
            click.echo(f"{DOTENV} is as it was, and has no keys: take them over from there.")


def _would_hold(source: BackupSource, to: str) -> str:
    files = [source.state / name for name in state_files(source.state)]
    size = sum(file.stat().st_size for file in files) / 1e6
    return (
        f"Nothing was written. {to} would hold the database {source.database.name}, {len(files)} files of "
        f"{source.state} ({size:,.1f} MB), and the settings {'with' if source.keys else 'without'} keys."
    )
