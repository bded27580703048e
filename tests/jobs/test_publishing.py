"""Publishing: a good site is served, a bad one never, and demo mode follows the files."""

import shutil
from pathlib import Path

import pytest

from ivr.app import open_installation
from ivr.app.installation import Installation
from ivr.authoring.site_files import stamps
from ivr.jobs.publishing import current_hash
from ivr.jobs.site_watch import SiteWatch
from ivr.settings import load_settings
from ivr.storage.schema import upgrade
from ivr.storage.tables import list_tables

SITE = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the sample site that may be spoilt."""
    copy = tmp_path / "site"
    copy.mkdir()
    shutil.copy(SITE / "flows.yaml", copy)
    for folder in ("menus", "prompts"):
        shutil.copytree(SITE / folder, copy / folder)
    return copy


@pytest.fixture
def installation(site: Path, tmp_path: Path) -> Installation:
    opened = open_installation(load_settings({"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / "state")}))
    upgrade(opened.database)
    yield opened
    opened.database.close()


@pytest.fixture
def watch(installation: Installation, site: Path) -> SiteWatch:
    return SiteWatch(site, lambda: installation.publish("demo"), stamps)


def spoil(site: Path) -> None:
    menu = site / "menus" / "city" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").replace("kind: menu", "kind: mneu", 1), "utf-8")


def test_a_good_site_becomes_current_with_its_tables(installation):
    published = installation.publish("tests")
    assert published.changed
    assert current_hash(installation.shelf) == published.checked.edition.hash
    assert {table.name for table in list_tables(installation.database)} == set(published.checked.edition.tables)


def test_the_same_site_again_changes_nothing(installation):
    installation.publish("tests")
    assert not installation.publish("tests").changed
    assert len(installation.shelf.history()) == 1


def test_a_site_with_a_mistake_leaves_the_last_good_edition(installation, site):
    good = installation.publish("tests").checked.edition.hash
    spoil(site)
    published = installation.publish("tests")
    assert published.checked.edition is None
    assert current_hash(installation.shelf) == good


def test_a_saved_file_is_served_and_a_spoilt_one_told(installation, site, watch):
    watch.look()
    first = current_hash(installation.shelf)
    spoil(site)
    watch.look()
    assert current_hash(installation.shelf) == first
    assert any("menus/city/menu.yaml" in problem for problem in watch.problems)
    menu = site / "menus" / "city" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").replace("kind: mneu", "kind: menu") + "\n# mended\n", "utf-8")
    watch.look()
    assert watch.problems == ()
    assert current_hash(installation.shelf) != first


def test_a_bad_table_is_told_and_the_old_rows_stay(installation, site, watch):
    watch.look()
    before = {table.name: table.rows for table in list_tables(installation.database)}
    table = site / "menus" / "transport" / "applications.csv"
    table.write_text(table.read_text("utf-8") + "x,y\n", "utf-8")
    watch.look()
    assert any("applications.csv" in problem for problem in watch.problems)
    assert {table.name: table.rows for table in list_tables(installation.database)} == before


def test_nothing_is_done_while_nothing_is_written(installation, watch):
    watch.look()
    looked = []
    watch._publish = lambda: looked.append("published")
    watch.look()
    assert looked == []
