"""The application put together: every address guarded, ready when it is, and never started without menus."""

import re
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.errors import SiteRefused
from ivr.serving.preparing import prepare
from ivr.settings import load_settings

SITE = Path(__file__).parents[2]
OPEN = {"public.hotlines", "public.static", "health.alive", "health.ready", "voice.recorded_prompt", "phone.static"}
DEMO_ONLY = {"phone.show", "phone.ring", "phone.act"}

WITH_TOKEN = {"metrics.metrics"}
"""No such page where no token is set; tests/doctor tries it with one."""


@pytest.fixture
def installation(tmp_path):
    opened = open_installation(load_settings({"IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)}))
    put_tables(opened.database)
    opened.publish("tests")
    yield opened
    opened.database.close()


@pytest.fixture
def app(installation):
    return bare_app(installation)


def test_every_address_is_open_on_purpose_or_signed(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN | DEMO_ONLY or rule.endpoint.startswith("desk."):
            continue  # tests/web/desk tries every address of the desk with every role
        if rule.endpoint in WITH_TOKEN:
            assert client.get(rule.rule).status_code == 404
            continue
        assert rule.endpoint.startswith("voice."), f"{rule} is neither signed nor listed as open"
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert client.open(rule.rule, method=method).status_code == 403


def test_the_telephone_is_not_there_in_production(tmp_path):
    environ = {
        "IVR_MODE": "production",
        "IVR_SITE": str(SITE),
        "IVR_STATE": str(tmp_path),
        "IVR_PUBLIC_URL": "https://ivr.example.org",
        "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    }
    installation = open_installation(load_settings(environ))
    put_tables(installation.database)
    prepare(installation)
    client = bare_app(installation).test_client()
    assert client.get("/phone/").status_code == 404
    assert client.post("/phone/calls", json={"hotline": "+85222200101", "origin": "hong kong"}).status_code == 404
    assert "test telephone" not in client.get("/").text
    installation.database.close()


def test_the_first_page_lists_the_hotlines_in_three_languages(app):
    page = app.test_client().get("/").text
    for words in ("+85222200101", "運輸熱線", "运输热线", "Transport Services", "/phone/"):
        assert words in page


def test_the_first_page_has_a_drawing_of_its_own_in_the_browsers_tab(app):
    client = app.test_client()
    found = re.search(r'rel="icon" href="([^"]+)"', client.get("/").text)
    with client.get(found[1]) as drawing:  # a file that would stay open
        assert drawing.content_type.startswith("image/svg+xml")


def test_it_is_ready_with_a_database_an_edition_and_an_empty_spool(app):
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json["checks"]) == {"database", "edition", "spool"}


def test_without_an_edition_it_is_not_ready(tmp_path):
    installation = open_installation(load_settings({"IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)}))
    put_tables(installation.database)
    answer = bare_app(installation).test_client().get("/readyz")
    assert answer.status_code == 503
    assert "ivr publish" in answer.json["checks"]["edition"]["says"]
    installation.database.close()


def test_it_does_not_start_with_nothing_to_serve(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "flows.yaml").write_text("version: 1\nsiet: {en: Oops}\n")
    environ = {"IVR_SITE": str(tmp_path / "site"), "IVR_STATE": str(tmp_path / "state")}
    installation = open_installation(load_settings(environ))
    with pytest.raises(SiteRefused, match=r"flows\.yaml:2:1: error"):
        prepare(installation)
    installation.database.close()


def test_it_starts_with_the_last_good_edition_when_the_files_are_bad(tmp_path, installation, capsys):
    bad = tmp_path / "site"
    bad.mkdir()
    (bad / "flows.yaml").write_text("version: 1\nsiet: {en: Oops}\n")
    environ = {"IVR_SITE": str(bad), "IVR_STATE": str(tmp_path)}
    again = open_installation(load_settings(environ))
    prepare(again)
    assert "The last good edition is served" in capsys.readouterr().err
    again.database.close()


def test_the_first_start_of_all_serves_the_site_although_the_database_is_away(tmp_path, capsys):
    environ = {
        "IVR_SITE": str(SITE),
        "IVR_STATE": str(tmp_path),
        "IVR_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    installation = open_installation(load_settings(environ))
    prepare(installation)
    assert "the database is away" in capsys.readouterr().err
    assert bare_app(installation).test_client().get("/").status_code == 200
    assert installation.switchboard.answer("CA1", "+85222200101", "").token
    assert len(installation.spool.waiting()) == 1
    installation.database.close()
