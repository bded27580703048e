"""What FreeSWITCH plays: a text after `say:`, a phrase macro, a tone, or a sound file.

The words of a phrase macro are those it speaks, and those that a list of recordings (phrase_en.xml) gives for the files
it plays: `<prompt phrase="Please press" filename="vm-press.wav"/>`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from ivr.importing.spoken import plain
from ivr.plain_xml import Element

LONGEST_ARGUMENT = 20
DEEPEST = 10  # phrases that speak other phrases
_QUIET = ("silence_stream:", "tone_stream:")


class Sound(NamedTuple):
    """The text of a sound; and what is played whose words only a program or a file knows."""

    text: str
    played: str = ""


@dataclass
class KnownSounds:
    """The phrase macros and the words of recordings that are known."""

    macros: dict[str, Element] = field(default_factory=dict)
    recorded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[Element]) -> "KnownSounds":
        """All that the files tell; of two with one name the first counts."""
        known = cls()
        for root in roots:
            for macro in root.all("macro"):
                known.macros.setdefault(macro.attributes.get("name", ""), macro)
            for prompt in root.all("prompt"):
                file = _name(prompt.attributes.get("filename", ""))
                known.recorded.setdefault(file, plain(prompt.attributes.get("phrase", "")))
        return known

    def heard(self, given: str) -> Sound:
        """What an attribute such as greet-long lets callers hear."""
        parts = list(self._parts(given.strip(), 0))
        unknown = dict.fromkeys(part.played for part in parts if part.played)
        return Sound(_joined(part.text for part in parts), ", ".join(unknown))

    def _parts(self, text: str, depth: int) -> Iterator[Sound]:
        if text.startswith("say:"):
            yield _spoken(text.removeprefix("say:").strip())
        elif text.startswith("phrase:"):
            name, _, argument = text.removeprefix("phrase:").partition(":")
            if name in self.macros and depth < DEEPEST:
                yield from self._phrase(self.macros[name], argument, depth)
            else:
                yield Sound("", f'the phrase "{name[:80]}"')
        elif text.startswith(_QUIET):
            yield Sound(".")
        elif words := self.recorded.get(_name(text)):
            yield Sound(words)
        elif text:
            yield Sound("", f'the recording "{text[:80]}"')

    def _phrase(self, macro: Element, argument: str, depth: int) -> Iterator[Sound]:
        """What is done where the first pattern that fits the argument matches."""
        fits = (each for each in macro.all("input") if _fits(each.attributes.get("pattern", ""), argument))
        chosen = next(fits, None)
        if chosen is None:
            yield Sound("", f'the phrase "{macro.attributes["name"][:80]}"')
        for action in _actions(chosen):
            function, data = action.attributes.get("function", ""), action.attributes.get("data", "")
            if function == "play-file":
                yield from self._parts(data, depth + 1)
            elif function == "speak-text":
                yield _spoken(data.replace("$1", argument) if argument else data)
            elif function == "phrase":
                yield from self._parts(f"phrase:{action.attributes.get('phrase', '')}:{data}", depth + 1)
            elif function == "say":
                yield Sound("", f'a value that is spoken ("{data[:40]}")')


def _actions(chosen: Element | None) -> list[Element]:
    """What is done where a pattern matches; all of it where nothing is said of a match."""
    if chosen is None:
        return []
    return [action for part in chosen.all("match") or [chosen] for action in part.all("action")]


def _fits(pattern: str, argument: str) -> bool:
    """Whether a pattern takes the argument; long ones are not tried, since some patterns take for ever."""
    try:
        return len(argument) > LONGEST_ARGUMENT or bool(re.search(pattern, argument))
    except re.error:
        return True


def _spoken(text: str) -> Sound:
    if re.search(r"\$\$?\{|\$[0-9a-z]", text):
        return Sound("", f'a text with variables ("{text[:60]}")')
    return Sound(text.replace("{", "{{").replace("}", "}}"))


def _joined(texts: Iterable[str]) -> str:
    """One text of many pieces: a sentence ends at a pause, behind a key, and before a capital letter."""
    whole = ""
    for text in (each.strip() for each in texts if each.strip()):
        ends = text == "." or re.search(r"\b(?:press|key) [0-9*#]$|[0-9]$", whole) or text[0].isupper()
        stop = "." if whole and ends and whole[-1] not in ".!?,;:。！？，" else ""
        whole = f"{whole}{stop} {'' if text == '.' else text}".strip()
    return whole


def _name(file: str) -> str:
    """A recording's name without its folder and its ending, as one list is for every rate and format."""
    return PurePosixPath(file.replace("\\", "/")).stem.lower() if file else ""
