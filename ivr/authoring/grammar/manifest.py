"""What each recording says: `prompts/<language>/recordings.yaml`, which `ivr prompts` writes.

```yaml
version: 1
recordings:
  city/about:
    says: A computer answers this line, day and night.
    text: 9f86d081884c7d65
    sound: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
    kind: studio
    date: 2026-11-23
    by: wong
```

- `says` is the text that was read aloud, for people; `text` is its hash, by which a changed text is noticed
- `sound` is the SHA-256 of the recording, so that another sound under the same name is noticed too
- `kind` is `studio` (a person's voice) or `draft` (a machine's); `date` and `by` tell when and by whom it was made
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, Field

from ivr.authoring.grammar import FilePart, Version
from ivr.authoring.yaml.marks import Document
from ivr.engine.seasonal import Day

RecordingKind = Literal["studio", "draft"]
HEAD = "# What each recording says. Written by `ivr prompts`; whatever says something else is not played.\n"
HASH_LENGTH = 16


def _one_line(text: str) -> str:
    return " ".join(text.split())


class Note(FilePart):
    """What one recording says."""

    says: Annotated[str, AfterValidator(_one_line)]
    text: str
    sound: str
    kind: RecordingKind
    date: Day
    by: str = ""


class ManifestFile(FilePart):
    """All of a `recordings.yaml`."""

    version: Version
    recordings: dict[str, Note] = Field(default={})


@dataclass(frozen=True)
class Manifest:
    """A `recordings.yaml` that was read: the notes by node, and where they stand."""

    document: Document
    notes: Mapping[str, Note] = field(default_factory=dict)


def manifest_path(language: str) -> str:
    """Where the notes about a language's recordings are kept."""
    return f"prompts/{language}/recordings.yaml"


def text_hash(words: str) -> str:
    """The hash by which a text is known again: 16 hexadecimal digits, whatever the spaces in it."""
    return hashlib.sha256(_one_line(words).encode()).hexdigest()[:HASH_LENGTH]


def note(words: str, sound: str, kind: RecordingKind, day: str, by: str) -> Note:
    """The note about a recording (`sound` is its SHA-256) that says `words`."""
    return Note(says=words, text=text_hash(words), sound=sound, kind=kind, date=day, by=by)


def written(notes: Mapping[str, Note]) -> str:
    """The text of a `recordings.yaml`."""
    kept = {node: notes[node].model_dump(exclude_defaults=True) for node in sorted(notes)}
    body = yaml.safe_dump({"version": 1, "recordings": kept}, allow_unicode=True, sort_keys=False, width=10_000)
    return HEAD + body
