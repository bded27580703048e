"""Whatever lies in a site's folder, `ivr check` gives problems, and never an exception; so does every report of it."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.checking.loading import check_site
from ivr.authoring.checking.report import report_github, report_json, report_text
from ivr.authoring.site.files import SiteFiles
from ivr.translation import CHINESE, ENGLISH

HERE = Path(__file__).parent
FILES = (
    "flows.yaml",
    "menus/transport/menu.yaml",
    "menus/transport/applications.csv",
    "prompts/yue/phrases.yaml",
    "prompts/en/recordings.yaml",
    "prompts/en/pronunciation.yaml",
    "prompts/en/goodbye.wav",
)
MARKS = (b"\xff\xfe", b"PK\x03\x04", b"RIFF", b"\xed\xa0\x80", b"\xc2\xa0", b"\0")
SIGNS = (
    "\r",
    "\n",
    '"',
    "'",
    ";",
    "\t",
    "{",
    "}",
    "[",
    "- ",
    ": ",
    "#:",
    "*",
    "&a",
    "!x",
    "，",
    "“",
    "\u2028",
    "\x85",
    "\\x",
    "9" * 20,
)
PIECES = (*MARKS, *(sign.encode() for sign in SIGNS))
CHARSETS = ("utf-8", "utf-16", "gb18030")
ONE_RUN = settings(max_examples=60, derandomize=True)


@pytest.fixture
def site(tmp_path: Path, good_files: SiteFiles) -> Path:
    table = {"menus/transport/applications.csv": (HERE / "good/menus/transport/applications.csv").read_bytes()}
    more = {
        "prompts/en/recordings.yaml": b"version: 1\nrecordings:\n  goodbye: {says: Goodbye., voice: Staff}\n",
        "prompts/en/pronunciation.yaml": b"HKID: H K I D\n",
    }
    for path, content in {**good_files.menus, **table, **more}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def _checked_with(site: Path, file: str, content: bytes) -> None:
    path = site / file
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        checked = check_site(site, rows_in=[site])
        for language in (ENGLISH, *CHINESE):
            report_text(checked.problems, checked.counts, checked.files, language).encode()
            report_json(checked.problems, language).encode()
        report_github(checked.problems).encode()
        assert (checked.edition is None) == any(problem.level == "error" for problem in checked.problems)
    finally:
        path.write_bytes(before) if before is not None else path.unlink()


@ONE_RUN
@given(file=st.sampled_from(FILES), content=st.binary(max_size=400))
def test_a_file_of_any_bytes_is_no_exception(site: Path, file: str, content: bytes) -> None:
    _checked_with(site, file, content)


@ONE_RUN
@given(
    file=st.sampled_from(FILES), content=st.text(max_size=200), charset=st.sampled_from(["utf-8", "utf-16", "gb18030"])
)
def test_a_file_of_any_text_is_no_exception(site: Path, file: str, content: str, charset: str) -> None:
    _checked_with(site, file, content.encode(charset, "replace"))


@ONE_RUN
@given(file=st.sampled_from(FILES[:-1]), seed=st.integers(0, 2**32), times=st.integers(1, 4))
def test_a_good_file_spoilt_anywhere_is_no_exception(site: Path, file: str, seed: int, times: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # slips, not secrets
    content = (site / file).read_bytes()
    for _ in range(times):
        content = chance.choice(SPOIL)(chance, content)
    _checked_with(site, file, content)


def _cut(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[at + chance.randrange(40) :]


def _put(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(PIECES) + content[at:]


def _change(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _end(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\n\r"]))


SPOIL: tuple[Callable[[random.Random, bytes], bytes], ...] = (_cut, _put, _put, _change, _end)
