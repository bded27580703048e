"""All the steps that a file needs, one after the other, made in its text."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from ivr.authoring.grammar import NEWER, NEWER_HINT, NO_VERSION, VERSION
from ivr.authoring.problems import Problem
from ivr.authoring.upgrading.edits import Edit, edited
from ivr.authoring.upgrading.files import WITH_VERSION, keeper_of, kind_of
from ivr.authoring.yaml.marks import Document
from ivr.authoring.yaml.reading import read_document
from ivr.translation import said

CURRENT = int(VERSION)
BOM = b"\xef\xbb\xbf"
Step = Callable[[Document], Iterable[Edit]]


@dataclass(frozen=True)
class Upgraded:
    """A file as it was and as it is now; `before` and `after` are equal where only its version is read from another."""

    file: str
    version: int
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Upgrade:
    """The files that change, and why others cannot be upgraded; when there are problems nothing should be written."""

    files: tuple[Upgraded, ...]
    problems: tuple[Problem, ...]


def upgrade(files: Mapping[str, bytes]) -> Upgrade:
    """What becomes of the files of a site, by path. Never raises for anything that is written there."""
    versions: dict[str, int] = {}
    problems: list[Problem] = []
    for file in (each for each in files if kind_of(each) in WITH_VERSION):
        document, wrong = _read(file, files[file])
        versions[file] = CURRENT if wrong else _version(document)
        problems += wrong or _cannot_be_read(document, versions[file])
    if problems:
        return Upgrade((), tuple(sorted(problems)))
    changed: list[Upgraded] = []
    for file, before in files.items():
        version = versions.get(file, versions.get(keeper_of(file), CURRENT))
        after, wrong = _stepped(file, before, version)
        problems += wrong
        if after != before:
            changed.append(Upgraded(file, version, before, after))
    return Upgrade(() if problems else tuple(changed), tuple(sorted(problems)))


def steps_from(version: int) -> tuple[ModuleType, ...]:
    """The steps from a version to the current one, in order."""
    return tuple(STEPS[each] for each in range(version, CURRENT))


def _steps() -> dict[int, ModuleType]:
    found = (module.name for module in iter_modules([str(Path(__file__).parent)]) if module.name.startswith("step_"))
    return {int(name.split("_")[1]): import_module(f"{__package__}.{name}") for name in found}


def _stepped(file: str, content: bytes, version: int) -> tuple[bytes, tuple[Problem, ...]]:
    for module in steps_from(version):
        step: Step | None = getattr(module, kind_of(file), None)
        if step:
            document, wrong = _read(file, content)
            if wrong:
                return content, wrong
            mark = BOM if content.startswith(BOM) else b""
            content = mark + edited(document.text, step(document)).encode()
            if not _still_reads(file, content, module):
                hint = said("Write it as the other files are written; nothing was changed.")
                return content, (Problem(file, 0, 1, 1, "yaml-syntax", said("this file cannot be rewritten."), hint),)
    return content, ()


def _still_reads(file: str, content: bytes, step: ModuleType) -> bool:
    """Whether what a step wrote is a file again, and says the version that the step leads to."""
    document, _ = read_document(file, content)
    reached = int(step.__name__.rpartition("_")[2])
    return document.whole and (kind_of(file) not in WITH_VERSION or _version(document) == reached)


def _read(file: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """The document; a problem where it cannot be read well enough to be changed."""
    document, found = read_document(file, content)
    if not document.whole or document.left_out:
        return document, tuple(each for each in found if each.level == "error" and each.rule != "nothing-written")
    if kind_of(file) in WITH_VERSION and not (document.value and isinstance(document.value, dict)):
        return document, (Problem(file, 1, 1, 2, "bad-value", said("this file needs settings.")),)
    return document, ()


def _version(document: Document) -> int:
    written = document.at(("version",))
    if written is None:
        return 0
    return int(written) if isinstance(written, str) and re.fullmatch(r"[0-9]{1,9}", written) else -1


def _cannot_be_read(document: Document, version: int) -> tuple[Problem, ...]:
    written = document.at(("version",))
    if version > CURRENT:
        message = said(NEWER, given=written, current=VERSION)
        hint = NEWER_HINT
    elif version < 0 or (version == 0 and written is not None):
        message = said(NO_VERSION, given=written, current=VERSION)
        hint = said("Write   version: {current}   if the file is written for this system.", current=VERSION)
    else:
        return ()
    return (document.problem(("version",), "version", message, hint),)


STEPS = _steps()
