"""`ivr backup` and `ivr restore`: everything that is kept, in one file, and a machine made from it."""

import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr import __version__
from ivr.cli.backup_words import contents, lost
from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import opened, told_in
from ivr.errors import BackupRefused
from ivr.settings import Settings, carried_settings, keys_given, load_whereabouts
from ivr.settings.demo_secrets import DEMO_SECRETS
from ivr.storage.backup import encrypting
from ivr.storage.backup.archive import Archive, open_archive
from ivr.storage.backup.copies import PATIENCE
from ivr.storage.backup.last_backup import note_backup
from ivr.storage.backup.manifest import SETTINGS, BackupManifest, mark_of_key
from ivr.storage.backup.restoring import RestoringPlace, check_place, restore
from ivr.storage.backup.state_files import state_files
from ivr.storage.backup.taking import BackupSource, keep_at, refuse_what_is_there, taken
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.files import write_whole
from ivr.translation import NOTHING, Sentence, in_language, said

DOTENV, BESIDE = Path(".env"), Path(".env.restored")
PERSONAL = said("callers' numbers and what they keyed and said, and the hashes of passwords of the desk")
WITH_KEYS = said(
    "It holds {personal}. THE KEYS ARE IN IT: whoever has the file can read what was entered in private, and take "
    "steps in calls. Keep it where nobody else reads, and not beside the server."
)
WITHOUT_KEYS = said(
    "It holds {personal}. Keys and passwords of settings are not in it ({left_out}): keep them elsewhere, for without "
    "them what was entered in private cannot be read."
)
ENCRYPTED = said(
    "It holds {personal}, and is encrypted: only who has a key that it was encrypted for can restore it. Keep that key "
    "elsewhere than the server; nobody can make it again."
)
MADE_KEY = said(
    "The key is in {file}: keep it where the server is not, for without it nothing is restored. Back up with:\n\n"
    "  ivr backup --for {recipient}"
)
PUT_BACK = said("Next: put what menus are made from (flows.yaml, menus, prompts) back from where you keep it, then")
NEXT = "\n\n  ivr db check\n  ivr serve"
NO_KEYS = said(
    "The backup has no keys, and none are set here. Set IVR_SECRET_KEY and IVR_HASH_KEY to those of before first."
)


@click.command()
@click.argument("file", required=False)
@click.option(
    "--for", "recipients", multiple=True, help="Encrypt it for this age or SSH public key, or those in a file."
)
@click.option("--new-key", type=click.Path(path_type=Path), help="Only make a key to encrypt for, in this file.")
@click.option("--without-keys", is_flag=True, help="Leave out keys, tokens and passwords of settings.")
@click.option("--dry-run", "dry", is_flag=True, help="Only tell what would be in it.")
@lang_option
def backup(
    file: str | None, recipients: tuple[str, ...], new_key: Path | None, without_keys: bool, dry: bool, lang: str
) -> None:
    """Write database, state folder and settings into one FILE, while calls go on; - for standard output.

    Without FILE it is named by the time, here. It is read once more before it is there, and only you may read it. What
    menus are made from is not in it, but for the editions that were published. With --for it is encrypted as age does,
    for whoever has the key; where the backup is made that key need not be.

    \b
    Example:  ivr backup /mnt/safe/ivr-monday.zip
              ivr backup --new-key ivr-backup.key
              ivr backup --for age1… /mnt/safe/ivr-monday.zip.age
              docker compose exec -T web ivr backup - > ivr-monday.zip
    """
    with told_in(lang):
        if new_key:
            _tell(said(MADE_KEY, file=new_key, recipient=encrypting.new_key(new_key)), lang)
        else:
            _back_up(file, encrypting.recipients_of(recipients), keys=not without_keys, dry=dry, lang=lang)


def _back_up(file: str | None, recipients: encrypting.Recipients, *, keys: bool, dry: bool, lang: str) -> None:
    installation = opened()
    settings, now = installation.settings, datetime.now(UTC)
    ending = encrypting.ENDING if recipients else ""
    to = Path(file or f"ivr-backup-{now:%Y%m%d-%H%M%S}.zip{ending}").absolute()
    streamed = file == "-"
    if streamed and sys.stdout.isatty() and not dry:
        raise click.UsageError("this would fill the terminal; send it somewhere: ivr backup - > FILE")
    if not streamed:
        _refuse_beside_what_it_is_of(to, settings)
    source = _source(installation.database.patient(PATIENCE), settings, keys=keys)
    if dry:
        _tell(_would_hold(source, said("standard output") if streamed else str(to)), lang)
        return
    try:
        # what is not encrypted yet stays on the disk it came from
        beside = settings.state if streamed or recipients else to.parent
        with taken(source, beside, now) as (path, manifest):
            _put(path, None if streamed else to, recipients)
    finally:
        source.database.close()
    with suppress(OSError):  # the backup is made, and whole
        note_backup(settings.state, now)
    _tell(said("{file}: {contents}", file="-" if streamed else to, contents=contents(manifest)), lang, err=streamed)
    left_out = ", ".join((*carried_settings(settings, secrets=keys).left_out, *source.secret_files))
    told = ENCRYPTED if recipients else WITH_KEYS if keys else WITHOUT_KEYS
    _tell(said(told, personal=PERSONAL, left_out=left_out), lang, err=streamed)


