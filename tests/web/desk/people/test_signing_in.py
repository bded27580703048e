"""Signing in and out with a password: what is refused says the same, and what has ended stays so."""

import re
from datetime import timedelta

import pytest
from web.desk.conftest import DeskUnderTest

from ivr.app.application import bare_app
from ivr.storage.people.accounts import account_named, change_account, find_account
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.pace import MOST
from ivr.web.desk.people.limits import home_of

EMAIL = "supervisor@transport.example"
PASSWORD = "a right good password"


def sign_in(client, password=PASSWORD, email=EMAIL, then=""):
    answer = client.post("/desk/sign-in", {"email": email, "password": password, "next": then})
    client.forget_token()
    return answer


def account(desk, email=EMAIL):
    return account_named(desk.installation.database, email)


def test_the_right_password_leads_where_they_were_going(as_stranger):
    answer = sign_in(as_stranger, then="/desk/help?x=1")
    assert (answer.status_code, answer.location) == (302, "/desk/help?x=1")
    assert as_stranger.get("/desk/help").status_code == 200


@pytest.mark.parametrize(
    "then", ["https://elsewhere.example/", "//elsewhere.example/desk/", "/\\elsewhere.example", "/desk/\\..", "x", "/"]
)
def test_nobody_is_led_elsewhere(as_stranger, then):
    assert sign_in(as_stranger, then=then).location == "/desk/"


def test_every_refusal_is_the_same_to_the_letter(desk):
    database = desk.installation.database
    change_account(database, account(desk, "viewer@transport.example").id, disabled_at=desk.clock.now())
    change_account(database, account(desk, "editor@transport.example").id, failures=50, failed_at=desk.clock.now())
    change_account(database, account(desk, "supervisor@water.example").id, password="")
    change_account(database, account(desk, "administrator@site.example").id, grants=[])
    pages = set()
    for email, password in (
        (EMAIL, "wrong"),
        ("nobody@site.example", "wrong"),
        ("viewer@transport.example", PASSWORD),
        ("editor@transport.example", PASSWORD),
        ("supervisor@water.example", ""),
        ("administrator@site.example", PASSWORD),
        ("x" * 5000, "y" * 5000),
    ):
        answer = sign_in(desk.client(), password, email)
        page = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text.replace(email, ""))
        pages.add((answer.status_code, page))
    ((status, page),) = pages
    assert status == 403
    assert "You are not signed in" in page


def test_failures_make_an_account_slow_and_never_lock_it(desk):
    for _ in range(6):
        sign_in(desk.client(), "wrong")
        desk.clock.at += timedelta(seconds=10)
    assert account(desk).failures == 6
    desk.clock.at += timedelta(seconds=-9)
    assert sign_in(desk.client()).status_code == 403, "one second after the sixth failure"
    desk.clock.at += timedelta(seconds=2)
    assert sign_in(desk.client()).status_code == 302
    assert account(desk).failures == 0


def test_a_hundred_failures_are_counted_and_no_more(desk):
    change_account(desk.installation.database, account(desk).id, failures=100)
    desk.clock.at += timedelta(hours=1)
    sign_in(desk.client(), "wrong")
    assert account(desk).failures == 100
    desk.clock.at += timedelta(seconds=61)
    assert sign_in(desk.client()).status_code == 302


def test_ten_failures_a_minute_are_enough_from_one_address(desk):
    statuses = [sign_in(desk.client(), "wrong", f"a{number}@site.example").status_code for number in range(11)]
    assert statuses == [403] * 10 + [429]


def test_failures_at_one_worker_count_at_all(desk):
    other = DeskUnderTest(bare_app(desk.installation), desk.installation, desk.clock, desk.calls)
    for number in range(10):
        sign_in((desk, other)[number % 2].client(), "wrong", f"a{number}@site.example")
    assert [sign_in(each.client(), "wrong").status_code for each in (desk, other)] == [429, 429]
    desk.clock.at += timedelta(seconds=61)
    assert sign_in(other.client(), "wrong").status_code == 403


def crowd(desk):
    """Ten failures from the address of everybody here, at accounts that are not there."""
    for number in range(10):
        sign_in(desk.client(), "wrong", f"a{number}@site.example")


