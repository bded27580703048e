"""A Studio flow as it was read: its widgets by name, and where they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.importing.draft import Spot
from ivr.authoring.importing.json_reading import Steps
from ivr.authoring.importing.names import slug
from ivr.authoring.importing.spoken import plain
from ivr.engine.grammar import KEY_OF_DIGIT

_DIGITS_OF = re.compile(r"\{\{\s*widgets\.([^.{}|]+)\.Digits\s*\}\}")
_VARIABLE = re.compile(r"\{\{\s*flow\.variables\.([^.{}|\s]+)\s*\}\}")
EQUAL = ("equal_to", "matches_any_of")


@dataclass(frozen=True)
class Widget:
    """One widget: a state of the flow, and the path to it."""

    state: Mapping[str, Any]
    path: Steps

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.state["name"])

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.state["type"])

    def text(self, setting: str) -> str:
        """A property as text, empty when there is none."""
        properties = self.state.get("properties")
        value = properties.get(setting) if isinstance(properties, dict) else None
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def number(self, setting: str) -> int:
        """A property as a whole number, 0 when there is none."""
        return int(self.text(setting)) if re.fullmatch(r"[0-9]{1,6}", self.text(setting)) else 0

    def items(self, setting: str) -> list[Mapping[str, Any]]:
        """A property that is a list of groups."""
        properties = self.state.get("properties")
        value = properties.get(setting) if isinstance(properties, dict) else None
        return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []

    def ways(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The transitions that lead somewhere, with their place in the list."""
        given = self.state.get("transitions")
        return [
            (at, each)
            for at, each in enumerate(given if isinstance(given, list) else ())
            if isinstance(each, dict) and isinstance(each.get("next"), str) and each["next"]
        ]

    def next(self, event: str) -> str:
        """Where the call goes on an event, empty when it ends there."""
        return next((str(way["next"]) for _, way in self.ways() if way.get("event") == event), "")

    def matches(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The transitions of a split that have a condition, those that end the call among them."""
        given = self.state.get("transitions")
        all_given = enumerate(given if isinstance(given, list) else ())
        return [(at, each) for at, each in all_given if isinstance(each, dict) and each.get("event") == "match"]


@dataclass
class Flow:
    """All widgets; `used` are those a telephone call comes to."""

    file: str
    spots: Mapping[Steps, Spot]
    widgets: dict[str, Widget] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, widget: Widget) -> None:
        """Take a widget in; of two with one name the first counts."""
        self.widgets.setdefault(widget.name, widget)

    def spot(self, path: Steps) -> Spot:
        """Where the value at a path stands, or the nearest group round it."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, (1, 1))

    def trigger(self, name: str) -> Widget | None:
        """The widget that calls begin at."""
        named = self.widgets.get(name)
        triggers = (widget for widget in self.widgets.values() if widget.kind == "trigger")
        return named if named and named.kind == "trigger" else next(triggers, None)

    def split_of(self, gather: Widget) -> Widget | None:
        """The split that looks at what a gather was given, where that is single keys: both are one menu."""
        split = self.widgets.get(gather.next("keypress"))
        if split is None or split.kind != "split-based-on" or self._gather_of(split) != gather.name:
            return None
        values = [value for _, way in split.matches() for value in values_of(way) or ()]
        return split if any(value in KEY_OF_DIGIT for value in values) else None

    def field_asked_by(self, name: str) -> str:
        """The field that a gather of that name keeps, empty where it keeps none."""
        gather = self.widgets.get(name)
        asks = (
            gather and gather.kind == "gather-input-on-call" and gather.next("keypress") and not self.split_of(gather)
        )
        return self.field(name) if asks else ""

    def field(self, name: str) -> str:
        """The name of a field, made of a variable's or a widget's."""
        return slug(name) or "field"

    def switched(self, split: Widget) -> str | None:
        """The field that a split goes by, None where it goes by something else."""
        variable = _VARIABLE.fullmatch(split.text("input").strip())
        asked = self.field(variable[1]) if variable else self.field_asked_by(self._gather_of(split))
        told = any(values_of(way) for _, way in split.matches())
        return asked if asked and told else None

    @staticmethod
    def _gather_of(split: Widget) -> str:
        found = _DIGITS_OF.fullmatch(split.text("input").strip())
        return found[1] if found else ""


def values_of(way: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The values that one of a split's ways stands for; None where its condition is not one of equality."""
    conditions = way.get("conditions")
    if not isinstance(conditions, list) or len(conditions) != 1 or not isinstance(conditions[0], dict):
        return None
    condition = conditions[0]
    if condition.get("type") not in EQUAL:
        return None
    value = plain(str(condition.get("value", "")))
    return (
        tuple(each.strip() for each in value.split(",")) if condition["type"] == "matches_any_of" else (value.strip(),)
    )