def _put(path: Path, to: Path | None, recipients: encrypting.Recipients) -> None:
    """Put a backup that was taken where it belongs; on standard output for None."""
    if to and recipients:
        encrypting.keep_encrypted_at(path, to, recipients)
    elif to:
        keep_at(path, to)
    elif recipients:
        encrypting.encrypt(path, sys.stdout.buffer, recipients)
    else:
        with path.open("rb") as whole:
            shutil.copyfileobj(whole, sys.stdout.buffer)


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", "keys", multiple=True, type=click.Path(path_type=Path), help="The key of an encrypted backup.")
@click.option("--force", is_flag=True, help="Put aside what is there, and restore although the keys are others.")
@click.option("--dry-run", "dry", is_flag=True, help="Only check the file and the place, and tell.")
@lang_option
def restore_command(file: Path, keys: tuple[Path, ...], force: bool, dry: bool, lang: str) -> None:
    """Make this machine from the backup in FILE, into IVR_STATE and IVR_DATABASE_URL, which must be empty.

    All of it is checked first; of a backup that cannot be restored nothing is changed. The tables are brought to this
    version. Settings come along, where no .env is here and no keys are set. A PostgreSQL database must be a new one;
    with --force what is in the state folder, a SQLite database too, is put aside and kept. An encrypted one lies
    decrypted in TMPDIR for as long as it is read; --key is a file with a key of age, or an SSH private key.

    \b
    Example:  ivr restore /mnt/safe/ivr-monday.zip --dry-run
              ivr restore /mnt/safe/ivr-monday.zip.age --key ivr-backup.key
    """
    where = load_whereabouts()
    database = open_database(where.database_url, PATIENCE, lock_folder=where.state)
    place = RestoringPlace(database, where.state)
    try:
        with (
            told_in(lang),
            encrypting.decrypted(file, encrypting.keys_of(keys)) as whole,
            open_archive(whole) as archive,
        ):
            _restore(file, archive, place, force=force, dry=dry, lang=lang)
    finally:
        database.close()


def _restore(file: Path, archive: Archive, place: RestoringPlace, *, force: bool, dry: bool, lang: str) -> None:
    now, manifest = datetime.now(UTC), archive.manifest
    archive.check()
    check_place(archive, place, force=force)
    keys_come_along = _check_keys(manifest, force=force)
    _tell(said("{file}: {contents}", file=file, contents=contents(manifest)), lang)
    to = {"state": place.state, "database": place.database.name}
    if dry:
        _tell(said("All of it is as it was written. It would be restored to {state} and {database}.", **to), lang)
        return
    done = restore(archive, place, lambda: _put_settings(archive, keys_come_along, lang), now, force=force)
    for told in (said("Restored to {state} and {database}.", **to), NOTHING, lost(manifest, done, now), NOTHING):
        _tell(told, lang)
    if keys_come_along and not manifest.keys:
        _tell(NO_KEYS, lang)
    click.echo(in_language(PUT_BACK, lang) + NEXT)


def _tell(sentence: Sentence, lang: str, *, err: bool = False) -> None:
    click.echo(in_language(sentence, lang), err=err)


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
        why = said(
            "{names} here is not the one of the backup: calls in hand, references to come and what was entered in "
            "private need the one of before. Set it, or add --force",
            names=other[0] if len(other) == 1 else said("{one} and {other}", one=other[0], other=other[1]),
        )
        raise BackupRefused(why)
    return not here


def _put_settings(archive: Archive, keys_come_along: bool, lang: str) -> None:
    """Write the settings where no keys are set: as the file that is read, or beside one that is there."""
    if keys_come_along and (text := archive.text(SETTINGS)):
        file = BESIDE if DOTENV.exists() else DOTENV
        write_whole(file, text.encode(), private=True)
        _tell(said("The settings of the backup are in {file}.", file=file.absolute()), lang)
        if file == BESIDE:
            _tell(said("{file} is as it was, and has no keys: take them over from there.", file=DOTENV), lang)


def _would_hold(source: BackupSource, to: str) -> Sentence:
    files = [source.state / name for name in state_files(source.state)]
    size = sum(file.stat().st_size for file in files) / 1e6
    told = {"to": to, "database": source.database.name, "count": f"{len(files):,}", "state": source.state}
    megabytes = f"{size:,.1f}"
    if source.keys:
        return said(
            "Nothing was written. {to} would hold the database {database}, {count} files of {state} ({megabytes} MB), "
            "and the settings with keys.",
            megabytes=megabytes,
            **told,
        )
    return said(
        "Nothing was written. {to} would hold the database {database}, {count} files of {state} ({megabytes} MB), and "
        "the settings without keys.",
        megabytes=megabytes,
        **told,
    )
