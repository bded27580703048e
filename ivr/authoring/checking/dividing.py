"""A large site in parts: departments that lead to each other, with their hotlines.

What is found in a department depends on its own part alone, so that each part is checked by itself. What a site shares,
its flows.yaml and its phrases, is looked at once, by itself too.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.problems import Problem
from ivr.authoring.site import DepartmentFiles, Elsewhere, Site
from ivr.authoring.site.files import PLEDGES, SiteFiles
from ivr.authoring.site.gathering import read_department
from ivr.engine.grammar import Mark

LARGE = 50  # departments; a site of fewer is checked as one
Part = tuple[str, ...]
"""Names of departments."""
ACROSS: tuple[Mark, ...] = ("destination", "table")
"""What may be in another department than the node that names it."""
Content = TypeVar("Content")
NAMED = re.compile(rb"([a-z][a-z0-9_]*)/")
"""How a file names what is in another department."""


def parts_of(flows: FlowsFile, menus: Mapping[str, bytes]) -> tuple[Part, ...]:
    """The parts of a site, by the menus of its departments; a single one where all leads to one place."""
    departments = {path.split("/")[1]: content for path, content in menus.items()}
    everywhere = (*flows.keys.values(), flows.tries.then)
    if flows.beside_languages or any("/" in name for name in everywhere):
        return (tuple(departments),)
    together = {name: {name} for name in departments}
    for name, content in departments.items():
        for other in departments.keys() & {found.decode() for found in NAMED.findall(content)}:
            joined = together[name] | together[other]
            together.update(dict.fromkeys(joined, joined))
    return tuple(dict.fromkeys(tuple(each for each in departments if each in together[name]) for name in departments))


def part_of(shared: Site, files: SiteFiles, rest: Elsewhere) -> tuple[Site, tuple[Problem, ...]]:
    """The part of a site whose departments are in `files`, and what is wrong with those files by themselves."""
    departments: dict[str, DepartmentFiles] = {}
    problems: list[Problem] = []
    for path, content in files.menus.items():
        name = path.split("/")[1]
        departments[name], found = read_department(name, path, content)
        problems += found
    files = replace(files, menus={**shared.files.menus, **files.menus})
    site = replace(shared, files=files, departments=departments, elsewhere=rest)
    return replace(site, flows=_needed(site)), tuple(problems)


def leads_elsewhere(site: Site) -> bool:
    """Whether a part names a department that there is and that is none of its own, in a way nobody saw before."""
    named = (name for placed in site.nodes for mark in ACROSS for _, name in placed.mentions(mark))
    others = site.elsewhere.departments.keys() - site.departments.keys()
    return any(name.partition("/")[0] in others for name in named)


def _needed(site: Site) -> FlowsFile | None:
    """Of flows.yaml what a part needs: its own hotlines, and the officers and calendars that it names."""
    flows = site.flows
    if flows is None:
        return None
    officers = {name for placed in site.nodes for _, name in placed.mentions("officers")}
    hours = {flows.officers[name].hours for name in officers if name in flows.officers}
    hours |= {name for department in site.departments.values() for _, name in department.calendars}
    lines = {name: line for name, line in flows.hotlines.items() if line.start.partition("/")[0] in site.departments}
    needed = {
        "hotlines": lines,
        "officers": {name: each for name, each in flows.officers.items() if name in officers},
        "calendars": {name: each for name, each in flows.calendars.items() if name in hours},
    }
    return flows.model_copy(update=needed)


class FilesByDepartment:
    """The files of a site, sorted by the department that they belong to."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._menus, self._recordings = _grouped(files.menus), _grouped(files.recordings)
        self._headers = _grouped(files.headers or {})

    def shared(self, departments: Collection[str]) -> SiteFiles:
        """What belongs to no department that there is."""
        others = (name for name in self._recordings if name not in departments)
        recordings = {path: sound for name in others for path, sound in self._recordings[name].items()}
        return self._with(replace(self._files, menus=self._menus[""]), recordings)

    def of(self, part: Part) -> SiteFiles:
        """What belongs to the departments of a part."""
        menus, headers = _joined(part, self._menus), _joined(part, self._headers)
        told = self._files.headers is not None
        return self._with(
            replace(self._files, menus=menus, headers=headers if told else None, calls={}),
            _joined(part, self._recordings),
        )

    def _with(self, files: SiteFiles, recordings: Mapping[str, str]) -> SiteFiles:
        sounds = {name: files.sounds[name] for name in recordings.values() if name in files.sounds}
        return replace(files, recordings=recordings, sounds=sounds)


def _joined(part: Part, by_department: Mapping[str, Mapping[str, Content]]) -> dict[str, Content]:
    return {path: content for name in part for path, content in by_department.get(name, {}).items()}


def _grouped(by_path: Mapping[str, Content]) -> dict[str, dict[str, Content]]:
    """By department what belongs to it: menus/NAME/…, prompts/LANGUAGE/NAME/…; under an empty name what is shared.

    What departments promise is looked at together, with what is shared.
    """
    found: dict[str, dict[str, Content]] = {"": {}}
    for path, content in by_path.items():
        room, *rest = path.split("/")
        owned = room == "menus" and not path.endswith(f"/{PLEDGES}")
        name = rest[0] if owned else rest[1] if room != "menus" and len(rest) == 3 else ""
        found.setdefault(name, {})[path] = content
    return found
