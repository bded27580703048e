"""The recordings of a site's folder: what they speak, and keeping new ones with a note of what they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.authoring.checking.loading import edition_of
from ivr.authoring.grammar.manifest import Note, RecordingKind, manifest_path, note, written
from ivr.authoring.site.files import hash_of, read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.prompts import SpokenText, spoken_texts
from ivr.authoring.site.wave import why_not_playable
from ivr.engine.edition import Edition
from ivr.errors import SoundRefused
from ivr.storage.disk.files import write_whole


@dataclass
class RecordingFiles:
    """A site's folder, its edition, every text it can speak, and the notes about its recordings by language."""

    folder: Path
    edition: Edition
    texts: tuple[SpokenText, ...]
    notes: dict[str, dict[str, Note]]
    _changed: set[str] = field(default_factory=set)

    def keep(self, text: SpokenText, sound: bytes, kind: RecordingKind, by: str) -> None:
        """Keep the recording of a text and note what it says. Raises SoundRefused for one that cannot be played."""
        why = why_not_playable(sound)
        if why:
            raise SoundRefused(f"{text.file}: {why}")
        day = datetime.now(ZoneInfo(self.edition.zone)).date().isoformat()
        write_whole(self.folder / text.file, sound)
        self.notes.setdefault(text.language, {})[text.at] = note(text.text, hash_of(sound), kind, day, by)
        self._changed.add(text.language)

    def write_notes(self) -> None:
        """Write the notes that have changed."""
        for language in self._changed:
            write_whole(self.folder / manifest_path(language), written(self.notes[language]).encode())
        self._changed.clear()


@contextmanager
def recording_files(folder: Path) -> Iterator[RecordingFiles]:
    """The recordings of a site; whatever was kept is noted in the end. Raises SiteRefused for a site with errors."""
    files = read_folder(folder)
    edition, (site, _) = edition_of(files), gather(files)
    notes = {language: dict(manifest.notes) for language, manifest in site.manifests.items()}
    opened = RecordingFiles(folder, edition, spoken_texts(site, edition), notes)
    try:
        yield opened
    finally:
        opened.write_notes()
