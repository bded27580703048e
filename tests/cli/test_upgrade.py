"""`ivr upgrade` rewrites a site's files in place, or none of them."""

import shutil
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2]


@pytest.fixture
def old_site(tmp_path):
    """A copy of the sample site as people typed it who forgot the version."""
    site = tmp_path / "site"
    shutil.copytree(SITE / "menus", site / "menus")
    shutil.copytree(SITE / "prompts", site / "prompts")
    shutil.copy(SITE / "flows.yaml", site)
    for file in (site / "flows.yaml", *site.glob("menus/*/menu.yaml")):
        file.write_text(file.read_text("utf-8").replace("version: 1\n", "", 1), "utf-8")
    return site


def test_an_older_site_is_named_by_check_and_brought_up_to_date(ivr, old_site):
    told = ivr("check", str(old_site)).output
    assert 'this file needs "version".' in told
    assert "Run: ivr upgrade" in told
    result = ivr("upgrade", str(old_site))
    assert result.exit_code == 0
    assert "flows.yaml: version 0 to 1\n" in result.output
    assert "5 files rewritten." in result.output
    assert ivr("check", str(old_site)).exit_code == 0
    assert "Every file is of version 1 already." in ivr("upgrade", str(old_site)).output


def test_a_dry_run_prints_the_difference_and_writes_nothing(ivr, old_site):
    before = (old_site / "flows.yaml").read_bytes()
    result = ivr("upgrade", str(old_site), "--dry-run")
    assert result.exit_code == 0
    assert "--- flows.yaml\n+++ flows.yaml (version 1)\n" in result.output
    assert "\n+version: 1\n" in result.output
    assert "5 files would be rewritten." in result.output
    assert (old_site / "flows.yaml").read_bytes() == before


def test_one_file_can_be_upgraded_by_itself_and_keeps_its_rights(ivr, old_site):
    menu = old_site / "menus" / "water" / "menu.yaml"
    menu.chmod(0o640)
    assert "menu.yaml: version 0 to 1" in ivr("upgrade", str(menu)).output
    assert menu.stat().st_mode & 0o777 == 0o640
    assert "version: 1" in menu.read_text("utf-8")
    assert "version: 1" not in (old_site / "flows.yaml").read_text("utf-8")


def test_a_file_from_the_future_is_refused_and_no_file_is_touched(ivr, old_site):
    menu = old_site / "menus" / "water" / "menu.yaml"
    menu.write_text(f"version: 2\n{menu.read_text('utf-8')}", "utf-8")
    before = (old_site / "flows.yaml").read_bytes()
    result = ivr("upgrade", str(old_site))
    assert result.exit_code == 1
    assert "menus/water/menu.yaml:1:10: error: version 2 is newer than this system, which reads 1." in result.output
    assert "Nothing was changed." in result.output
    assert (old_site / "flows.yaml").read_bytes() == before


def test_a_folder_without_a_site_is_told_so(ivr, tmp_path):
    result = ivr("upgrade", str(tmp_path))
    assert "there is no flows.yaml" in str(result.exception)


def test_the_site_of_the_settings_is_brought_up_to_date(ivr, old_site, monkeypatch):
    monkeypatch.setenv("IVR_SITE", str(old_site))
    assert "5 files rewritten." in ivr("upgrade").output
