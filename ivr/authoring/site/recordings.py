"""The recordings of a site, and whether each still says what the site says: only then is it played.

A recording whose text has changed, of which nobody noted what it says, or whose words change from call to call is left
out of the edition, and the text is spoken. So no caller hears words that disagree with the keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.authoring.grammar.manifest import Note, text_hash
from ivr.authoring.site import Site
from ivr.engine.edition import Edition
from ivr.engine.recorded_words import words_to_record

Standing = Literal["played", "stale", "unknown", "not recordable"]


@dataclass(frozen=True)
class Recording:
    """A recording of a node in a language.

    `sound` is its SHA-256, `words` are what the node says now (None when that cannot be recorded), `note` is what was
    noted when it was made.
    """

    language: str
    node: str
    sound: str
    words: str | None
    note: Note | None

    @property
    def file(self) -> str:
        """Where it is kept."""
        return recording_path(self.language, self.node)

    @property
    def standing(self) -> Standing:
        """Whether it is played, and why not."""
        if self.words is None:
            return "not recordable"
        if self.note is None or self.note.sound != self.sound:
            return "unknown"
        return "played" if self.note.text == text_hash(self.words) else "stale"


def recording_path(language: str, node: str) -> str:
    """Where the recording of a node is kept."""
    return f"prompts/{language}/{node}.wav"


def recordings_of(site: Site) -> Iterator[tuple[tuple[str, str], str]]:
    """The recordings by language and node, whether or not there are such: prompts/<language>/<node>.wav."""
    for path, name in site.files.recordings.items():
        _, language, node = path.removesuffix(".wav").split("/", 2)
        yield (language, node), name


def recordings_in(site: Site, edition: Edition) -> Iterator[Recording]:
    """The recordings of nodes and languages that `edition`, made of `site`, has."""
    for (language, node), sound in recordings_of(site):
        if language in edition.languages and node in edition.nodes:
            noted = site.manifests[language].notes.get(node) if language in site.manifests else None
            yield Recording(language, node, sound, words_to_record(edition, language, node), noted)


def played_recordings(site: Site, edition: Edition) -> Mapping[tuple[str, str], str]:
    """The recordings that callers hear, by language and node."""
    return {
        (recording.language, recording.node): recording.sound
        for recording in recordings_in(site, edition)
        if recording.standing == "played"
    }