def test_one_visitor_behind_the_same_proxy_locks_nobody_out(desk):
    crowd(desk)
    assert sign_in(desk.client()).status_code == 302


def test_from_a_crowded_address_an_account_that_is_guessed_at_tells_nothing(desk):
    crowd(desk)
    answers = [sign_in(desk.client(), "wrong"), sign_in(desk.client()), sign_in(desk.client(), "wrong", "a@b.example")]
    assert [each.status_code for each in answers] == [429, 429, 429]
    pages = {each.text.replace("a@b.example", EMAIL) for each in answers}
    assert len({re.sub(r'name="csrf_token" value="[^"]+"', "", page) for page in pages}) == 1
    desk.clock.at += timedelta(seconds=61)
    assert sign_in(desk.client()).status_code == 302


def test_no_address_has_more_passwords_checked_than_the_machine_bears(desk):
    checks = desk.app.extensions["ivr desk"].checks
    assert all(checks.allows("127.0.0.1") for _ in range(MOST - 1))
    assert [sign_in(desk.client(), "wrong").status_code for _ in range(2)] == [403, 429]


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
        ("no address", "no address", True),
    ],
)
def test_a_network_of_ipv6_is_one_address(one, another, same):
    assert (home_of(one) == home_of(another)) is same


def test_what_is_limited_is_the_address_of_whoever_fails(desk):
    for number in range(10):
        answer = desk.client().post(
            "/desk/sign-in", {"email": f"a{number}"}, environ_base={"REMOTE_ADDR": "2001:db8::1"},
            headers={"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"},
        )  # fmt: skip
        assert answer.status_code == 403
    there = {"REMOTE_ADDR": "2001:db8::2"}
    assert desk.client().post("/desk/sign-in", {"email": "a"}, environ_base=there).status_code == 429
    assert sign_in(desk.client()).status_code == 302, "nobody else's tries are in the way"


def test_who_is_signed_in_at_one_worker_is_ended_at_all(desk):
    other = DeskUnderTest(bare_app(desk.installation), desk.installation, desk.clock, desk.calls)
    here, there = desk.client(EMAIL), other.client(EMAIL)
    assert (here.get("/desk/help").status_code, there.get("/desk/help").status_code) == (200, 200)
    assert change_password(here).status_code == 302
    assert there.get("/desk/help").status_code == 302


def test_signing_in_as_another_ends_what_was_before(desk):
    client = desk.client(EMAIL)
    kept = client.flask.get_cookie(desk.cookie_name).value
    client.token()
    sign_in(client, email="viewer@transport.example")
    thief = desk.client()
    thief.flask.set_cookie(desk.cookie_name, kept)
    assert thief.get("/desk/help").status_code == 302


def test_a_cookie_prepared_by_somebody_else_is_not_taken_over(desk):
    """Session fixation: the browser is given the attacker's cookie before its owner signs in."""
    attacker = desk.client()
    attacker.token()
    prepared = attacker.flask.get_cookie(desk.cookie_name).value
    victim = desk.client()
    victim.flask.set_cookie(desk.cookie_name, prepared)
    assert sign_in(victim).status_code == 302
    assert victim.get("/desk/help").status_code == 200
    assert attacker.get("/desk/help").status_code == 302


def test_the_present_password_cannot_be_tried_out_from_within(desk, as_supervisor):
    for _ in range(5):
        assert change_password(as_supervisor, old="wrong").status_code == 422
    answer = change_password(as_supervisor)
    assert answer.status_code == 422
    assert "not your present password" in answer.text
    assert account(desk).failures == 5
    assert list_audit(desk.installation.database, AuditFilters(action="gave a wrong password"))[0].who == EMAIL
    desk.clock.at += timedelta(seconds=61)
    assert change_password(as_supervisor).status_code == 302


def test_what_others_try_at_the_sign_in_keeps_nobody_from_a_new_password(desk, as_supervisor):
    for _ in range(7):
        sign_in(desk.client(), "wrong")
    assert change_password(as_supervisor).status_code == 302


def test_right_passwords_are_not_counted(desk):
    assert {sign_in(desk.client()).status_code for _ in range(12)} == {302}


