"""Publishing: a good site is served, a bad one never, and demo mode follows the files."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.application import site_watch
from ivr.app.installation import Installation, open_installation
from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import bundle, differing_from, hash_of, read_folder, stamps, unbundle
from ivr.jobs.site_watch import SiteWatch
from ivr.publishing.publish import Wish, current_hash, publish_checked
from ivr.settings import load_settings
from ivr.storage.tables.catalogue import list_tables

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
    put_tables(opened.database)
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
    shapes = published.checked.edition.tables
    assert any(shape.filed for shape in shapes.values()), "what callers fill is not loaded"
    assert any(shape.cases for shape in shapes.values()), "nor is what the system has itself"
    loaded = {name for name, shape in shapes.items() if not shape.filed and not shape.cases}
    assert {table.name for table in list_tables(installation.database)} == loaded


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


def other_words(site: Path, words: str) -> None:
    menu = site / "menus" / "transport" / "menu.yaml"
    text = menu.read_text("utf-8")
    menu.write_text(text.replace("en: opening hours}", f"en: {words}}}", 1), "utf-8")


def publish_elsewhere(installation: Installation) -> str:
    """Publish other words as the desk does, with the folder left as it is; the edition."""
    shelf = installation.shelf
    files = unbundle(shelf.bundle(shelf.current().hash))
    menu = files.menus["menus/transport/menu.yaml"].replace(b"en: opening hours}", b"en: the hours}")
    made = bundle(replace(files, menus={**files.menus, "menus/transport/menu.yaml": menu}))
    shelf.publish(made, hash_of(made), "chan", "at the desk", {})
    return hash_of(made)


def test_starting_again_does_not_take_back_what_was_published_elsewhere(installation, site):
    installation.follow_folder("demo", "start")
    elsewhere = publish_elsewhere(installation)
    assert not installation.follow_folder("demo", "start").changed
    assert current_hash(installation.shelf) == elsewhere
    other_words(site, "hours of opening")
    assert installation.follow_folder("demo", "saved").changed
    assert current_hash(installation.shelf) != elsewhere


def test_starting_again_does_not_undo_going_back(installation, site):
    first = installation.follow_folder("demo", "start").checked.edition.hash
    other_words(site, "hours of opening")
    installation.follow_folder("demo", "saved")
    installation.shelf.roll_back_to(first, "chan", "the words were wrong")
    installation.follow_folder("demo", "start")
    assert current_hash(installation.shelf) == first


def test_what_was_written_while_nothing_ran_is_published_at_the_start(installation, site):
    installation.follow_folder("demo", "start")
    publish_elsewhere(installation)
    other_words(site, "hours of opening")
    assert installation.follow_folder("demo", "start").changed


def test_publishing_the_folder_by_command_counts_as_followed(installation):
    installation.publish("wong")
    elsewhere = publish_elsewhere(installation)
    installation.follow_folder("demo", "start")
    assert current_hash(installation.shelf) == elsewhere


def test_rows_that_were_loaded_anew_are_named(installation, site):
    assert "transport/applications" in installation.publish("tests").loaded
    assert installation.publish("tests").loaded == ()
    table = site / "menus" / "transport" / "applications.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), "utf-8")
    again = installation.publish("tests")
    assert (again.changed, again.loaded) == (False, ("transport/applications",))


def test_files_that_were_only_looked_over_are_not_published(installation, site):
    checked = check_files(read_folder(site), walked=False)
    with pytest.raises(ValueError, match="looked over"):
        publish_checked(checked, site, installation.shelf, installation.publishing_lock, None, Wish("tests"))


def test_the_files_that_differ_from_what_is_served_are_named(installation, site, tmp_path):
    installation.publish("tests")
    served = unbundle(installation.shelf.bundle(installation.shelf.current().hash))
    assert differing_from(site, served) == ()
    other_words(site, "hours of opening")
    (site / "menus" / "new").mkdir()
    (site / "menus" / "new" / "menu.yaml").write_text("version: 1\n")
    assert differing_from(site, served) == ("menus/new/menu.yaml", "menus/transport/menu.yaml")
    assert differing_from(tmp_path / "nowhere", served) == ()


def without_its_database(installation: Installation) -> Path:
    """Its file, which was there and is gone."""
    for file in installation.settings.state.glob("ivr.db*"):
        file.unlink()
    return installation.database.path


def test_a_worker_makes_the_database_that_was_away_when_the_demo_was_started(installation):
    path = without_its_database(installation)
    site_watch(installation).look()
    assert path.exists()
    assert current_hash(installation.shelf)


def test_a_worker_makes_no_empty_database_in_place_of_one_that_is_gone(installation):
    installation.follow_folder("demo", "start")
    path = without_its_database(installation)
    watch = site_watch(installation)
    watch.look()
    assert not path.exists()
    assert "is not there; run `ivr db upgrade`" in watch.problems[0]
