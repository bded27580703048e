"""The second factor: set up, asked for, each code once, taken away by an administrator."""

import re
from datetime import timedelta

import pyotp
import pytest

from ivr.storage.people.accounts import account_named

EMAIL = "supervisor@transport.example"
PASSWORD = "a right good password"


@pytest.fixture
def secret(desk, as_supervisor):
    """The secret of a second factor that was set up a while ago."""
    as_supervisor.post("/desk/second-factor/begin")
    found = re.search(r'class="key">([A-Z2-7]+)<', as_supervisor.get("/desk/second-factor").text)[1]
    assert as_supervisor.post("/desk/second-factor", {"code": code(desk, found)}).status_code == 302
    desk.clock.at += timedelta(minutes=2)
    return found


def code(desk, secret, later=0):
    return pyotp.TOTP(secret).at(desk.clock.now() + timedelta(seconds=later))


def half_in(desk):
    client = desk.client()
    answer = client.post("/desk/sign-in", {"email": EMAIL, "password": PASSWORD, "next": "/desk/help"})
    assert answer.location == "/desk/sign-in/code"
    return client


def test_after_the_password_the_code_is_asked_for(desk, secret):
    client = half_in(desk)
    assert client.get("/desk/help").status_code == 302, "the password alone opens nothing"
    answer = client.post("/desk/sign-in/code", {"code": code(desk, secret)})
    assert (answer.status_code, answer.location) == (302, "/desk/help")
    assert client.get("/desk/help").status_code == 200


@pytest.mark.parametrize(("later", "status"), [(-30, 302), (30, 302), (-90, 403), (90, 403)])
def test_a_clock_may_be_half_a_minute_wrong(desk, secret, later, status):
    assert half_in(desk).post("/desk/sign-in/code", {"code": code(desk, secret, later)}).status_code == status


def test_a_code_works_once(desk, secret):
    used = code(desk, secret)
    assert half_in(desk).post("/desk/sign-in/code", {"code": used}).status_code == 302
    assert half_in(desk).post("/desk/sign-in/code", {"code": used}).status_code == 403


@pytest.mark.parametrize("typed", ["", "000000", "abcdef", "１２３４５６", "0" * 5000])
def test_a_wrong_code_is_refused_and_counted(desk, secret, typed):
    assert half_in(desk).post("/desk/sign-in/code", {"code": typed}).status_code == 403
    assert account_named(desk.installation.database, EMAIL).failures == 1


def test_a_code_without_a_password_is_worth_nothing(desk, secret):
    client = desk.client()
    assert client.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 403
    assert client.get("/desk/sign-in/code").location == "/desk/sign-in"


def tried_in_vain(desk, times, email=EMAIL):
    for _ in range(times):
        desk.client().post("/desk/sign-in", {"email": email, "password": "wrong"})


@pytest.mark.parametrize("guessed_at", [EMAIL, "nobody@site.example"])
def test_whoever_knows_password_and_code_comes_in_however_much_others_try(desk, secret, guessed_at):
    tried_in_vain(desk, 11, guessed_at)
    client = desk.client()
    assert client.post("/desk/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 429
    assert client.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 302


def test_an_account_that_is_slow_lets_in_with_the_code(desk, secret):
    tried_in_vain(desk, 6)
    client = desk.client()
    assert client.post("/desk/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 403
    assert client.get("/desk/sign-in/code").status_code == 200
    assert client.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 302


def test_a_right_code_after_a_wrong_password_is_refused_and_not_used_up(desk, secret):
    client = desk.client()
    client.post("/desk/sign-in", {"email": EMAIL, "password": "wrong"})
    wrong = client.post("/desk/sign-in/code", {"code": code(desk, secret)})
    assert wrong.status_code == 403
    known = half_in(desk)
    assert known.post("/desk/sign-in/code", {"code": "000000"}).status_code == 403
    assert known.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 302


def test_the_cookie_does_not_tell_whether_the_password_was_right(desk, secret):
    cookies = []
    for password in ("wrong", PASSWORD):
        client = desk.client()
        client.post("/desk/sign-in", {"email": EMAIL, "password": password})
        with client.flask.session_transaction() as session:
            cookies.append(session["half"])
    assert len({len(each) for each in cookies}) == 1
    assert not any(EMAIL in each or '"' in each for each in cookies)


def test_whoever_has_the_password_may_try_five_codes_in_five_minutes(desk, secret):
    thief = half_in(desk)
    for _ in range(5):
        assert thief.post("/desk/sign-in/code", {"code": "000000"}).status_code == 403
    assert thief.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 403
    desk.clock.at += timedelta(minutes=5, seconds=1)
    assert half_in(desk).post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 302


def test_the_password_is_good_for_five_minutes_and_until_it_changes(desk, secret):
    late = half_in(desk)
    desk.clock.at += timedelta(minutes=6)
    assert late.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 403
    waiting, administrator = half_in(desk), desk.client("administrator@site.example")
    number = account_named(desk.installation.database, EMAIL).id
    assert administrator.post(f"/desk/users/{number}/password").status_code == 200
    assert waiting.post("/desk/sign-in/code", {"code": code(desk, secret)}).status_code == 403


def test_the_secret_rests_encrypted_and_the_picture_is_only_shown_while_setting_up(desk, as_supervisor, secret):
    assert secret not in account_named(desk.installation.database, EMAIL).totp
    client = desk.client("viewer@transport.example")
    assert client.get("/desk/second-factor/code.svg").status_code == 404
    client.post("/desk/second-factor/begin")
    picture = client.get("/desk/second-factor/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"<svg" in picture.data


def test_the_wrong_first_code_sets_nothing_up(desk, as_viewer):
    as_viewer.post("/desk/second-factor/begin")
    assert as_viewer.post("/desk/second-factor", {"code": "000000"}).status_code == 422
    assert not account_named(desk.installation.database, "viewer@transport.example").totp
    assert desk.client("viewer@transport.example").post("/desk/second-factor", {"code": "1"}).status_code == 400


def test_it_is_given_up_with_the_password_or_by_an_administrator(desk, secret):
    client = desk.client(EMAIL)
    assert client.post("/desk/second-factor/end", {"password": "wrong"}).status_code == 422
    assert account_named(desk.installation.database, EMAIL).totp
    number = account_named(desk.installation.database, EMAIL).id
    desk.client("administrator@site.example").post(f"/desk/users/{number}/second-factor")
    assert not account_named(desk.installation.database, EMAIL).totp


def test_nobody_meets_a_barrier_while_setting_up(browse, barriers):
    page = browse("/desk/second-factor", "viewer@transport.example", width=320, scheme="dark")
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("img").wait_for()
    assert barriers(page) == []
