"""How much room a disk has: bytes, and inodes where its kind counts them."""

import os
from dataclasses import dataclass
from pathlib import Path

LITTLE = 1.0  # GB
LITTLE_PERCENT = 5
NOT_COUNTED = 100  # per cent of the inodes, where a disk has as many as it needs


@dataclass(frozen=True)
class Room:
    """The disk of a folder: how much is free, in GB, in per cent, and of its inodes; whether that is little."""

    folder: Path
    free: float
    percent: int
    inodes_percent: int = NOT_COUNTED

    @property
    def is_little(self) -> bool:
        """Whether calls that are kept on it may soon find no room."""
        return self.percent < LITTLE_PERCENT or self.free < LITTLE or self.inodes_percent < LITTLE_PERCENT


def room_of(folder: Path) -> Room | None:
    """The room on the disk of a folder, for who is not root; None when it cannot be asked."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    inodes = round(100 * found.f_favail / found.f_files) if found.f_files else NOT_COUNTED
    free, whole = found.f_bavail * found.f_frsize, max(found.f_blocks * found.f_frsize, 1)
    return Room(folder, free / 1e9, round(100 * free / whole), inodes)
