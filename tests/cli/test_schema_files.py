"""`ivr schema`: to the terminal, to a file, all into a folder."""

import json

import pytest


@pytest.mark.parametrize("which", ["menu", "flows", "calls", "phrases"])
def test_a_schema_is_printed(ivr, which):
    result = ivr("schema", which)
    assert result.exit_code == 0
    assert json.loads(result.output)["title"] == f"{which}.yaml"


def test_the_menu_is_meant_unless_another_is_named(ivr, tmp_path):
    file = tmp_path / "menu.json"
    assert ivr("schema", "--output", str(file)).output == f"Written to {file}.\n"
    assert "licensing_counter" in file.read_text("utf-8")
    assert json.loads(file.read_text("utf-8"))["title"] == "menu.yaml"


def test_all_are_written_into_a_folder(ivr, tmp_path):
    assert ivr("schema", "--folder", str(tmp_path / "schemas")).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "schemas").iterdir())
    assert names == [
        "calls.schema.json",
        "flows.schema.json",
        "menu.schema.json",
        "phrases.schema.json",
        "pledges.schema.json",
    ]


def test_a_schema_needs_no_site(ivr, tmp_path, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(tmp_path))
    assert json.loads(ivr("schema").output)["title"] == "menu.yaml"
