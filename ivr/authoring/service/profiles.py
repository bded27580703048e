"""The profiles of good service, and which limit of those that a site follows is the strictest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ivr.authoring.problems import Level
from ivr.authoring.site import Site
from ivr.translation import Sentence, said

NAMES = ("house", "ireland", "india", "asnzs")
WEIGHTY = frozenset(
    {"levels", "seconds_to_language", "seconds_to_first_option", "seconds_to_answer", "tries", "officer_key"}
)
"""What costs callers most: depth, seconds, and the way to a person. Only these are errors where a site is strict."""


@dataclass(frozen=True)
class Limit:
    """What one profile says of a topic: a number (`most` or `least`), keys, or only that it holds; and who says so."""

    topic: str
    source: Sentence
    level: Level = "warning"
    most: float | None = None
    least: float | None = None
    unless_heard_within: float | None = None
    keys: tuple[str, ...] = ()

    @property
    def strictness(self) -> float:
        """The smaller, the stricter."""
        if self.most is not None:
            return self.most + (0.5 if self.unless_heard_within else 0)
        return -(self.least or 0)


def limit_of(site: Site, topic: str) -> Limit | None:
    """The strictest limit on a topic of the profiles that the site follows, None where none speaks of it."""
    if site.flows is None:
        return None
    strict = site.flows.service.strict and topic in WEIGHTY
    told = [found for name in site.flows.service.profiles if (found := profile(name).get(topic))]
    strictest = min(told, key=lambda limit: limit.strictness, default=None)
    return replace(strictest, level="error") if strictest and strict else strictest


def profile_in(country: str) -> str:
    """The profile of a country (ISO 3166) of its own; empty where there is none."""
    return next((name for name in NAMES if country in _written(name).get("countries", ())), "")


@cache
def profile(name: str) -> Mapping[str, Limit]:
    """The limits of a profile by topic; none for a name that is no profile's."""
    if name not in NAMES:
        return {}
    return {topic: _limit(topic, told) for topic, told in _written(name)["limits"].items()}


@cache
def _written(name: str) -> Mapping[str, Any]:
    """What stands in the file of a profile."""
    written: Mapping[str, Any] = yaml.safe_load((files("ivr.authoring.service") / f"{name}.yaml").read_text("utf-8"))
    return written


def _limit(topic: str, told: Mapping[str, object]) -> Limit:
    keys = told.get("keys", ())
    return Limit(
        topic,
        said(str(told["source"])),
        most=_number(told, "most"),
        least=_number(told, "least"),
        unless_heard_within=_number(told, "unless_heard_within"),
        keys=tuple(keys) if isinstance(keys, list) else (),
    )


def _number(told: Mapping[str, object], name: str) -> float | None:
    return float(str(told[name])) if name in told else None
