"""From the files of a site to a Site: read each, give it its shape, and collect what is wrong on the way."""

from ivr.authoring.flows import FlowsFile
from ivr.authoring.grammar import NAME, NAME_HINT
from ivr.authoring.marks import Document
from ivr.authoring.menus import MenuFile
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.reading import read_document
from ivr.authoring.shape import shape
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.site_files import SiteFiles
from ivr.engine.node import Node
from ivr.nodes import BUILT_IN, KINDS

WRITTEN_KINDS = tuple(sorted(set(KINDS) - set(BUILT_IN)))


def gather(files: SiteFiles) -> tuple[Site, tuple[Problem, ...]]:
    """The site in `files`, and the problems of each file by itself."""
    problems = list(files.unreadable)
    flows_document, flows = _flows(files, problems)
    departments, phrases = {}, {}
    for path in files.menus:
        folder, _, rest = path.partition("/")
        name = rest.partition("/")[0]
        if folder == "menus":
            departments[name] = _department(name, path, files.menus[path], problems)
        elif folder == "prompts":
            phrases[name] = _phrases(path, files.menus[path], problems)
    return Site(files, flows, flows_document, departments, phrases), tuple(problems)


def _flows(files: SiteFiles, problems: list[Problem]) -> tuple[Document, FlowsFile | None]:
    file = "flows.yaml"
    if file not in files.menus:
        if not any(problem.file == file for problem in problems):
            problems.append(Problem(file, 0, 1, 1, "missing-file", "there is no such file.", "A site begins with it."))
        return Document(file, ""), None
    document, readable = _read(file, files.menus[file], problems)
    if not readable:
        return document, None
    flows, found = shape(FlowsFile, document, ())
    problems += found
    return document, flows


def _department(name: str, file: str, content: bytes, problems: list[Problem]) -> DepartmentFiles:
    document, readable = _read(file, content, problems)
    if not NAME.fullmatch(name):
        message = f'"{name}" is not a name for a department.'
        problems.append(Problem(file, 0, 1, 1, "bad-name", message, NAME_HINT))
    if not readable:
        return DepartmentFiles(name, document, None)
    menu, found = shape(MenuFile, document, ())
    problems += found
    written = document.at(("nodes",))
    nodes = {}
    for short in written if isinstance(written, dict) else ():
        node, wrong = _node(name, short, document)
        problems += wrong
        if node:
            nodes[f"{name}/{short}"] = PlacedNode(f"{name}/{short}", name, node, document)
    return DepartmentFiles(name, document, menu, nodes, frozenset(written if isinstance(written, dict) else ()))


def _node(department: str, short: str, document: Document) -> tuple[Node | None, tuple[Problem, ...]]:
    path = ("nodes", short)
    kind = document.at((*path, "kind"))
    if not isinstance(document.at(path), dict) or not isinstance(kind, str) or kind == "":
        message = f'"{short}" does not say what kind of node it is.'
        hint = f"Write `kind:` and one of {one_of(WRITTEN_KINDS)}."
        return None, (document.problem(path, "missing-setting", message, hint, name=True),)
    if kind not in WRITTEN_KINDS:
        hint = did_you_mean(kind, WRITTEN_KINDS) or f"There are {one_of(WRITTEN_KINDS)}."
        return None, (document.problem((*path, "kind"), "bad-kind", f'"{kind}" is not a kind of node.', hint),)
    return shape(KINDS[kind], document, path, {"department": department})


def _phrases(file: str, content: bytes, problems: list[Problem]) -> Document:
    document, readable = _read(file, content, problems)
    if readable and not isinstance(document.value, dict):
        problems.append(Problem(file, 1, 1, 2, "bad-value", "this file needs settings."))
    for name, text in document.value.items() if isinstance(document.value, dict) else ():
        if not isinstance(text, str):
            message = f'"{name}" takes one text, not a group of settings.'
            hint = "Text that begins with { needs quotes."
            problems.append(document.problem((name,), "bad-value", message, hint, name=True))
    return document


def _read(file: str, content: bytes, problems: list[Problem]) -> tuple[Document, bool]:
    document, found = read_document(file, content)
    problems += found
    return document, document.whole
