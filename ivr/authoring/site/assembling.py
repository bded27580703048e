"""From a Site without problems to an Edition."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast, get_args

from ivr.authoring.grammar.flows import TWO_PEOPLE, FlowsFile, SiteTries
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site.recordings import Recording, played_recordings, recordings_in
from ivr.authoring.yaml.marks import Document
from ivr.engine.alerts import Alert, Reader
from ivr.engine.contents import OF_THE_SITE, Contents
from ivr.engine.edition import (
    BesideLanguages,
    Department,
    Edition,
    Hotline,
    Language,
    Notice,
    Officers,
    Publishing,
    TableShape,
    Tries,
)
from ivr.engine.known import LINE_KNOWS
from ivr.engine.node import Node
from ivr.engine.pledges import NO_PLEDGES
from ivr.hours import Calendar
from ivr.nodes import KINDS, OF_EVERY_SITE
from ivr.words import Format


def assemble(site: Site, edition_hash: str) -> Edition:
    """The edition of a site in which nothing is wrong."""
    edition = assemble_unrecorded(site, edition_hash)
    return replace(edition, recordings=played_recordings(site, edition))


def assemble_unrecorded(site: Site, edition_hash: str) -> Edition:
    """The edition of a site in which nothing is wrong, without its recordings."""
    menus = ((each.name, each.menu) for each in site.departments.values() if each.menu)
    contents = {name: contents_of(each) for name, each in site.departments.items()}
    return put_together(site, menus, {OF_THE_SITE: of_every_site(), **contents}, edition_hash)


def put_together(
    site: Site, menus: Iterable[tuple[str, MenuFile]], contents: Mapping[str, Contents], edition_hash: str
) -> Edition:
    """An edition of the departments' menus and contents, and of what the site has besides; without recordings."""
    flows = site.flows
    if flows is None:
        raise ValueError("a site without flows.yaml makes no edition")
    departments: dict[str, Department] = {}
    tables: dict[str, TableShape] = {}
    promised = {name: each.file.pledges for name, each in site.pledges.items() if each.file}
    for name, menu in menus:
        about = menu.title, menu.owner, menu.review, f"{name}/{menu.start}"
        departments[name] = Department(name, *about, promised.get(name, NO_PLEDGES))
        tables |= {f"{name}/{short}": each.shape(f"{name}/{short}", site.home) for short, each in menu.tables.items()}
    return Edition(
        hash=edition_hash,
        site=flows.site,
        zone=flows.zone,
        languages=languages_of(site),
        hotlines=dict(_hotlines(flows, departments)),
        departments=departments,
        contents=contents,
        phrases=phrases_of(site),
        calendars=_calendars(site, flows),
        officers=dict(_officers(flows)),
        tables=tables,
        inherited=flows.keys,
        tries=_tries(flows.tries),
        publishing=Publishing(flows.publishing.approval == TWO_PEOPLE, flows.publishing.editors),
        home=flows.home,
        call_back_abroad=flows.call_back_abroad,
        beside_languages=dict(_beside_languages(flows, departments)),
        alerts=dict(_alerts(flows)),
    )


def of_every_site() -> Contents:
    """The nodes that every site has."""
    return Contents({kind: KINDS[kind](kind=kind) for kind in OF_EVERY_SITE})


def contents_of(department: DepartmentFiles) -> Contents:
    """What a department brings to an edition."""
    placed = tuple(department.nodes.values())
    nodes = {name: node for each in placed for name, node in all_nodes(each)}
    secrets = frozenset(f"{each.department}/{name}" for each in placed for name in each.node.secrets)
    privates = frozenset(f"{each.department}/{name}" for each in placed for name in each.node.privates)
    written = department.menu.days if department.menu else {}
    days = {f"{department.name}/{name}": day.named_day for name, day in written.items()}
    called = department.menu.fields if department.menu else {}
    labels = {f"{department.name}/{name}": texts for name, texts in called.items()}
    return Contents(nodes, secrets, privates, days, labels)


