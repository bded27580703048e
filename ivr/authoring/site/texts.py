"""Every text of a site that is spoken to callers or officers, with its place."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.yaml.marks import Document, Path


class PlacedText(NamedTuple):
    """A text by language, where it is written, and the node it belongs to (None: the site's or a department's own)."""

    document: Document
    path: Path
    by_language: Mapping[str, str]
    placed: PlacedNode | None

    @property
    def at(self) -> str:
        """The node and its setting; or the file, where no node speaks it."""
        if self.placed is None:
            return f"{self.document.file} {'.'.join(self.path)}"
        return f"{self.placed.name} {'.'.join(self.path[len(self.placed.path) :])}"


def texts_of(site: Site) -> Iterator[PlacedText]:
    """All of them, in no order that matters."""
    yield from _texts_of_flows(site)
    if not site.elsewhere.shared:
        for holidays in site.holidays.values():
            yield from (PlacedText(holidays.document, (day,), names, None) for day, names in holidays.days.items())
        for pledges in site.pledges.values():
            yield from (PlacedText(pledges.document, (*at, "say"), each.say, None) for at, each in pledges.each)
    for department in site.departments.values():
        yield from _texts_of_department(department)
    for placed in site.nodes:
        for path, by_language in placed.groups("text"):
            yield PlacedText(placed.document, path, by_language, placed)


def _texts_of_department(department: DepartmentFiles) -> Iterator[PlacedText]:
    """What a department is called, and its fields."""
    if department.menu:
        yield PlacedText(department.document, ("title",), department.menu.title, None)
        for name, label in department.menu.fields.items():
            yield PlacedText(department.document, ("fields", name), label, None)


def _texts_of_flows(site: Site) -> Iterator[PlacedText]:
    if site.flows is None:
        return
    found: list[tuple[Path, Mapping[str, str]]] = [(("site",), site.flows.site)]
    found += [(("hotlines", name, "title"), each.title) for name, each in site.flows.hotlines.items()]
    found += [(("officers", name, "title"), each.title) for name, each in site.flows.officers.items()]
    found += _instead_of_officers(site.flows)
    found += [(("beside_languages", key, "label"), each.label) for key, each in site.flows.beside_languages.items()]
    found += [(("notices", str(at), "say"), each.say) for at, each in enumerate(site.flows.notices)]
    for name, line in site.flows.hotlines.items():
        found += [(("hotlines", name, "notices", str(at), "say"), each.say) for at, each in enumerate(line.notices)]
    for name, calendar in site.flows.calendars.items():
        for at, closure in enumerate(calendar.closures):
            found.append((("calendars", name, "closures", str(at), "reason"), closure.reason))
    yield from (PlacedText(site.flows_document, path, by_language, None) for path, by_language in found)


def _instead_of_officers(flows: FlowsFile) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """What lines without officers say, as far as it is written."""
    if flows.instead_of_officers:
        yield ("instead_of_officers",), flows.instead_of_officers
    for name, line in flows.hotlines.items():
        if line.instead_of_officers:
            yield ("hotlines", name, "instead_of_officers"), line.instead_of_officers
