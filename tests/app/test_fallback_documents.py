"""The fallback documents follow what is served, whoever publishes, and stop nobody."""

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.app.fallback_documents import try_to_write_fallbacks, write_fallbacks
from ivr.authoring.checking.loading import load_site
from ivr.engine.edition import Edition

SITE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_site(SITE)


def names(state: Path) -> list[str]:
    return sorted(path.stem for path in (state / "fallbacks").glob("*.xml"))


def test_there_is_one_for_each_hotline_and_none_of_those_that_are_no_more(edition, tmp_path):
    write_fallbacks(edition, tmp_path)
    assert names(tmp_path) == ["city", "leisure", "transport", "water"]
    fewer = {number: line for number, line in edition.hotlines.items() if line.name != "water"}
    write_fallbacks(replace(edition, hash="another", hotlines=fewer), tmp_path)
    assert names(tmp_path) == ["city", "leisure", "transport"]


def test_of_the_same_edition_they_are_made_once(edition, tmp_path):
    write_fallbacks(edition, tmp_path)
    (tmp_path / "fallbacks" / "city.xml").unlink()
    write_fallbacks(edition, tmp_path)
    assert "city" not in names(tmp_path)
    write_fallbacks(replace(edition, hash="another"), tmp_path)
    assert "city" in names(tmp_path)


def test_what_the_disk_does_not_take_stops_nothing_and_is_made_later(edition, tmp_path):
    (tmp_path / "fallbacks").write_text("in the way")
    try_to_write_fallbacks(edition, tmp_path)
    (tmp_path / "fallbacks").unlink()
    try_to_write_fallbacks(edition, tmp_path)
    assert len(names(tmp_path)) == 4
    try_to_write_fallbacks(None, tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
