"""A good site, and what becomes of it when words in its files are replaced.

The files in `broken/` and `fine/` tell what is done to it: `edits` (words replaced in the menu, or in the `file`
named), `add` (files by path), `encoded` (a file's text and the character set it is saved in), `repeated` (a text and
how often), `remove` (paths), `recordings` (paths and the seconds of silence in each, or text that is no sound), `links`
(paths and where they lead), `rows: yes` where the tables are read row by row, and `today`, the day on which reviews
are due, and `carrier`, by which one it shall be carried.
"""

import io
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.checking.report import report_text
from ivr.authoring.grammar.phrases import KEYS_CALLED, PHRASES
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.carrier.carriers import CARRIERS

HERE = Path(__file__).parent
MENU = "menus/transport/menu.yaml"
Edit = tuple[str, str, str]  # file, words, what stands there instead


FIRST = ("goodbye", "apology")  # phrases with faults in `broken/`: their lines stay where they are as others come


def _phrases() -> bytes:
    spoken = ((name, places) for name, places in PHRASES.items() if name not in KEYS_CALLED)
    phrases = sorted(spoken, key=lambda phrase: phrase[0] not in FIRST)
    lines = (f'{name}: "{name} {" ".join(f"{{{place}}}" for place in sorted(places))}"' for name, places in phrases)
    return "\n".join(lines).encode()


@pytest.fixture(scope="session")
def good_files() -> SiteFiles:
    """The files of `good/`, with phrases made of their names."""
    files = read_folder(HERE / "good")
    phrases = {f"prompts/{language}/phrases.yaml": _phrases() for language in ("yue", "en")}
    return replace(files, menus={**files.menus, **phrases})


@pytest.fixture(scope="session")
def with_edits(good_files: SiteFiles) -> Callable[[Sequence[Edit]], SiteFiles]:
    """The good site with words replaced once each, in order; fails where the words are not there."""

    def edit(edits: Sequence[Edit]) -> SiteFiles:
        menus = dict(good_files.menus)
        for file, words, instead in edits:
            text = menus.get(file, b"").decode()
            assert words in text, f"{words!r} is not in {file}"
            menus[file] = text.replace(words, instead, 1).encode()
        return replace(good_files, menus=menus)

    return edit


@pytest.fixture(scope="session")
def checked_as_told(
    good_files: SiteFiles,
    with_edits: Callable[[Sequence[Edit]], SiteFiles],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Path], Checked]:
    """What becomes of the good site with what a file in `broken/` or `fine/` tells done to it, found out once."""

    @cache
    def check(fault: Path) -> Checked:
        told = yaml.safe_load(fault.read_text("utf-8"))
        edits = [(each.get("file", MENU), each["replace"], each["instead"]) for each in told.get("edits", ())]
        files, folder = with_edits(edits), tmp_path_factory.mktemp("site")
        if set(told) - {"edits", "printed", "in", "near", "today", "carrier"}:
            _lay_out(files, told, folder)
            files = read_folder(folder)
        today = told.get("today")
        tables = {path: folder / path for path in files.headers or ()} if "rows" in told else {}
        carrier = CARRIERS[told.get("carrier", "twilio")].can
        return check_files(files, date.fromisoformat(today) if today else None, tables, carrier=carrier)

    return check


def _lay_out(files: SiteFiles, told: Mapping[str, Any], root: Path) -> None:
    tables = {path: (HERE / "good" / path).read_bytes() for path in files.headers or ()}
    added = {path: text.encode() for path, text in told.get("add", {}).items()}
    added |= {path: each["text"].encode(each["as"]) for path, each in told.get("encoded", {}).items()}
    added |= {path: each["text"].encode() * each["times"] for path, each in told.get("repeated", {}).items()}
    added |= {path: silence(each) for path, each in told.get("recordings", {}).items()}
    for path, content in {**files.menus, **tables, **added}.items():
        if path not in told.get("remove", ()):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    for path, target in told.get("links", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)


def silence(seconds: float | str) -> bytes:
    """A recording of so many seconds, or text that is none."""
    if isinstance(seconds, str):
        return seconds.encode()
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * int(8000 * seconds))
    return written.getvalue()


@pytest.fixture(scope="session")
def printed() -> Callable[[SiteFiles], str]:
    """What `ivr check` prints of a site."""

    def report(files: SiteFiles) -> str:
        checked: Checked = check_files(files)
        return report_text(checked.problems, checked.counts, checked.files)

    return report
