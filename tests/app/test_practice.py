"""A hotline to practise on is there at once, whatever proving it would take."""

from pathlib import Path

from empty_database import put_tables

from ivr.app.installation import open_installation
from ivr.app.practice import practice
from ivr.authoring.walking import proving
from ivr.settings import load_settings

SITE = Path(__file__).parents[2]


def test_a_site_is_rung_without_walking_every_path() -> None:
    proving._walks.clear()
    with practice(SITE) as hotline:
        assert hotline.edition.hotlines
    assert not proving._walks


def test_a_folder_that_was_published_is_followed_without_walking_it_again(tmp_path: Path) -> None:
    settings = load_settings({"IVR_MODE": "demo", "IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)})
    installation = open_installation(settings)
    put_tables(installation.database)
    first = installation.follow_folder("demo", "first")
    proving._walks.clear()
    again = installation.follow_folder("demo", "again")
    installation.database.close()
    assert (first.changed, again.changed) == (True, False)
    assert [walked.steps for walked in proving._walks.values()] == [0]


def test_a_folder_that_another_version_proved_is_walked_again(tmp_path: Path) -> None:
    settings = load_settings({"IVR_MODE": "demo", "IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)})
    installation = open_installation(settings)
    put_tables(installation.database)
    edition = installation.follow_folder("demo", "first").checked.edition
    (tmp_path / "published-folder").write_text(f"{edition.hash} 0.0.1")
    proving._walks.clear()
    again = installation.follow_folder("demo", "again")
    installation.database.close()
    assert not again.changed
    assert [walked.steps > 0 for walked in proving._walks.values()] == [True]
