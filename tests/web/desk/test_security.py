"""What guards every page: tokens in forms, strict cookies, no change by GET, nothing told of the inside."""

import re
from pathlib import Path

import pytest

import ivr.web.desk
from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.errors import StorageAway
from ivr.settings import load_settings
from ivr.web.desk.frame.pages import Pages, pages

HERE = Path(ivr.web.desk.__file__).parent
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
TOKEN_FIELD = re.compile(r'csrf\(\)|name="csrf_token" value="{{ csrf_token\(\) }}"')


def test_no_form_is_taken_without_its_token(desk):
    client = desk.client("all@site.example").flask
    tried = 0
    for rule in desk.app.url_map.iter_rules():
        if not rule.rule.startswith("/desk") or rule.endpoint == "desk.nowhere":
            continue
        for method in rule.methods & set(CHANGING):
            address = re.sub(r"<[^>]+>", "1", rule.rule)
            assert client.open(address, method=method).status_code == 400, f"{method} {rule}"
            assert client.open(address, method=method, data={"csrf_token": "x"}).status_code == 400, f"{method} {rule}"
            tried += 1
    assert tried >= 12


def test_the_forms_of_the_hotline_and_the_telephone_need_none(desk):
    client = desk.client().flask
    assert client.post("/voice/answer").status_code == 403, "refused for its signature, not for a token"
    told = {"hotline": "+85222200101", "origin": "hong kong"}
    assert client.post("/phone/calls", json=told).status_code == 200


def test_a_token_of_one_browser_is_nothing_in_another(desk):
    token = desk.client("all@site.example").token()
    thief = desk.client("all@site.example").flask
    assert thief.post("/desk/sign-out", data={"csrf_token": token}).status_code == 400


def test_the_cookie_in_demo_over_http(desk):
    flags = desk.client().get("/desk/sign-in").headers["Set-Cookie"]
    assert flags.startswith("desk=")
    assert "HttpOnly" in flags
    assert "SameSite=Lax" in flags


def test_the_cookie_in_production_over_https(tmp_path):
    environ = {
        "IVR_MODE": "production",
        "IVR_STATE": str(tmp_path),
        "IVR_PUBLIC_URL": "https://ivr.example.org",
        "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    }
    client = bare_app(open_installation(load_settings(environ))).test_client()
    answer = client.get("/desk/sign-in", base_url="https://ivr.example.org")
    flags = answer.headers["Set-Cookie"]
    assert flags.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(flags.split("; "))
    assert "Domain" not in flags
    assert answer.headers["Strict-Transport-Security"]


def test_no_page_or_style_has_anything_inline_or_from_elsewhere():
    templates = tuple(HERE.glob("*/*.html"))
    assert len(templates) > 30
    for file in templates:
        text = file.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), file.name
        assert not re.search(r"(src|href|action)=\"(https?:)?//", text), file.name
        assert "| safe" not in text, file.name
        assert "autoescape" not in text, file.name
        for form in re.findall(r'<form method="post".*?</form>', text, re.DOTALL):
            assert TOKEN_FIELD.search(form), f"a form of {file.name} has no token"


@pytest.mark.parametrize("role", [{}, {"role": "viewers"}])
def test_a_route_without_a_role_does_not_start(role):
    with pytest.raises(TypeError, match="/forgotten takes no role that there is"):
        Pages().get("/forgotten", **role)(lambda: "")


def test_routes_of_one_page_take_the_same_role():
    pages = Pages()
    pages.get("/password", role="signed in", endpoint="password")(lambda: "")
    with pytest.raises(TypeError, match="another role than the other route of password"):
        pages.post("/password", role="anyone", endpoint="password")(lambda: "")


def test_every_route_of_the_desk_has_its_role(desk):
    rules = [rule for rule in desk.app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    assert {rule.endpoint for rule in rules} == {f"desk.{name}" for name in pages.roles}
    assert len(rules) > 60


def test_a_failure_tells_nothing_of_the_inside(desk):
    def fail():
        raise RuntimeError("secret of /srv/app")

    desk.app.view_functions["desk.help"] = fail
    answer = desk.client("all@site.example").get("/desk/help")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_without_its_database_the_desk_says_so(desk):
    def away():
        raise StorageAway("postgresql://u@h/d cannot be used")

    desk.app.view_functions["desk.help"] = away
    answer = desk.client("all@site.example").get("/desk/help")
    assert answer.status_code == 503
    assert "The database is away" in answer.text
    assert "postgresql" not in answer.text


@pytest.mark.parametrize(
    "path", ["/desk/sign-out", "/desk/language", "/desk/users/1/enable", "/desk/x/../y", "/desk/%00"]
)
def test_what_is_no_page_is_not_there(desk, path):
    assert desk.client("all@site.example").get(path).status_code == 404


def test_a_hostile_name_is_shown_as_text(desk, browse):
    name = "<script>document.title='taken'</script>\u202eevil\"'"
    as_all = desk.client("all@site.example")
    as_all.post("/desk/users", {"email": "odd@site.example", "name": name, "roles": ["viewer:transport"]})
    page = browse("/desk/users", "all@site.example")
    assert page.title().startswith("Users")
    assert page.get_by_text("<script>document.title").count() == 1
