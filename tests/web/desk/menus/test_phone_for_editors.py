"""The test telephone in production: there for editors who are signed in, and for nobody else."""

import shutil

import pytest

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.people.accounts import account_named
from ivr.storage.people.sign_ins import begin_sign_in


@pytest.fixture
def production(desk, tmp_path):
    """The same desk in production: its application, and how to sign in."""
    shutil.copytree(tmp_path / "state", tmp_path / "production")
    given = {
        "IVR_MODE": "production",
        "IVR_SITE": str(desk.installation.settings.site),
        "IVR_STATE": str(tmp_path / "production"),
        "IVR_PUBLIC_URL": "https://ivr.example.org",
        "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    }
    installation = open_installation(load_settings(given), PracticeClock(desk.clock.now()))
    app = bare_app(installation)

    def client(email):
        opened = app.test_client()
        if email:
            account = account_named(installation.database, email)
            secret = begin_sign_in(installation.database, account.id, desk.clock.now(), "")
            sealed = app.session_interface.get_signing_serializer(app).dumps({"desk": secret})
            opened.set_cookie("__Host-desk", sealed, domain="ivr.example.org", secure=True)
        return opened

    yield client
    installation.database.close()


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("", 404),
        ("viewer@transport.example", 404),
        ("supervisor@transport.example", 404),
        ("administrator@site.example", 404),
        ("editor@transport.example", 200),
    ],
)
def test_the_telephone_is_there_for_editors_alone(production, email, status):
    client, root = production(email), "https://ivr.example.org"
    assert client.get("/phone/", base_url=root).status_code == status
    told = {"hotline": "+85222200101", "origin": "hong kong"}
    assert client.post("/phone/calls", json=told, base_url=root).status_code == status
