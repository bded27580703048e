"""Files that others laid down, opened so that nothing keeps a reader waiting, and why one cannot be read."""

import errno
import os
import stat
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path

from ivr.translation import Sentence, as_it_stands, said

WHY: Mapping[int, Sentence] = {
    errno.EACCES: said("this account may not read it"),
    errno.EISDIR: said("it is a folder"),
    errno.ELOOP: said("it is a link that leads round in a circle"),
    errno.ENODEV: said("it is a pipe or a device, and not a file"),
    errno.ENOENT: said("it is not there"),
}


def open_file(path: Path) -> BufferedReader:
    """The file, open for reading. Raises OSError, for a folder, a pipe or a device too."""
    opened = open(path, "rb", opener=_without_waiting)  # noqa: SIM115  # Path.open takes no opener
    if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
        opened.close()
        raise OSError(errno.ENODEV, str(WHY[errno.ENODEV]))
    return opened


def why_not_read(error: OSError) -> Sentence:
    """Why the disk does not give a file, in plain words where there are some."""
    return WHY.get(error.errno or 0) or as_it_stands(error.strerror or str(error))


def _without_waiting(path: str, flags: int) -> int:
    """Open at once: a pipe would wait for somebody to write into it."""
    return os.open(path, flags | os.O_NONBLOCK)
