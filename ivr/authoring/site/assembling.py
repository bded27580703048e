"""From a Site without problems to an Edition."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ivr.authoring.grammar.flows import TWO_PEOPLE, FlowsFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.recordings import Recording, played_recordings, recordings_in
from ivr.authoring.yaml.marks import Document
from ivr.engine.edition import Department, Edition, Hotline, Language, Officers, Publishing, TableShape, Tries
from ivr.engine.node import Node
from ivr.nodes import KINDS, OF_EVERY_SITE
from ivr.words import Format


def assemble(site: Site, edition_hash: str) -> Edition:
    """The edition of a site in which nothing is wrong."""
    flows = site.flows
    if flows is None:
        raise ValueError("a site without flows.yaml makes no edition")
    edition = Edition(
        hash=edition_hash,
        site=flows.site,
        zone=flows.zone,
        languages=languages_of(site),
        hotlines=dict(_hotlines(site, flows)),
        departments=dict(_departments(site)),
        nodes=dict(_nodes(site)),
        phrases=phrases_of(site),
        calendars={name: each.calendar(name, flows.zone, flows.country) for name, each in flows.calendars.items()},
        officers=dict(_officers(flows)),
        tables=dict(_tables(site)),
        fields=_formats(site),
        secrets=frozenset(f"{placed.department}/{field}" for placed, field in secrets_of(site)),
        inherited=flows.keys,
        tries=Tries(flows.tries.silence, flows.tries.wrong, flows.tries.then, flows.tries.wait, flows.tries.pause),
        publishing=Publishing(flows.publishing.approval == TWO_PEOPLE, flows.publishing.editors),
        home=flows.home,
        call_back_abroad=flows.call_back_abroad,
    )
    return replace(edition, recordings=played_recordings(site, edition))


def languages_of(site: Site) -> dict[str, Language]:
    """The languages of a site by code, as far as its flows.yaml can be read."""
    found = {}
    for code, each in site.flows.languages.items() if site.flows else ():
        names = (code, each.key, each.name, each.say, each.voice, each.speech)
        found[code] = Language(*names, each.falls_back_to, tuple(_texts_by_name(site.pronunciations, code).items()))
    return found


def phrases_of(site: Site) -> dict[str, dict[str, str]]:
    """The system's own phrases in each language of a site, by name."""
    return {language: _texts_by_name(site.phrases, language) for language in site.languages}


def recordings_as_they_stand(site: Site) -> tuple[Recording, ...]:
    """The recordings of a site in which nothing else is wrong, and what each should say."""
    return tuple(recordings_in(site, assemble(site, ""))) if site.files.recordings else ()


def fields_of(placed: PlacedNode) -> Iterator[tuple[str, Format]]:
    """The fields that a node keeps, by short name, and their formats."""
    yield from placed.node.fields_kept.items()
    for _, keeps in placed.groups("keeps"):
        yield from ((name, "text") for name in keeps)


def _formats(site: Site) -> dict[str, Format]:
    """The format of each field: what a question makes of it; a text where only choices note it."""
    noted = {f"{placed.department}/{name}": said for placed in site.nodes for name, said in fields_of(placed)}
    asked = (
        (f"{placed.department}/{name}", said) for placed in site.nodes for name, said in placed.node.fields_kept.items()
    )
    return noted | dict(asked)


def secrets_of(site: Site) -> Iterator[tuple[PlacedNode, str]]:
    """The fields that are asked for in secret, by short name, each with the node that asks for it."""
    for placed in site.nodes:
        yield from ((placed, field) for field in placed.node.secrets)


def all_nodes(placed: PlacedNode) -> Iterator[tuple[str, Node]]:
    """A node and those written inside it, by full name."""
    yield placed.name, placed.node
    yield from placed.node.inner(placed.name).items()


def _hotlines(site: Site, flows: FlowsFile) -> Iterator[tuple[str, Hotline]]:
    for name, each in flows.hotlines.items():
        yield each.number, Hotline(name, each.number, each.title, site.start_of(each.start))


def _departments(site: Site) -> Iterator[tuple[str, Department]]:
    for found, menu in _read_departments(site):
        start = f"{found.name}/{menu.start}"
        yield found.name, Department(found.name, menu.title, menu.owner, menu.review, start)


def _read_departments(site: Site) -> Iterator[tuple[DepartmentFiles, MenuFile]]:
    for found in site.departments.values():
        if found.menu:
            yield found, found.menu


def _nodes(site: Site) -> Iterator[tuple[str, Node]]:
    yield from ((kind, KINDS[kind](kind=kind)) for kind in OF_EVERY_SITE)
    for placed in site.nodes:
        yield from all_nodes(placed)


def _texts_by_name(documents: Mapping[str, Document], language: str) -> dict[str, str]:
    written = documents[language].value if language in documents else {}
    return {name: str(text) for name, text in written.items()} if isinstance(written, dict) else {}


def _officers(flows: FlowsFile) -> Iterator[tuple[str, Officers]]:
    for name, each in flows.officers.items():
        yield (
            name,
            Officers(name, each.title, each.numbers, each.ring == "together", each.seconds, each.hours, each.press),
        )


def _tables(site: Site) -> Iterator[tuple[str, TableShape]]:
    for found, menu in _read_departments(site):
        for name, table in menu.tables.items():
            yield f"{found.name}/{name}", table.shape(f"{found.name}/{name}", site.home)