def languages_of(site: Site) -> dict[str, Language]:
    """The languages of a site by code, as far as its flows.yaml can be read."""
    found = {}
    for code, each in site.flows.languages.items() if site.flows else ():
        names = (code, each.key, each.name, each.say, each.voice, each.speech)
        pronounced = tuple(_texts_by_name(site.pronunciations, code).items())
        found[code] = Language(*names, each.falls_back_to, pronounced, each.behind or "")
    return found


def phrases_of(site: Site) -> dict[str, dict[str, str]]:
    """The system's own phrases in each language of a site, by name."""
    return {language: _texts_by_name(site.phrases, language) for language in site.languages}


def recordings_as_they_stand(site: Site) -> tuple[Recording, ...]:
    """The recordings of a site in which nothing else is wrong, and what each should say."""
    return tuple(recordings_in(site, assemble(site, ""))) if site.files.recordings else ()


def fields_of(placed: PlacedNode) -> Iterator[str]:
    """The fields that a node keeps, by short name: asked for, noted by a choice, or of a row found."""
    yield from placed.node.fields_given
    yield from placed.node.fields_found


def unasked_in(department: DepartmentFiles) -> Mapping[str, Format]:
    """What is known in a department without asking, by name, and its format: of every call, and the days it names."""
    days = department.menu.days if department.menu else ()
    return {**LINE_KNOWS, **dict.fromkeys(days, "date")}


def secrets_of(site: Site) -> Iterator[tuple[PlacedNode, str]]:
    """The fields that are asked for in secret, by short name, each with the node that asks for it."""
    for placed in site.nodes:
        yield from ((placed, field) for field in placed.node.secrets)


def all_nodes(placed: PlacedNode) -> Iterator[tuple[str, Node]]:
    """A node and those written inside it, by full name."""
    yield placed.name, placed.node
    yield from placed.node.inner(placed.name).items()


def _tries(given: SiteTries) -> Tries:
    numbers = given.silence, given.wrong, given.then, given.wait, given.pause
    return Tries(*numbers, given.languages.times, given.languages.then)


def _hotlines(flows: FlowsFile, departments: Mapping[str, Department]) -> Iterator[tuple[str, Hotline]]:
    for name, each in flows.hotlines.items():
        start = departments[each.start].start if each.start in departments else each.start
        told = each.instead_of_officers or flows.instead_of_officers
        notices = tuple(Notice(notice.say, notice.season) for notice in (*flows.notices, *each.notices))
        yield each.number, Hotline(name, each.number, each.title, start, flows.has_officers(each), told, notices)


def _calendars(site: Site, flows: FlowsFile) -> dict[str, Calendar]:
    own = {name: holidays.days for name, holidays in site.holidays.items()}
    return {
        name: each.calendar(name, flows.zone, flows.country, own.get(each.own_holidays, {}))
        for name, each in flows.calendars.items()
    }


def _beside_languages(flows: FlowsFile, departments: Mapping[str, Department]) -> Iterator[tuple[str, BesideLanguages]]:
    for key, each in flows.beside_languages.items():
        to = departments[each.to].start if each.to in departments else each.to
        yield key, BesideLanguages(each.label, to)


def _alerts(flows: FlowsFile) -> Iterator[tuple[str, Alert]]:
    spoken = [code for code in get_args(Reader) if code in flows.languages]
    first = cast("Reader", next((code for code in flows.languages if code in spoken), "en"))
    for name, each in flows.alerts.items():
        told = each.language or first
        when = each.departments, each.when, each.digest
        yield name, Alert(name, each.email, each.webhook, each.about, told, *when, each.sms)


def _texts_by_name(documents: Mapping[str, Document], language: str) -> dict[str, str]:
    written = documents[language].value if language in documents else {}
    return {name: str(text) for name, text in written.items()} if isinstance(written, dict) else {}


def _officers(flows: FlowsFile) -> Iterator[tuple[str, Officers]]:
    for name, each in flows.officers.items():
        yield (
            name,
            Officers(name, each.title, each.numbers, each.ring == "together", each.seconds, each.hours, each.press),
        )
