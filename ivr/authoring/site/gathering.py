"""From the files of a site to a Site: read each, give it its shape, and collect what is wrong on the way."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ivr.authoring.grammar import COUNTRIES, NAME, NAME_HINT, VERSION
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.holidays import HolidaysFile
from ivr.authoring.grammar.manifest import Manifest, ManifestFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.pledges import PledgesFile
from ivr.authoring.grammar.shape import shape
from ivr.authoring.problems import Problem, closest, did_you_mean, one_of
from ivr.authoring.site import DepartmentFiles, Holidays, PlacedNode, Site, WrittenPledges
from ivr.authoring.site.files import PLEDGES, SiteFiles
from ivr.authoring.yaml.marks import Document, Written
from ivr.authoring.yaml.reading import read_document
from ivr.authoring.yaml.slips import hint_of_no_space
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.node import Node
from ivr.nodes import KINDS, written_kinds
from ivr.translation import NOTHING, said
from ivr.words import HONG_KONG


def gather(
    files: SiteFiles, today: date | None = None, carrier: Abilities = EVERYTHING
) -> tuple[Site, tuple[Problem, ...]]:
    """The site in `files`, and the problems of each file by itself.

    `today` is the day on which reviews are due, or a moment with a zone: then the site's day at that moment. `carrier`
    is what the one can do that it is checked for.
    """
    problems = list(files.unreadable)
    flows_document, flows = _flows(files, problems)
    departments, phrases, manifests, pronunciations, holidays = {}, {}, {}, {}, {}
    for path in files.menus:
        folder, _, rest = path.partition("/")
        name = rest.partition("/")[0]
        if folder == "menus" and not path.endswith(PLEDGES):
            departments[name], found = read_department(name, path, files.menus[path])
            problems += found
        elif path.endswith("/phrases.yaml"):
            phrases[name] = _phrases(path, files.menus[path], problems)
        elif path.endswith("/pronunciation.yaml"):
            pronunciations[name] = _phrases(path, files.menus[path], problems)
        elif folder == "holidays":
            holidays[name.removesuffix(".yaml")] = _holidays(path, files.menus[path], problems)
        elif folder == "prompts":
            manifests[name] = _manifest(path, files.menus[path], problems)
    if isinstance(today, datetime):
        today = today.astimezone(ZoneInfo(flows.zone if flows else FlowsFile.model_fields["zone"].default)).date()
    pledges = _all_pledges(files, problems)
    written = departments, phrases, manifests, pronunciations
    site = Site(files, flows, flows_document, *written, today, holidays=holidays, pledges=pledges, carrier=carrier)
    return site, (*problems, *_without_holidays(site))


def as_written(site: Site) -> Site:
    """The site without the keys that stand for wrong ones while the rest is checked (see `shape`)."""
    mended = {name: replace(each, nodes=_with_own_keys(each.nodes)) for name, each in site.departments.items()}
    return replace(site, departments=mended)


def _with_own_keys(nodes: Mapping[str, PlacedNode]) -> dict[str, PlacedNode]:
    found = {}
    for name, placed in nodes.items():
        written = placed.document.at((*placed.path, "choices"))
        if placed.node.offers and isinstance(written, dict):
            choices = {key: choice for key, choice in placed.node.offers.items() if key in written}
            placed = replace(placed, node=placed.node.model_copy(update={"choices": choices}))
        found[name] = placed
    return found


def _flows(files: SiteFiles, problems: list[Problem]) -> tuple[Document, FlowsFile | None]:
    file = "flows.yaml"
    if file not in files.menus:
        if not any(problem.file == file for problem in problems):
            problems.append(
                Problem(file, 0, 1, 1, "missing-file", said("there is no such file."), said("A site begins with it."))
            )
        return Document(file, ""), None
    document, readable = _read(file, files.menus[file], problems)
    if not readable:
        return document, None
    flows, found = shape_flows(document)
    problems += found
    return document, flows


def shape_flows(document: Document) -> tuple[FlowsFile | None, tuple[Problem, ...]]:
    """What flows.yaml says, `document` being that file, and what is wrong with its settings."""
    country = document.at(("country",))
    context = {"country": country if isinstance(country, str) and country in COUNTRIES else HONG_KONG.country}
    return shape(FlowsFile, document, (), context, stand_ins={"version": VERSION, "site": {}})


def read_department(name: str, file: str, content: bytes) -> tuple[DepartmentFiles, tuple[Problem, ...]]:
    """A department by its menu.yaml, and what is wrong with that file by itself."""
    problems: list[Problem] = []
    document, readable = _read(file, content, problems)
    if not NAME.fullmatch(name):
        message = said('"{name}" is not a name for a department.', name=name)
        problems.append(Problem(file, 0, 1, 1, "bad-name", message, NAME_HINT))
    if not readable:
        return DepartmentFiles(name, document, None), tuple(problems)
    department, found = shape_department(name, document)
    return department, (*problems, *found)


def shape_department(name: str, document: Document) -> tuple[DepartmentFiles, tuple[Problem, ...]]:
    """The department whose menu.yaml is `document`, and what is wrong with its settings."""
    menu, problems = shape(MenuFile, document, (), stand_ins=_stand_ins(document))
    written = document.at(("nodes",))
    nodes, whole = {}, not document.left_out
    for short in written if isinstance(written, dict) else ():
        node, wrong = _node(name, short, document)
        problems = (*problems, *wrong)
        whole = whole and not wrong
        if node:
            nodes[f"{name}/{short}"] = PlacedNode(f"{name}/{short}", name, node, document)
    names = frozenset(written if isinstance(written, dict) else ())
    return DepartmentFiles(name, document, menu, nodes, names, whole), problems


def _stand_ins(document: Document) -> Mapping[str, Written]:
    """What stands for needed settings of a menu that are not there, so that its nodes are checked all the same."""
    nodes = document.at(("nodes",))
    first = next(iter(nodes), "") if isinstance(nodes, dict) else ""
    return {"version": VERSION, "title": {}, "owner": "", "review": "9999-12-31", "start": first}


def _node(department: str, short: str, document: Document) -> tuple[Node | None, tuple[Problem, ...]]:
    path = ("nodes", short)
    written = document.at(path)
    kind = document.at((*path, _kind_in(written)))
    if document.left_empty((*path, "kind")):
        return None, ()
    if not isinstance(written, dict) or not isinstance(kind, str) or kind == "":
        message = said('"{node}" does not say what kind of node it is.', node=short)
        known = said("Write `kind:` and one of {known}.", known=one_of(written_kinds()))
        hint = (hint_of_no_space(written) if isinstance(written, str) else NOTHING) or known
        return None, (document.problem(path, "missing-setting", message, hint, name=True),)
    if kind not in written_kinds():
        meant = did_you_mean(kind, written_kinds()) or said("There are {known}.", known=one_of(written_kinds()))
        return None, (
            document.problem((*path, "kind"), "bad-kind", said('"{kind}" is not a kind of node.', kind=kind), meant),
        )
    return shape(KINDS[kind], document, path, {"department": department})


def _kind_in(settings: Written | None) -> str:
    """The setting that tells a node's kind: `kind`, or one that was meant to be."""
    if not isinstance(settings, dict) or "kind" in settings:
        return "kind"
    meant = (name for name in settings if closest(name, ("kind",)) and settings[name] in written_kinds())
    return next(meant, "kind")


