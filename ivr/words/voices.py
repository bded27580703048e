"""The voices that the carrier speaks with; where the list is from stands in it."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

BASIC = ("man", "woman", "alice")
"""The carrier's own, which speak several languages."""


def voices_of(say: str) -> tuple[str, ...]:
    """The voices that speak a language, by the carrier's name of it."""
    return voices().get(say, ())


def speaks(voice: str, say: str) -> bool:
    """Whether the carrier has the voice for a language, by its name of that."""
    return voice in BASIC or voice in voices_of(say)


@cache
def voices() -> Mapping[str, tuple[str, ...]]:
    """All voices by the carrier's name of the language that they speak."""
    written = yaml.safe_load((files("ivr.words") / "voices.yaml").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for tag, names in written["polly"].items():
        found.setdefault(tag, []).extend(voice for name in names.split() for voice in _of_amazon(name))
    for kind, tags in written["google"].items():
        names = written["stars"].split() if kind == "Chirp3-HD" else written["letters"]
        for tag in tags.split():
            found.setdefault(tag, []).extend(f"Google.{tag}-{kind}-{name}" for name in names)
    return {tag: tuple(names) for tag, names in found.items()}


def _of_amazon(written: str) -> tuple[str, ...]:
    name = written.rstrip("*+")
    both = (f"Polly.{name}-Neural", f"Polly.{name}-Generative")
    if written.endswith("+"):
        return both
    return (f"Polly.{name}", *both) if written.endswith("*") else (f"Polly.{name}", both[1])