def test_signing_in_makes_the_cookie_anew(desk):
    client = desk.client()
    token = client.token()
    before = client.flask.get_cookie(desk.cookie_name).value
    sign_in(client)
    assert client.flask.get_cookie(desk.cookie_name).value != before
    assert client.token() != token


def test_signing_out_ends_it_at_the_server(desk):
    client = desk.client(EMAIL)
    kept = client.flask.get_cookie(desk.cookie_name).value
    assert client.post("/desk/sign-out").location == "/desk/sign-in"
    thief = desk.client()
    thief.flask.set_cookie(desk.cookie_name, kept)
    assert thief.get("/desk/help").status_code == 302


@pytest.mark.parametrize(("idle", "status"), [(29, 200), (31, 302)])
def test_half_an_hour_of_nothing_ends_it(desk, idle, status):
    client = desk.client(EMAIL)
    desk.clock.at += timedelta(minutes=idle)
    assert client.get("/desk/help").status_code == status


def test_twelve_hours_end_it_whatever_was_done(desk):
    client = desk.client(EMAIL)
    for _ in range(35):
        desk.clock.at += timedelta(minutes=20)
        assert client.get("/desk/help").status_code == 200
    desk.clock.at += timedelta(minutes=21)
    assert client.get("/desk/help").status_code == 302


def test_disabling_an_account_ends_what_it_is_doing(desk):
    client = desk.client(EMAIL)
    change_account(desk.installation.database, account(desk).id, disabled_at=desk.clock.now())
    assert client.get("/desk/help").status_code == 302


def test_a_role_taken_away_is_gone_at_the_next_page(desk):
    client = desk.client("administrator@site.example")
    assert client.get("/desk/users").status_code == 200
    change_account(desk.installation.database, account(desk, "administrator@site.example").id, grants=[])
    assert client.get("/desk/users").status_code == 403


def change_password(client, old=PASSWORD, new="another good password", again=None):
    form = {"old": old, "new": new, "again": new if again is None else again}
    return client.post("/desk/password", form)


def test_a_new_password_signs_out_everywhere_else(desk):
    here, there = desk.client(EMAIL), desk.client(EMAIL)
    assert change_password(here).status_code == 302
    assert here.get("/desk/help").status_code == 200
    assert there.get("/desk/help").status_code == 302
    assert sign_in(desk.client()).status_code == 403
    assert sign_in(desk.client(), "another good password").status_code == 302


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"old": "wrong"}, "not your present password"),
        ({"new": "short"}, "12 characters or more"),
        ({"new": PASSWORD}, "Choose another password"),
        ({"again": "something else"}, "not the same"),
    ],
)
def test_a_new_password_must_be_one(as_supervisor, form, complaint):
    answer = change_password(as_supervisor, **form)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_a_one_time_password_opens_nothing_but_the_way_to_another(desk):
    change_account(desk.installation.database, account(desk).id, must_change=True)
    client = desk.client()
    sign_in(client)
    assert client.get("/desk/").location == "/desk/password"
    assert "Choose your own" in client.get("/desk/password").text
    assert change_password(client).status_code == 302
    client.forget_token()
    assert client.get("/desk/help").status_code == 200


def test_signing_in_and_failing_are_in_the_audit(desk):
    sign_in(desk.client(), "wrong")
    sign_in(desk.client())
    lines = list_audit(desk.installation.database, AuditFilters(limit=2))
    assert [(line.who, line.action) for line in lines] == [(EMAIL, "signed in"), (EMAIL, "failed to sign in")]
    assert PASSWORD not in str(lines)


def test_the_language_chosen_is_kept_with_the_account(desk, as_supervisor):
    answer = as_supervisor.post("/desk/language", {"language": "zh_Hant_HK", "next": "/desk/help"})
    assert answer.location == "/desk/help"
    assert 'lang="zh-Hant-HK"' in as_supervisor.get("/desk/help").text
    assert find_account(desk.installation.database, EMAIL).language == "zh_Hant_HK"
    assert as_supervisor.post("/desk/language", {"language": "xx"}).status_code == 400


def test_a_stranger_signs_in_with_the_keyboard_alone(browse):
    page = browse("/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today", level=1).wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()


def test_a_stranger_signs_in_without_scripts(browse):
    page = browse("/desk/help", script=False)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Help"
