"""`ivr tree` and `ivr used`: what they print, write and refuse."""

import json
import re
import shutil
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2]


@pytest.fixture
def own_site(tmp_path, monkeypatch):
    """A copy of the sample site to break."""
    site = tmp_path / "site"
    for folder in ("menus", "prompts"):
        shutil.copytree(SAMPLE / folder, site / folder)
    shutil.copy(SAMPLE / "flows.yaml", site)
    monkeypatch.setenv("IVR_SITE", str(site))
    return site


def test_the_tree_of_a_hotline_shows_keys_and_where_they_lead(ivr):
    result = ivr("tree", "transport")
    assert result.exit_code == 0
    assert "├── 2 licence fees → fees  menu" in result.output
    assert "unavailable → officer  (see below)" in result.output


@pytest.mark.parametrize(
    ("form", "begins"), [("mermaid", "flowchart LR"), ("html", "<!DOCTYPE html>"), ("dot", "digraph"), ("json", "{")]
)
def test_every_form_is_written_to_a_file(ivr, tmp_path, form, begins):
    file = tmp_path / "drawn"
    result = ivr("tree", "--format", form, "--language", "yue", "--output", str(file))
    assert result.exit_code == 0
    assert result.output.startswith(f"Written to {file}: ")
    assert file.read_text("utf-8").startswith(begins)


def test_the_labels_are_in_the_language_asked_for(ivr):
    assert "1 查詢申請進度 → application" in ivr("tree", "transport", "--language", "yue").output
    result = ivr("tree", "--language", "fr")
    assert result.exit_code == 2
    assert "It speaks yue, cmn, en." in result.output


def test_a_hotline_that_is_not_there_is_wrong_usage(ivr):
    result = ivr("tree", "transprot")
    assert result.exit_code == 2
    assert 'Did you mean "transport"?' in result.output


def test_a_site_with_mistakes_is_drawn_with_what_is_missing(ivr, own_site):
    menu = own_site / "menus/transport/menu.yaml"
    menu.write_text(
        menu.read_text("utf-8").replace("to: fees}", "to: fess}").replace(", en: licence fees", ""), "utf-8"
    )
    result = ivr("tree", "transport")
    assert result.exit_code == 0
    assert "→ fess  (no such node)" in result.output
    assert "no English" in result.output
    assert "This site is not served as it stands: 2 errors. See: ivr check" in result.output


def test_used_by_prints_every_place_as_editors_click_it(ivr):
    result = ivr("used", "transport/vehicle_fees")
    assert result.exit_code == 0
    found = re.fullmatch(
        r"(.+):(\d+):(\d+): table transport/vehicle_fees by transport/vehicle_fee \(from\)\n", result.output
    )
    assert found
    line = (SAMPLE / found[1]).read_text("utf-8").splitlines()[int(found[2]) - 1]
    assert line[int(found[3]) - 1 :] == "vehicle_fees"


def test_used_by_as_data(ivr):
    found = json.loads(ivr("used", "licensing_counter", "--format", "json").output)
    assert [(use["what"], use["by"], use["setting"]) for use in found] == [("officers", "transport/officer", "to")]


def test_a_name_that_nothing_has_is_wrong_usage(ivr):
    result = ivr("used", "nowhere_at_all")
    assert result.exit_code == 2
    assert "no node, table, field, day, officers or calendar" in result.output


def test_what_nothing_mentions_is_told(ivr, own_site):
    flows = own_site / "flows.yaml"
    flows.write_text(
        flows.read_text("utf-8").replace("  emergency: always", "  emergency: always\n  spare: always"), "utf-8"
    )
    assert ivr("used", "spare").output == "Nothing mentions spare.\n"