def _phrases(file: str, content: bytes, problems: list[Problem]) -> Document:
    document, readable = _read(file, content, problems)
    if readable and not isinstance(document.value, dict):
        problems.append(Problem(file, 1, 1, 2, "bad-value", said("this file needs settings.")))
    for name, text in document.value.items() if isinstance(document.value, dict) else ():
        if not isinstance(text, str):
            message = said('"{name}" takes one text, not a group of settings.', name=name)
            hint = said("Text that begins with {mark} needs quotes.", mark="{")
            problems.append(document.problem((name,), "bad-value", message, hint, name=True))
    return document


def shape_holidays(document: Document) -> tuple[Holidays, tuple[Problem, ...]]:
    """The holidays that a file says, `document` being that file, and what is wrong with them."""
    shaped, found = shape(HolidaysFile, document, ())
    return Holidays(document, shaped.days if shaped else {}), found


def _holidays(file: str, content: bytes, problems: list[Problem]) -> Holidays:
    document, readable = _read(file, content, problems)
    if not readable:
        return Holidays(document, {})
    holidays, found = shape_holidays(document)
    problems += found
    return holidays


def shape_pledges(name: str, document: Document) -> tuple[WrittenPledges, tuple[Problem, ...]]:
    """What a department promises, `document` being its pledges.yaml, and what is wrong with it."""
    shaped, found = shape(PledgesFile, document, (), stand_ins={"version": VERSION, "owner": ""})
    return WrittenPledges(name, document, shaped), found


def _all_pledges(files: SiteFiles, problems: list[Problem]) -> dict[str, WrittenPledges]:
    made: dict[str, WrittenPledges] = {}
    for path in (each for each in files.menus if each.endswith(f"/{PLEDGES}")):
        name = path.split("/")[1]
        document, readable = _read(path, files.menus[path], problems)
        made[name], found = shape_pledges(name, document) if readable else (WrittenPledges(name, document, None), ())
        problems += found
    return made


def _without_holidays(site: Site) -> Iterator[Problem]:
    """The calendars that keep holidays of a file that is not there."""
    for name, calendar in site.flows.calendars.items() if site.flows else ():
        if calendar.own_holidays and calendar.own_holidays not in site.holidays:
            message = said('there is no file "{file}".', file=f"holidays/{calendar.own_holidays}.yaml")
            hint = did_you_mean(calendar.own_holidays, site.holidays)
            yield site.flows_document.problem(("calendars", name, "holidays_of"), "missing-file", message, hint)


def _manifest(file: str, content: bytes, problems: list[Problem]) -> Manifest:
    document, readable = _read(file, content, problems)
    if not readable:
        return Manifest(document)
    manifest, found = shape(ManifestFile, document, ())
    problems += found
    return Manifest(document, manifest.recordings if manifest else {})


def _read(file: str, content: bytes, problems: list[Problem]) -> tuple[Document, bool]:
    document, found = read_document(file, content)
    problems += found
    return document, document.whole
