"""The test telephone pretends a time or a failure, and such a call is kept nowhere."""

from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.settings import load_settings
from ivr.storage.calls.reading import list_calls

SITE = Path(__file__).parents[2]
TRANSPORT = "+85222200101"


@pytest.fixture
def installation(tmp_path):
    opened = open_installation(load_settings({"IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)}))
    put_tables(opened.database)
    opened.publish("tests")
    yield opened
    opened.database.close()


@pytest.fixture
def page(installation):
    return bare_app(installation).test_client()


def walk(page, acts, **asked):
    """Rings and acts; all that was heard."""
    told = page.post("/phone/calls", json={"hotline": TRANSPORT, "origin": "hong kong", **asked}).json
    heard = told["heard"]
    for act in acts:
        told = page.post("/phone/calls/act", json={"state": told["state"], "act": act}).json
        heard += told["heard"]
    return " ".join(one["text"] for one in heard)


def test_a_pretended_christmas_finds_the_office_closed(page, installation):
    assert "Christmas Day" in walk(page, ["3", "0"], at="2026-12-25T10:00")
    assert list_calls(installation.database) == ()


def test_a_pretended_failure_is_heard_to_the_end_of_the_call(page, installation):
    heard = walk(page, ["3", "1", "12345674", "1", "01011980"], at="2026-11-24T10:00", fails="database")
    assert "cannot be looked up" in heard
    assert "Putting you through" in heard
    assert list_calls(installation.database) == ()


def test_a_call_that_pretends_nothing_is_kept(page, installation):
    walk(page, ["3"], at="", fails="")
    assert len(list_calls(installation.database)) == 1


@pytest.mark.parametrize("asked", [{"at": "yesterday"}, {"fails": "gravity"}])
def test_what_cannot_be_pretended_is_said(page, asked):
    answer = page.post("/phone/calls", json={"hotline": TRANSPORT, "origin": "hong kong", **asked})
    assert answer.status_code == 400
    assert answer.json["fault"]
