"""What a crew sees to before it answers, and what it tells."""

import shutil
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.installation import open_installation
from ivr.authoring.walking import proving
from ivr.errors import SiteRefused
from ivr.serving.preparing import prepare, tell
from ivr.settings import load_settings

SITE = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path, capsys):
    """Prepares an installation as a crew does; what it printed, in both kinds."""

    def run(**environ):
        installation = open_installation(load_settings({"IVR_STATE": str(tmp_path / "state")} | environ))
        try:
            prepare(installation)
            tell(installation)
        finally:
            installation.database.close()
        return capsys.readouterr()

    return run


def test_a_demo_tells_where_it_is_served_and_its_password_once(start):
    demo = {"IVR_MODE": "demo", "IVR_SITE": str(SITE), "PORT": "8123"}
    first, second = start(**demo).out, start(**demo).out
    assert "at http://127.0.0.1:8123 (demo mode" in first
    assert "http://127.0.0.1:8123/phone/" in first
    assert ("shown only now" in first, "shown only now" in second) == (True, False)
    assert "call city --url http://127.0.0.1:8123" in first


def test_a_misspelt_setting_is_told_when_the_server_starts(start):
    told = start(IVR_MODE="demo", IVR_SITE=str(SITE), IVR_KEPT_CALLS="30").err
    assert told == "IVR_KEPT_CALLS (environment): no such setting, ignored; `ivr settings` lists those there are.\n"


def test_in_production_serving_publishes_nothing_and_says_what_to_do(start, tmp_path):
    production = {"IVR_MODE": "production", "IVR_PUBLIC_URL": "https://ivr.example.org", "IVR_SITE": str(SITE)}
    secrets = {"IVR_TWILIO_AUTH_TOKEN": "t" * 32, "IVR_SECRET_KEY": "a key of 32 letters or more for a trial"}
    installation = open_installation(load_settings({"IVR_STATE": str(tmp_path / "state")} | production | secrets))
    put_tables(installation.database)
    assert "nothing was published yet; run `ivr publish`" in start(**production, **secrets).err
    assert installation.shelf.history() == ()
    installation.database.close()


def test_what_was_saved_while_nothing_was_served_is_not_waited_for(start, tmp_path):
    site = tmp_path / "site"
    for folder in ("menus", "prompts"):
        shutil.copytree(SITE / folder, site / folder)
    shutil.copy(SITE / "flows.yaml", site)
    demo = {"IVR_MODE": "demo", "IVR_SITE": str(site)}
    start(**demo)
    menu = site / "menus" / "transport" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").replace("opening hours", "hours of opening"), "utf-8")
    proving._walks.clear()
    start(**demo)
    assert not proving._walks
    menu.write_text("version: 1", "utf-8")
    told = start(**demo).err
    assert "menus/transport/menu.yaml" in told
    assert "The last good edition is served" in told


def test_a_site_that_its_carrier_cannot_carry_is_not_served(start):
    demo = {"IVR_MODE": "demo", "IVR_SITE": str(SITE)}
    with pytest.raises(SiteRefused, match="Somleng does not hear what callers say"):
        start(**demo, IVR_CARRIER="somleng")
    start(**demo)
    told = start(**demo, IVR_CARRIER="somleng").err
    assert "Somleng does not hear what callers say" in told
    assert "The last good edition is served" in told
