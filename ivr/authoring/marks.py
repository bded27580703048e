"""A YAML file as it was written: its values, all of them text, and where each one stands."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.authoring.problems import Level, Problem

Path = tuple[str, ...]
Written = str | list["Written"] | dict[str, "Written"]


class Place(NamedTuple):
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
    value: Written = ""
    names: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def place_of(self, path: Path, *, name: bool = False) -> Place:
        """Where the value at `path` stands (or, with `name`, the setting's name).

        A step that is not written (a default, a shorthand) stands where the last written one does.
        """
        while path and path not in self.values:
            path, name = path[:-1], False
        if name or self._spreads(path):
            return self.names.get(path) or self.values.get(path, Place(1, 1, 1))
        return self.values.get(path, Place(1, 1, 1))

    def problem(
        self, path: Path, rule: str, message: str, hint: str = "", *, name: bool = False, level: Level = "error"
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

    def _spreads(self, path: Path) -> bool:
        """Whether the value is a group of settings, which is better pointed at by its name."""
        return isinstance(self.at(path), dict | list) and path in self.names
