"""Files under a hash, written whole or not at all."""

import os
import re
import threading
from pathlib import Path

HASH = re.compile(r"[0-9a-f]{16,128}")


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`; whoever reads it sees the old content or the new, never a part. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def is_hash(name: str) -> bool:
    """Whether `name` is a hash in hexadecimal, and so a safe name for a file."""
    return HASH.fullmatch(name) is not None
