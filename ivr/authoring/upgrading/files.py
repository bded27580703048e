"""Which files of a site have the format's versions, and what each is."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from ivr.authoring.yaml.reading import LARGEST
from ivr.errors import SiteRefused

KINDS = {
    "flows.yaml": "flows",
    "menu.yaml": "menu",
    "pledges.yaml": "pledges",
    "calls.yaml": "calls",
    "phrases.yaml": "phrases",
    "pronunciation.yaml": "phrases",
    "recordings.yaml": "recordings",
}
WITH_VERSION = ("flows", "menu", "pledges", "recordings")
FOUND_AT = (
    "flows.yaml",
    "menus/*/menu.yaml",
    "menus/*/pledges.yaml",
    "menus/*/calls.yaml",
    "prompts/*/phrases.yaml",
    "prompts/*/pronunciation.yaml",
    "prompts/*/recordings.yaml",
)


def kind_of(file: str) -> str:
    """What a file is, by its name; empty for one that is no part of the format."""
    return KINDS.get(PurePosixPath(file).name, "")


def keeper_of(file: str) -> str:
    """The file whose version counts for one that has none of its own: the department's menu, or the site."""
    return str(PurePosixPath(file).with_name("menu.yaml")) if kind_of(file) == "calls" else "flows.yaml"


def site_texts(path: Path) -> Mapping[str, bytes]:
    """The files of the site in the folder `path`, or the one file `path`. Raises SiteRefused where there are none."""
    if path.is_file():
        if not kind_of(path.name):
            raise SiteRefused(f"{path}: this is none of {', '.join(KINDS)}, so there is nothing to upgrade")
        return {path.name: _content(path)}
    root = path.resolve()
    found = sorted({each for pattern in FOUND_AT for each in root.glob(pattern) if each.resolve().is_relative_to(root)})
    if not found:
        raise SiteRefused(f"{path}: there is no flows.yaml and no menus/<department>/menu.yaml in this folder")
    return {each.relative_to(root).as_posix(): _content(each) for each in found}


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise SiteRefused(f"{path}: this file could not be read: {error.strerror}") from error
