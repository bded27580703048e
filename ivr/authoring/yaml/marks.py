"""A YAML file as it was written: its values, all of them text, and where each one stands."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.authoring.problems import Level, Problem
from ivr.translation import NOTHING, Sentence

Path = tuple[str, ...]
Written = str | list["Written"] | dict[str, "Written"]


LONGEST_TEXT = 50  # lines


class FilePlace(NamedTuple):
    """Words in a file: line and column count from 1, `end_column` is the first column after them."""

    line: int
    column: int
    end_column: int


@dataclass
class Document:
    """One file: `value` holds mappings, lists and text; `names` and `values` tell where settings and values stand."""

    file: str
    text: str
    whole: bool = False  # read to its end
    left_out: bool = False  # something was written twice and the second time left out, or has nothing behind it
    value: Written = ""
    names: dict[Path, FilePlace] = field(default_factory=dict)
    values: dict[Path, FilePlace] = field(default_factory=dict)

    def place_of(self, path: Path, *, name: bool = False) -> FilePlace:
        """Where the value at `path` stands (or, with `name`, the setting's name).

        A step that is not written (a default, a shorthand) stands where the last written one does.
        """
        while path and path not in self.values:
            path, name = path[:-1], False
        if name or self._spreads(path):
            return self.names.get(path) or self.values.get(path, FilePlace(1, 1, 2))
        return self.values.get(path, FilePlace(1, 1, 2))

    def place_of_word(self, path: Path, word: str) -> FilePlace:
        """Where `word` stands in the text at `path`; the whole text where it cannot be found."""
        place = self.place_of(path)
        lines = self.text.splitlines()[place.line - 1 : place.line + LONGEST_TEXT]
        for below, line in enumerate(lines):
            column = line.find(word, place.column - 1 if below == 0 else 0)
            if column >= 0:
                return FilePlace(place.line + below, column + 1, column + 1 + len(word))
        return place

    def problem_with_word(
        self, path: Path, word: str, rule: str, message: Sentence, hint: Sentence = NOTHING, level: Level = "error"
    ) -> Problem:
        """A problem with one word of the text at `path`."""
        return Problem(self.file, *self.place_of_word(path, word), rule, message, hint, level)

    def problem(
        self,
        path: Path,
        rule: str,
        message: Sentence,
        hint: Sentence = NOTHING,
        *,
        name: bool = False,
        level: Level = "error",
    ) -> Problem:
        """A problem with what stands at `path`."""
        return Problem(self.file, *self.place_of(path, name=name), rule, message, hint, level)

    def at(self, path: Path) -> Written | None:
        """What is written at `path`, None when nothing is."""
        found: Written | None = self.value
        for step in path:
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            else:
                return None
        return found

    def left_empty(self, path: Path) -> bool:
        """Whether a setting has nothing behind it, not even quotes; that is told of when the file is read."""
        place = self.values.get(path)
        if place is None or self.at(path) != "":
            return False
        return self.text.splitlines()[place.line - 1][place.column - 1 : place.column] not in ("'", '"')

    def _spreads(self, path: Path) -> bool:
        """Whether the value is a group of settings, which is better pointed at by its name."""
        return isinstance(self.at(path), dict | list) and path in self.names
