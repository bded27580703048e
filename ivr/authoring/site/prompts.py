"""Every text that a hotline can speak, and whether a recording speaks it: what `ivr prompts` lists and exports."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ivr.authoring.grammar.manifest import Note, text_hash
from ivr.authoring.problems import did_you_mean
from ivr.authoring.site import Site
from ivr.authoring.site.recordings import Recording, recording_path, recordings_in
from ivr.authoring.site.texts import texts_of
from ivr.authoring.site.wave import seconds_of
from ivr.engine.edition import Edition
from ivr.engine.recorded_words import words_to_record
from ivr.errors import SoundRefused
from ivr.words import respelt_words, seconds_to_say

State = Literal["spoken", "studio", "draft", "stale", "unknown", "not recordable"]
HASH_IN_NAME = 6  # hexadecimal digits: enough to notice that a text has changed since the studio got it


@dataclass(frozen=True)
class SpokenText:
    """One text in one language.

    `at` is the node that speaks it, or where it is written when it is not a whole recording's text. `state` is how it
    is heard: `spoken` by the carrier's voice, or by a recording (`studio`, `draft`); a recording that is `stale` or of
    `unknown` words is not played. `seconds` are measured of what is played, estimated otherwise. `note` is what was
    noted about its recording. `said` are its words of the pronunciation list.
    """

    language: str
    department: str
    at: str
    text: str
    seconds: float
    state: State
    note: Note | None = None
    said: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """Where its recording is kept."""
        return recording_path(self.language, self.at)

    @property
    def plain_name(self) -> str:
        """How a recording of it may be called, without ending: yue-city-about."""
        return f"{self.language}-{self.at.replace('/', '-')}"

    @property
    def name_to_save_as(self) -> str:
        """How the studio saves it: with the beginning of the text's hash, so that an old text is noticed."""
        return f"{self.plain_name}-{text_hash(self.text)[:HASH_IN_NAME]}.wav"

    @property
    def by_studio(self) -> bool:
        """Whether a person's recording is there, or one that may be a person's."""
        return self.state in ("studio", "unknown") or (self.note is not None and self.note.kind == "studio")


def spoken_texts(site: Site, edition: Edition) -> tuple[SpokenText, ...]:
    """Every text of a site in which nothing is wrong (`edition` is made of it), by language."""
    recorded = {(each.language, each.node): each for each in recordings_in(site, edition)}
    found: list[SpokenText] = []
    for language in edition.languages:
        whole = list(_whole_texts(site, edition, language, recorded))
        found += (*whole, *_other_texts(site, edition, language, " ".join(text.text for text in whole)))
    return tuple(found)


def missing(texts: Sequence[SpokenText]) -> tuple[SpokenText, ...]:
    """The texts without a recording where their department has recordings in their language."""
    records = {(text.department, text.language) for text in texts if text.state not in ("spoken", "not recordable")}
    return tuple(text for text in texts if text.state == "spoken" and (text.department, text.language) in records)


def text_for(texts: Sequence[SpokenText], name: str) -> SpokenText:
    """The text that a recording called `name` (without its ending) speaks. Raises SoundRefused."""
    by_name = {text.plain_name: text for text in texts if text.state != "not recordable"}
    plain, _, given = name.rpartition("-")
    if name in by_name:
        return by_name[name]
    if plain in by_name and re.fullmatch(f"[0-9a-f]{{{HASH_IN_NAME}}}", given):
        text = by_name[plain]
        if text_hash(text.text).startswith(given):
            return text
        raise SoundRefused(
            f'{name}: the text has changed since the studio got it; it is now: "{text.text}". '
            f"If the recording says this, add it as {plain}."
        )
    hint = did_you_mean(name, by_name) or "See the names in: ivr prompts export"
    raise SoundRefused(f'no text is recorded under the name "{name}". {hint}')


def _whole_texts(
    site: Site, edition: Edition, language: str, recorded: Mapping[tuple[str, str], Recording]
) -> Iterator[SpokenText]:
    for node in edition.nodes:
        words = words_to_record(edition, language, node)
        if words is None:
            continue
        recording = recorded.get((language, node))
        state, seconds = _state(recording), seconds_to_say(words, language)
        if recording and state in ("studio", "draft"):
            sound = site.files.sounds.get(recording.sound)
            seconds = seconds_of(sound) if sound else seconds
        department = node.partition("/")[0] if "/" in node else ""
        noted = recording.note if recording else None
        yield SpokenText(language, department, node, words, seconds, state, noted, _said(edition, language, words))


def _state(recording: Recording | None) -> State:
    if recording is None:
        return "spoken"
    if recording.standing == "played" and recording.note:
        return recording.note.kind
    return "stale" if recording.standing == "stale" else "unknown"


def _other_texts(site: Site, edition: Edition, language: str, said: str) -> Iterator[SpokenText]:
    """The texts that no recording speaks as a whole: parts of an answer looked up, titles, phrases."""
    for written in texts_of(site):
        text = written.by_language.get(language, "")
        if text and text not in said:
            department = written.placed.department if written.placed else ""
            yield _changing(edition, language, department, written.at, text)
    for name, text in edition.phrases[language].items():
        if text not in said:
            yield _changing(edition, language, "", f"phrase {name}", text)


def _changing(edition: Edition, language: str, department: str, at: str, text: str) -> SpokenText:
    seconds = seconds_to_say(text, language)
    return SpokenText(language, department, at, text, seconds, "not recordable", said=_said(edition, language, text))


def _said(edition: Edition, language: str, text: str) -> tuple[tuple[str, str], ...]:
    return tuple(respelt_words(text, edition.languages[language].pronunciation))
