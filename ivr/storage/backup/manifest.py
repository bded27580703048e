"""What a backup says of itself: of which version it is, how much is in it, and what each file must be."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

NAME = "manifest.json"
DATABASE, SETTINGS, STATE = "database.db", "settings.env", "state/"


def _within(name: str) -> str:
    """A name that leads nowhere but into the folder that it is put into."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
        raise ValueError(f"{name} is no name of a file")
    return name


class Strict(BaseModel):
    """Nothing else than what is declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SealedFile(Strict):
    """How many bytes a file has, and their SHA-256."""

    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class LastEntry(Strict):
    """The last row of the journal: what callers did behind it is not in the backup."""

    id: int
    at: datetime


class BackupManifest(Strict):
    """The whole of it. `rows` are those of each table; `keys` whether secrets are in it; `marks` tell keys apart."""

    format: Literal[1] = 1
    version: str
    revision: str
    taken_at: datetime
    kind: Literal["sqlite", "postgresql"]
    rows: Mapping[str, int]
    last_entry: LastEntry | None
    keys: bool
    marks: Mapping[str, str]
    files: Mapping[Annotated[str, AfterValidator(_within)], SealedFile]

    @property
    def state_files(self) -> tuple[str, ...]:
        """The files of the state folder, by their path in it."""
        return tuple(name.removeprefix(STATE) for name in self.files if name.startswith(STATE))

    @property
    def waiting(self) -> int:
        """How many turns wait in it for the database."""
        return sum(name.startswith("spool/") and name.endswith(".json") for name in self.state_files)


def mark_of_key(key: str) -> str:
    """What tells whether two keys are the same, and from which none can be read: keys are long and random."""
    return hmac.digest(key.encode(), b"the mark of a key in a backup", hashlib.sha256).hex()[:32]
