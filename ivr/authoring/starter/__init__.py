"""A new site that works: one department with a menu in the languages chosen, a table, a transfer and a message.

The files lie in `site/` beside this one, with $names to fill; a name that begins with `dot.` is written with a dot.
The phrases of every language the system speaks by itself are among them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from ivr.authoring.starter.country import HONG_KONG, Country
from ivr.authoring.starter.languages import in_languages
from ivr.words.currencies import decimals_of

SITE = files(__name__) / "site"
AS_THEY_STAND = ("prompts/", "dot.env.example")  # these hold no $names


@dataclass(frozen=True)
class Starter:
    """What a new site is filled with: its department, its number, its owner, its title by language, its country."""

    department: str
    number: str
    owner: str
    title: Mapping[str, str]
    review: date
    country: Country = HONG_KONG


def starter_files(starter: Starter) -> dict[str, str]:
    """The text of every file of the new site, by its path."""
    country = starter.country
    nobody = f"A number that no telephone in {country.name} can have, so that trying things out rings nobody."
    example = f"This number of {country.name} is an example, and may be somebody's."
    names = {
        "country": country.code,
        "currency": country.currency,
        "zone": country.zone,
        "holidays": "closed" if country.has_holidays else "usual",
        "officer": country.officer,
        "whose": nobody if country.nobody else example,
        "caller": country.caller,
        "day": country.day.isoformat(),
        "ordinary": f"{country.day:%A} {country.day.day} {country.day:%B %Y}",
        "department": starter.department,
        "number": starter.number.replace('"', ""),
        "owner": _quoted(starter.owner),
        "title": f"{{{', '.join(f'{code}: {_quoted(text)}' for code, text in starter.title.items())}}}",
        "heading": starter.title.get("en", starter.department),
        "review": starter.review.isoformat(),
    }
    texts = in_languages(dict(_texts(SITE, "")), tuple(starter.title), country.code)
    if not decimals_of(country.currency):
        texts = {path: re.sub(r"\.[0-9]{2}$", "", text, flags=re.MULTILINE) for path, text in texts.items()}
    return {
        _path(path, starter.department): text if path.startswith(AS_THEY_STAND) else Template(text).substitute(names)
        for path, text in texts.items()
    }


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir():
            yield from _texts(each, f"{path}{each.name}/")
        else:
            yield f"{path}{each.name}", each.read_text(encoding="utf-8")


def _path(path: str, department: str) -> str:
    return re.sub(r"(^|/)dot\.", r"\1.", path).replace("menus/department/", f"menus/{department}/")


def _quoted(text: str) -> str:
    """A text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)
