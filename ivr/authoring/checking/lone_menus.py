"""Menus checked without their site, as a department keeps them in a repository of its own.

What the menus mention and cannot show (languages, officers, calendars, other departments) is taken to exist: a site
is made up round them, and what is wrong with that is left out.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.grammar import NAME
from ivr.authoring.grammar.phrases import PHRASES
from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.site.files import SiteFiles
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.texts import texts_of
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.grammar import RESERVED
from ivr.translation import said

NOT_CHECKED = said(
    "There is no flows.yaml here: languages, officers, calendars and other departments were taken to exist."
)
FIRST_NUMBER = 22209000  # of hotlines that nobody can ring


def check_alone(
    menus: Mapping[str, bytes],
    headers: Mapping[str, bytes],
    today: date | None = None,
    *,
    rows: bool = False,
    carrier: Abilities = EVERYTHING,
) -> Checked:
    """Check menu files by themselves; `headers` are the first lines of the CSV files beside them, by path.

    With `rows` those files are read row by row too.
    """
    names = dict(_names(menus))
    inside = {f"menus/{names[path]}/menu.yaml": path for path in menus}
    folders = {f"menus/{names[path]}": str(PurePosixPath(path).parent) for path in menus}
    tables = {
        f"{folder}/{PurePosixPath(path).name}": path
        for folder, given in folders.items()
        for path in headers
        if str(PurePosixPath(path).parent) == given
    }
    first_lines = {name: headers[path] for name, path in tables.items()}
    files = SiteFiles({name: menus[path] for name, path in inside.items()}, headers=first_lines)
    site, _ = gather(files)
    read = {name: Path(path) for name, path in tables.items()} if rows else {}
    checked = check_files(replace(files, menus={**files.menus, **dict(_made_up(site))}), today, read, carrier=carrier)
    outside = inside | tables
    problems = tuple(sorted(_outside(each, outside) for each in checked.problems if each.file in outside))
    counts = replace(checked.counts, hotlines=0, departments=len(menus))
    return Checked(None, problems, counts, SiteFiles(menus))


def _names(menus: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """A department's name for each file: its folder's, where that can be one."""
    taken: set[str] = set()
    for at, path in enumerate(menus):
        folder = PurePosixPath(path).parent.name.lower().replace("-", "_")
        name = folder if NAME.fullmatch(folder) and folder not in taken else f"department_{at + 1}"
        taken.add(name)
        yield path, name


def _outside(problem: Problem, outside: Mapping[str, str]) -> Problem:
    return replace(problem, file=outside[problem.file])


def _made_up(site: Site) -> Iterator[tuple[str, bytes]]:
    """The files of a site round the menus."""
    languages = _languages(site)
    yield from {"flows.yaml": _written(_flows(site, languages))}.items()
    for name, nodes in _other_departments(site).items():
        yield f"menus/{name}/menu.yaml", _written(_department(nodes, languages))
    phrases = {name: " ".join(f"{{{place}}}" for place in sorted(places)) or name for name, places in PHRASES.items()}
    for code in languages:
        yield f"prompts/{code}/phrases.yaml", _written(phrases)


def _languages(site: Site) -> tuple[str, ...]:
    """The languages that at least half of the texts are in; English where there are no texts."""
    used = Counter(code for text in texts_of(site) for code in text.by_language)
    most = max(used.values(), default=0)
    return tuple(code for code, times in used.items() if 2 * times >= most) or ("en",)


def _flows(site: Site, languages: tuple[str, ...]) -> dict[str, object]:
    title = dict.fromkeys(languages, "a site")
    calendars = {name for department in site.departments.values() for _, name in department.calendars}
    officers = {name for placed in site.nodes for _, name in placed.mentions("officers")}
    return {
        "version": "1",
        "site": title,
        "languages": {
            code: {"key": str(at + 1), "name": code, "say": code, "voice": "man"}
            for at, code in enumerate(languages[:9])
        },
        "hotlines": {
            name: {"number": f"+852 {FIRST_NUMBER + at}", "title": title, "start": name}
            for at, name in enumerate(site.departments)
        },
        "calendars": dict.fromkeys(sorted(calendars), "always"),
        "officers": {name: {"title": title, "numbers": ["+852 22208999"], "press": False} for name in sorted(officers)},
    }


def _other_departments(site: Site) -> dict[str, set[str]]:
    """The nodes of departments that are not here, as far as the menus mention them."""
    found: dict[str, set[str]] = {}
    for placed in site.nodes:
        for _, to in placed.mentions("destination"):
            name, _, short = to.partition("/")
            if to not in RESERVED and name not in site.departments and NAME.fullmatch(name) and NAME.fullmatch(short):
                found.setdefault(name, set()).add(short)
    return found


def _department(nodes: set[str], languages: tuple[str, ...]) -> dict[str, object]:
    names = sorted(nodes | {"officer"})
    return {
        "version": "1",
        "title": dict.fromkeys(languages, "a department"),
        "owner": "its owner",
        "review": "2099-01-01",
        "start": names[0],
        "nodes": {name: {"kind": "message"} for name in names},
    }


def _written(settings: object) -> bytes:
    return json.dumps(settings, ensure_ascii=False).encode()  # which is YAML too, and repeats what yaml would refer to
