"""The files of a site as they were read: what an edition is made of, and nothing else."""

import hashlib
import json
import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ivr.authoring.problems import Problem
from ivr.authoring.site.wave import why_not_playable
from ivr.authoring.yaml.plain_files import open_file, why_not_read
from ivr.errors import SiteRefused
from ivr.translation import NOTHING, Sentence, said

BUNDLE = 1  # the version of the bundle's own form
LARGEST_FILE = 20_000_000  # bytes read of one; what is larger than a menu may be is refused when it is taken apart
LARGEST_RECORDING = 20_000_000
BEGINNING = 64_000  # bytes of a table's file
MOST_READINGS = 5
MENUS = (
    "flows.yaml",
    "holidays/*.yaml",
    "menus/*/menu.yaml",
    "menus/*/pledges.yaml",
    "prompts/*/phrases.yaml",
    "prompts/*/recordings.yaml",
    "prompts/*/pronunciation.yaml",
)
WORDS = ("flows.yaml", "prompts/*/phrases.yaml", "prompts/*/pronunciation.yaml")
RECORDINGS = ("prompts/*/*.wav", "prompts/*/*/*.wav")
TABLES = ("menus/*/*.csv",)
MENU, PLEDGES = "menu.yaml", "pledges.yaml"
CALLS = ("menus/*/calls.yaml",)


@dataclass(frozen=True)
class SiteFiles:
    """What a site is made of, by path relative to its folder.

    `recordings` gives the SHA-256 of each recording and `sounds` the recordings by it. `headers` are the beginnings
    of the tables' CSV files, None where only the edition is known: tables are data and no part of it. `unreadable`
    says which files could not be taken at all. `calls` are the rehearsed calls, which are no part of an edition.
    """

    menus: Mapping[str, bytes]
    recordings: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[str, bytes] = field(default_factory=dict)
    headers: Mapping[str, bytes] | None = None
    unreadable: tuple[Problem, ...] = ()
    calls: Mapping[str, bytes] = field(default_factory=dict)


def read_folder(folder: Path) -> SiteFiles:
    """Everything in the folder of a site; read again when a file was being written meanwhile."""
    root = folder.resolve()
    before = stamps(root)
    for _ in range(MOST_READINGS):
        files = _read(root)
        after = stamps(root)
        if after == before:
            break
        before = after
    return files


def read_words(folder: Path) -> SiteFiles:
    """Only the site's languages and phrases, without menus, recordings and tables."""
    return SiteFiles(dict(_contents(folder.resolve(), WORDS, [], LARGEST_FILE)))


def differing_from(folder: Path, files: SiteFiles) -> tuple[str, ...]:
    """The menus, phrases and lists of recordings that differ in a folder; none where there is no site in it."""
    mine = dict(_contents(folder.resolve(), MENUS, [], LARGEST_FILE))
    if "flows.yaml" not in mine:
        return ()
    paths = sorted(mine.keys() | files.menus.keys())
    return tuple(path for path in paths if mine.get(path, b"").removeprefix(BOM_UTF8) != files.menus.get(path, b""))


def bundle(files: SiteFiles) -> bytes:
    """The one form of a site whose SHA-256 names its edition. Raises ValueError for files that are not UTF-8."""
    menus = {path: content.decode("utf-8-sig") for path, content in files.menus.items()}
    kept = {"bundle": BUNDLE, "files": menus, "recordings": dict(files.recordings)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unbundle(content: bytes) -> SiteFiles:
    """The files in a bundle. Raises SiteRefused when it is none."""
    try:
        kept = json.loads(content)
        if kept["bundle"] != BUNDLE:
            raise SiteRefused(f"this edition is in a form ({kept['bundle']}) that this version does not read")
        menus = {str(path): str(text).encode() for path, text in kept["files"].items()}
        return SiteFiles(menus, {str(path): str(name) for path, name in kept["recordings"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SiteRefused("this edition's bundle is damaged") from error


def hash_of(content: bytes) -> str:
    """The name of a bundle or a recording: its SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _read(root: Path) -> SiteFiles:
    unreadable: list[Problem] = []
    menus = dict(_contents(root, MENUS, unreadable, LARGEST_FILE))
    found = _contents(root, RECORDINGS, unreadable, LARGEST_RECORDING + 1)
    sounds = {path: sound for path, sound in found if _plays(path, sound, unreadable)}
    unreadable += _without_menu(root, menus)
    recordings = {path: hash_of(sound) for path, sound in sounds.items()}
    by_hash = {recordings[path]: sound for path, sound in sounds.items()}
    headers = dict(_contents(root, TABLES, unreadable, BEGINNING))
    calls = dict(_contents(root, CALLS, [], LARGEST_FILE))
    return SiteFiles(menus, recordings, by_hash, headers, tuple(unreadable), calls)


def _without_menu(root: Path, menus: Mapping[str, bytes]) -> Iterator[Problem]:
    """Folders of departments in which nothing can be read, perhaps because the file has another name."""
    for folder in sorted(root.glob("menus/*/")):
        file = f"menus/{folder.name}/menu.yaml"
        if not folder.name.startswith(".") and file not in menus and not os.path.lexists(root / file):
            hint = said("A department's menu is in menu.yaml; take the folder out if it has none.")
            yield Problem(file, 0, 1, 1, "missing-file", said("there is no such file."), hint)


def _contents(
    root: Path, patterns: tuple[str, ...], unreadable: list[Problem], most: int
) -> Iterator[tuple[str, bytes]]:
    for path in _found(root, patterns):
        name = path.relative_to(root).as_posix()
        try:
            if not Path(os.path.realpath(path)).is_relative_to(root):  # Path.resolve raises where links go in a circle
                unreadable.append(_unreadable(name, said("this file lies outside the site's folder.")))
                continue
            with open_file(path) as opened:
                yield name, opened.read(most)
        except OSError as error:
            unreadable.append(why_unreadable(name, error))


def _plays(path: str, sound: bytes, unreadable: list[Problem]) -> bool:
    too_large = said("this recording is larger than 20 MB.") if len(sound) > LARGEST_RECORDING else NOTHING
    why = too_large or why_not_playable(sound)
    if why:
        hint = said("Save it as WAV with one channel, PCM or µ-law.")
        unreadable.append(Problem(path, 0, 1, 1, "bad-recording", why, hint))
    return not why


def why_unreadable(file: str, error: OSError) -> Problem:
    """The problem with a file that the disk does not give."""
    return _unreadable(file, said("this file could not be read: {why}.", why=why_not_read(error)))


def _unreadable(file: str, message: Sentence) -> Problem:
    return Problem(file, 0, 1, 1, "unreadable-file", message)


def _found(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    # the last letter in brackets, so that links that lead nowhere are found too
    found = {path for pattern in patterns for path in root.glob(f"{pattern[:-1]}[{pattern[-1]}]")}
    return sorted(path for path in found if not any(part.startswith(".") for part in _parts(root, path)))


def _parts(root: Path, path: Path) -> tuple[str, ...]:
    return PurePosixPath(path.relative_to(root).as_posix()).parts


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """When each file was last written and how long it is."""
    found: dict[str, tuple[int, int]] = {}
    for path in _found(root, (*MENUS, *RECORDINGS, *TABLES)):
        try:
            told = path.stat()
        except OSError:
            continue
        found[str(path)] = (told.st_mtime_ns, told.st_size)
    return found
