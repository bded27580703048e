"""Signing in with an account of the office, against a scripted identity provider that can lie in every way."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.people.accounts import change_account, find_account, list_accounts, write_grants
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.people.single_sign_on import granted

KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})
ROLES = "hotline=supervisor:transport, all=viewer"


class Provider:
    """An identity provider; `lies` are claims that are wrong, `forge` makes another token out of the claims."""

    def __init__(self) -> None:
        self.lies: dict[str, Any] = {}
        self.forge: Any = lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self.algorithms = ["RS256"]
        self.asked: dict[str, str] = {}
        self.codes: set[str] = set()
        self.root = ""
        self.app = Flask("provider")
        self.app.add_url_rule("/.well-known/openid-configuration", "found", self.found)
        self.app.add_url_rule("/keys", "keys", lambda: jsonify({"keys": [KEY.as_dict(private=False)]}))
        self.app.add_url_rule("/token", "token", self.token, methods=["POST"])

    def found(self) -> Any:
        return jsonify(
            issuer=self.root,
            authorization_endpoint=f"{self.root}/authorize",
            token_endpoint=f"{self.root}/token",
            jwks_uri=f"{self.root}/keys",
            id_token_signing_alg_values_supported=self.algorithms,
        )

    def token(self) -> Any:
        """Answers a code once, to whoever has the verifier of its challenge."""
        given = urlsafe_b64encode(sha256(request.form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if request.form["code"] not in self.codes or given != self.asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        self.codes.clear()
        claims = {
            "iss": self.root, "aud": "desk", "sub": "u1", "email": "Chan@office.example", "name": "Chan Tai Man",
            "nonce": self.asked["nonce"], "roles": ["hotline", "x"],
            "iat": int(time.time()), "exp": int(time.time()) + 60,
        }  # fmt: skip
        claims = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
        return jsonify(access_token="a", token_type="Bearer", id_token=self.forge(claims))


@pytest.fixture
def provider() -> Iterator[Provider]:
    scripted = Provider()
    server = make_server("127.0.0.1", 0, scripted.app, threaded=True)
    scripted.root = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield scripted
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(desk, provider, tmp_path):
    """The desk with that provider set up; its installation, its application, its clock."""
    given = {
        "IVR_SITE": str(desk.installation.settings.site),
        "IVR_STATE": str(tmp_path / "state"),
        "IVR_OIDC_URL": f"{provider.root}/.well-known/openid-configuration",
        "IVR_OIDC_CLIENT_ID": "desk",
        "IVR_OIDC_CLIENT_SECRET": "hush, really",
        "IVR_OIDC_ROLES": ROLES,
    }
    installation = open_installation(load_settings(given), PracticeClock(desk.clock.now()))
    yield installation, bare_app(installation)
    installation.database.close()


def leave(client, provider, then=""):
    """Go to the provider; the address to come back to."""
    answer = client.get(f"/desk/sign-in/office?next={then}")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
    provider.asked = asked
    provider.codes.add("code1")
    return f"/desk/sign-in/office/back?code=code1&state={asked['state']}"


def come_back(office, provider, **lies):
    provider.lies = lies
    client = office[1].test_client()
    return client.get(leave(client, provider))


def test_whoever_the_office_vouches_for_gets_the_roles_of_its_groups(office, provider):
    client = office[1].test_client()
    back = leave(client, provider, "/desk/help")
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == "http://127.0.0.1:8000/desk/sign-in/office/back"
    answer = client.get(back)
    assert (answer.status_code, answer.location) == (302, "/desk/help")
    assert client.get("/desk/help").status_code == 200
    account = find_account(office[0].database, "chan@office.example")
    assert write_grants(account.grants) == "supervisor:transport"
    assert (account.name, account.password) == ("Chan Tai Man", "")
    assert list_audit(office[0].database)[0].action == "signed in"


def test_the_second_time_brings_the_roles_up_to_date(office, provider):
    come_back(office, provider)
    assert come_back(office, provider, roles="all", email="chan.new@office.example").status_code == 302
    (account,) = [each for each in list_accounts(office[0].database) if each.subject]
    assert write_grants(account.grants) == "viewer:*"


def test_a_role_taken_away_at_the_provider_is_gone_here_too(office, provider):
    client = office[1].test_client()
    client.get(leave(client, provider))
    assert client.get("/desk/help").status_code == 200
    assert come_back(office, provider, roles=None).status_code == 403
    assert client.get("/desk/help").status_code == 302, "what was open elsewhere is closed"
    account = find_account(office[0].database, "chan@office.example")
    assert account.grants == frozenset()
    lines = list_audit(office[0].database, AuditFilters(action="changed an account"))
    assert [(line.details["from"], line.details["to"]) for line in lines] == [("supervisor:transport", "")]


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": "another"},
        {"aud": "another", "azp": "desk"},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"email": None},
        {"email_verified": False},
        {"roles": []},
        {"roles": ["no group of ours"]},
        {"roles": None},
    ],
    ids=json.dumps,
)
def test_a_lie_is_refused_like_anything_else(office, provider, lies):
    answer = come_back(office, provider, **lies)
    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert find_account(office[0].database, "chan@office.example") is None


def _none(claims):
    parts = ({"alg": "none"}, claims)
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


@pytest.mark.parametrize(
    "forge",
    [
        _none,
        lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY),
        lambda claims: jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(KEY.as_pem(private=False))),
        lambda claims: "no token",
        lambda claims: "",
    ],
    ids=["no signature", "another key", "the public key as a secret", "garbage", "nothing"],
)
def test_a_forged_token_is_refused_even_if_the_provider_offers_its_kind(office, provider, forge):
    provider.algorithms = ["none", "HS256", "RS256"]
    provider.forge = forge
    assert come_back(office, provider).status_code == 403


def test_a_state_works_once_and_in_one_browser(office, provider):
    client = office[1].test_client()
    back = leave(client, provider)
    stranger = office[1].test_client()
    assert stranger.get(back).status_code == 403
    assert client.get(back).status_code == 302
    provider.codes.add("code1")
    assert client.get(back).status_code == 403
    assert stranger.get("/desk/sign-in/office/back?code=code1&state=x").status_code == 403
    assert stranger.get("/desk/sign-in/office/back").status_code == 403
    assert stranger.get("/desk/sign-in/office/back?error=access_denied").status_code == 403


def test_whoever_is_disabled_here_stays_out(office, provider):
    come_back(office, provider)
    account = find_account(office[0].database, "chan@office.example")
    change_account(office[0].database, account.id, disabled_at=account.created_at)
    assert come_back(office, provider).status_code == 403


def test_an_account_of_the_desk_is_not_taken_over(office, provider):
    answer = come_back(office, provider, email="supervisor@transport.example")
    assert answer.status_code == 403
    assert not find_account(office[0].database, "supervisor@transport.example").subject


def test_nobody_is_led_elsewhere_after_it(office, provider):
    client = office[1].test_client()
    assert client.get(leave(client, provider, "//elsewhere.example")).location == "/desk/"


def test_an_account_of_the_office_has_no_password_here(office, provider):
    come_back(office, provider)
    from_the_form = office[1].test_client()
    page = from_the_form.get("/desk/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"email": "chan@office.example", "password": "", "csrf_token": token}
    assert from_the_form.post("/desk/sign-in", data=form).status_code == 403
    assert "Sign in with your department account" in page


def test_a_provider_that_is_away_is_a_refusal_too(office, provider):
    client = office[1].test_client()
    provider.app.view_functions["found"] = lambda: ("", 500)
    assert client.get("/desk/sign-in/office").status_code == 403


def test_without_the_setting_there_is_no_such_address(desk):
    client = desk.client()
    assert client.get("/desk/sign-in/office").status_code == 404
    assert client.get("/desk/sign-in/office/back?code=1&state=2").status_code == 404
    assert "department account" not in client.get("/desk/sign-in").text


@pytest.mark.parametrize(
    ("claims", "claim", "translations", "roles"),
    [
        ({"roles": ["supervisor:water", "unknown"]}, "roles", "", "supervisor:water"),
        ({"realm_access": {"roles": ["viewer"]}}, "realm_access.roles", "", "viewer:*"),
        ({"https://x.example/roles": "editor:water"}, "https://x.example/roles", "", "editor:water"),
        ({"groups": ["a", "b"]}, "groups", "a=viewer, b=editor:a editor:b", "editor:a editor:b viewer:*"),
        ({"groups": ["administrator"]}, "groups", "a=viewer:water", ""),
        ({"groups": {"administrator": 1}}, "groups", "", ""),
        ({"roles": 5}, "roles", "", ""),
        ({"roles": 5}, "roles.more", "", ""),
    ],
)  # fmt: skip
def test_roles_come_out_of_the_claim(tmp_path, claims, claim, translations, roles):
    given = {"IVR_STATE": str(tmp_path), "IVR_OIDC_ROLES_CLAIM": claim, "IVR_OIDC_ROLES": translations}
    assert write_grants(granted(claims, load_settings(given))) == roles
