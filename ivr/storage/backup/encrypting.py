"""A backup encrypted for somebody who has a key that this machine need not have: the format of age, read by `age` too.

It is authenticated piece by piece and to its end, so that a file that was changed, cut or lengthened is noticed.
Source: age-encryption.org/v1.
"""

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from ivr.errors import BackupRefused
from ivr.storage.backup.archive import unusable
from ivr.storage.backup.taking import refuse_what_is_there
from ivr.storage.disk.files import privately, sync_folder
from ivr.translation import said

ENDING = ".age"
BEGINNING = b"age-encryption.org/v1\n"
PRIVATE_SSH = b"-----BEGIN"
LARGEST_KEY_FILE = 100_000  # bytes
RECIPIENT = "# public key: {recipient}\n"
Recipients = Sequence[Any]  # of pyrage, which has no common kind for them
Keys = Sequence[Any]


def new_key(path: Path) -> str:
    """Make a key in a file that only its owner may read; whom backups are encrypted for. Raises BackupRefused."""
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    try:
        with open(path, "x", encoding="ascii", opener=privately) as file:
            file.write(f"{RECIPIENT.format(recipient=recipient)}{key}\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BackupRefused(said("{file} is there already; name a file that is not", file=path)) from None
    except OSError as error:
        raise unusable(path, error) from error
    return recipient


def recipients_of(given: Sequence[str]) -> Recipients:
    """Whom to encrypt for: each an age or SSH public key, or a file with one a line. Raises BackupRefused."""
    return [_recipient(line) for each in given for line in _lines_of(each)]


def _lines_of(given: str) -> Iterator[str]:
    if given.startswith(("age1", "ssh-")):
        yield given
        return
    lines = [line.strip() for line in _read(Path(given)).decode("utf-8", "replace").splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise BackupRefused(said("there is no public key in {file}", file=given))
    yield from found


def _recipient(line: str) -> Any:
    kind = pyrage.ssh if line.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(line)
    except pyrage.RecipientError:
        shown = f"{line[:20]}…" if line.startswith(("age1", "ssh-")) else "?"  # it may be a secret key
        raise BackupRefused(
            said("{key} is no public key; write one that begins with age1, ssh-ed25519 or ssh-rsa", key=shown)
        ) from None


def keys_of(paths: Sequence[Path]) -> Keys:
    """The keys in files: of age, one a line, or a private key of SSH without a passphrase. Raises BackupRefused."""
    return [key for path in paths for key in _keys_in(path)]


def _keys_in(path: Path) -> Iterator[Any]:
    content = _read(path)
    try:
        if content.lstrip().startswith(PRIVATE_SSH):
            yield pyrage.ssh.Identity.from_buffer(content)
            return
        lines = (line.strip() for line in content.decode("ascii", "replace").splitlines())
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        raise BackupRefused(
            said("{file} is no key of age, and no private key of SSH without a passphrase", file=path)
        ) from None
    if not keys:
        raise BackupRefused(said("there is no key in {file}", file=path))
    yield from keys


def encrypt(path: Path, target: BinaryIO, recipients: Recipients) -> None:
    """Write what is at a path, encrypted, piece by piece. Raises OSError."""
    with path.open("rb") as content:
        try:
            pyrage.encrypt_io(content, target, recipients)
        except pyrage.EncryptError as error:  # such as what the disk said
            raise OSError(errno.EIO, str(error)) from error


def keep_encrypted_at(path: Path, to: Path, recipients: Recipients) -> None:
    """Put a backup that was taken where it belongs, encrypted; whole or not at all. Raises BackupRefused."""
    refuse_what_is_there(to)
    unfinished = to.with_name(f"{to.name}.{os.getpid()}.unfinished")
    try:
        with open(unfinished, "xb", opener=privately) as file:
            encrypt(path, file, recipients)
            file.flush()
            os.fsync(file.fileno())
        refuse_what_is_there(to)
        unfinished.replace(to)
        sync_folder(to.parent)
    except OSError as error:
        raise unusable(to, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def decrypted(path: Path, keys: Keys) -> Iterator[Path]:
    """A backup as it was before it was encrypted, in a file that is gone afterwards; one that never was, as it stands.

    Raises BackupRefused, also where none of the keys is one that it was encrypted for.
    """
    if not _is_encrypted(path):
        yield path
        return
    if not keys:
        raise BackupRefused(said("{file} is encrypted: name the file of its key with --key", file=path))
    with tempfile.TemporaryDirectory(prefix="ivr-restore-") as folder:
        whole = Path(folder) / "backup.zip"
        _decrypt(path, whole, keys)
        yield whole


def _decrypt(path: Path, whole: Path, keys: Keys) -> None:
    try:
        with path.open("rb") as content, open(whole, "xb", opener=privately) as file:
            pyrage.decrypt_io(content, file, keys)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BackupRefused(said("{file} is encrypted for another key", file=path)) from None
        raise BackupRefused(said("{file} is damaged: its beginning is not as it was", file=path)) from None
    except OSError as error:
        if error.errno is None:  # what age says of a piece that is not as it was written
            raise BackupRefused(said("{file} was cut or changed: it is not what was encrypted", file=path)) from None
        raise unusable(whole, error) from error


def _is_encrypted(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(BEGINNING)) == BEGINNING
    except OSError as error:
        raise unusable(path, error) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_KEY_FILE)
    except OSError as error:
        raise unusable(path, error) from error
