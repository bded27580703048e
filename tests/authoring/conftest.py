"""A good site, and what becomes of it when words in its files are replaced."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.authoring import Checked, SiteFiles, check_files, read_folder, report_text
from ivr.authoring.phrases import PHRASES

HERE = Path(__file__).parent
Edit = tuple[str, str, str]  # file, words, what stands there instead


def _phrases() -> bytes:
    lines = (
        f'{name}: "{name} {" ".join(f"{{{place}}}" for place in sorted(places))}"' for name, places in PHRASES.items()
    )
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
def printed() -> Callable[[SiteFiles], str]:
    """What `ivr check` prints of a site."""

    def report(files: SiteFiles) -> str:
        checked: Checked = check_files(files)
        return report_text(checked.problems, checked.counts, checked.files)

    return report
