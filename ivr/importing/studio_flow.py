"""A Studio flow as it was read: its widgets by name, and where they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.importing.draft import Spot
from ivr.importing.json_reading import Steps
from ivr.importing.names import slug
from ivr.importing.studio_conditions import AskedGather, asked, asked_by, key_said, values_of, words_of

_VARIABLE = re.compile(r"\{\{\s*flow\.variables\.([^.{}|\s]+)\s*\}\}")
GOES_ON = ("success", "sent", "completed", "return", "next", "audioComplete", "callCompleted", "callComplete")
ON_THE_WAY = ("say-play", "set-variables", "make-http-request", "run-function", "run-subflow", "send-message")


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

    @property
    def language(self) -> str:
        """The language of its text by the code of a site, such as yue for zh-HK; empty where it is not told."""
        tag = self.text("language").lower().replace("_", "-")
        subtags = tag.split("-")
        if subtags[0] in ("zh", "cmn", "yue"):
            return "yue" if {"yue", "hk", "mo"} & set(subtags) else "cmn"
        return subtags[0] if re.fullmatch("[a-z]{2,3}", subtags[0]) else ""

    @property
    def onward(self) -> str:
        """Where a call goes behind a widget that is not carried over: as if it had worked; empty when it ends."""
        found = (self.next(event) for event in GOES_ON)
        return next((to for to in found if to), "") or next((str(way["next"]) for _, way in self.ways()), "")

    def matches(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The transitions of a split that have a condition, those that end the call among them."""
        given = self.state.get("transitions")
        all_given = enumerate(given if isinstance(given, list) else ())
        return [(at, each) for at, each in all_given if isinstance(each, dict) and each.get("event") == "match"]


class SplitCondition(NamedTuple):
    """One of the ways of a split that a gather is followed by, and the keys and the words that lead there."""

    split: Widget
    at: int
    way: Mapping[str, Any]
    keys: tuple[str, ...]
    words: tuple[str, ...]


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

    def conditions(self, gather: Widget) -> list[SplitCondition]:
        """What the splits behind a gather look at: the keys pressed there, and the words said."""
        found: list[SplitCondition] = []
        for name in dict.fromkeys((gather.next("keypress"), gather.next("speech"))):
            split = self.widgets.get(name)
            if split and split.kind == "split-based-on":
                found += [
                    _read(split, at, way) for at, way in split.matches() if _asked(split, way).gather == gather.name
                ]
        return found

    def is_menu(self, gather: Widget) -> bool:
        """Whether callers choose by single keys, or only by what they say: gather and splits are one menu then."""
        conditions = self.conditions(gather)
        only_said = gather.next("keypress") in ("", gather.next("speech"))
        return any(key in KEY_OF_DIGIT for each in conditions for key in each.keys if not each.words) or (
            only_said and any(each.words or each.keys for each in conditions)
        )

    def returns(self, name: str, to: str) -> bool:
        """Whether a way leads back to `to` without asking anything on it."""
        seen: set[str] = set()
        while name in self.widgets and name not in seen:
            if name == to:
                return True
            seen.add(name)
            name = self.widgets[name].onward if self.widgets[name].kind in ON_THE_WAY else ""
        return False

    def asking_behind(self, name: str) -> Widget | None:
        """The widget that a way comes to behind what is only said or done; None where it just ends."""
        seen: set[str] = set()
        while name in self.widgets and name not in seen:
            seen.add(name)
            if self.widgets[name].kind not in ON_THE_WAY:
                return self.widgets[name]
            name = self.widgets[name].onward
        return None

    def led_to(self, first: str) -> dict[str, tuple[str, str]]:
        """All that a call can come to from a widget, nearest first: the widget before it, and the event between."""
        found = {first: ("", "")}
        for name in (waiting := [first]):
            for _, way in self.widgets[name].ways() if name in self.widgets else ():
                if way["next"] not in found:
                    found[way["next"]] = (name, str(way.get("event", "")))
                    waiting.append(way["next"])
        return found

    def field_asked_by(self, name: str) -> str:
        """The field that a gather of that name keeps, empty where it keeps none."""
        gather = self.widgets.get(name)
        asks = gather and gather.kind == "gather-input-on-call" and gather.next("keypress") and not self.is_menu(gather)
        return self.field(name) if asks else ""

    def field(self, name: str) -> str:
        """The name of a field, made of a variable's or a widget's."""
        return slug(name) or "field"

    def switched(self, split: Widget) -> str | None:
        """The field that a split goes by, None where it goes by something else."""
        variable = _VARIABLE.fullmatch(split.text("input").strip())
        asks = asked(split.text("input"))
        field_ = (
            self.field(variable[1]) if variable else self.field_asked_by(asks.gather if asks.what == "Digits" else "")
        )
        told = any(values_of(way) for _, way in split.matches())
        return field_ if field_ and told else None


def _asked(split: Widget, way: Mapping[str, Any]) -> AskedGather:
    return asked_by(way, split.text("input"))


def _read(split: Widget, at: int, way: Mapping[str, Any]) -> SplitCondition:
    """A condition with its keys, or with its words; words that only name a key are that key."""
    if _asked(split, way).what == "Digits":
        return SplitCondition(split, at, way, values_of(way) or (), ())
    said = words_of(way) or ()
    keys = tuple(key for each in said if (key := key_said(each)))
    return SplitCondition(split, at, way, keys, tuple(each for each in said if not key_said(each)))
