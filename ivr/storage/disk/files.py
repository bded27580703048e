"""Files under a hash, written whole or not at all."""

import os
import re
import threading
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
OTHERS = 0o077  # what others may do, in the mode of a file
HASH = re.compile(r"[0-9a-f]{16,128}")


def private_folder(folder: Path) -> None:
    """Make a folder of ours unless it is there, and let nobody into it but who runs this. Raises OSError."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    make_private(folder, PRIVATE_FOLDER)


def make_private(path: Path, mode: int = PRIVATE_FILE) -> None:
    """Take away what others may do with a file or folder of ours. Raises OSError."""
    status = path.stat()
    if status.st_mode & OTHERS and status.st_uid == os.geteuid():
        path.chmod(mode)


def privately(path: str, flags: int) -> int:
    """An opener for `open`: a file that it makes nobody else may read."""
    return os.open(path, flags, PRIVATE_FILE)


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put `content` at `path`; whoever reads it sees the old content or the new, never a part. Raises OSError.

    What is `private` nobody else may read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.unfinished")
    try:
        with open(unfinished, "wb", opener=privately if private else None) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def rewrite_whole(path: Path, content: bytes) -> None:
    """Put other content into a file that is there, at once or not at all, with the rights it had. Raises OSError."""
    target = path.resolve()
    rights = target.stat().st_mode & 0o777
    beside = target.with_name(f".{target.name}.{os.getpid()}.rewriting")
    try:
        beside.write_bytes(content)
        beside.chmod(rights)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_hash(name: str) -> bool:
    """Whether `name` is a hash in hexadecimal, and so a safe name for a file."""
    return HASH.fullmatch(name) is not None
