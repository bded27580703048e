"""Accounts at the desk: who may keep whose, and what happens to those who are signed in."""

import re
from pathlib import Path

import pytest

from ivr.doctor.kept_looks import KeptLooks
from ivr.doctor.trial_call import TrialCall
from ivr.storage.disk.room import Room
from ivr.storage.people.accounts import (
    account_named,
    add_account,
    change_account,
    find_account,
    read_grants,
    write_grants,
)
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.translation import said

EMAIL = "new@water.example"
PASSWORD = "a right good password"


@pytest.fixture
def as_water_administrator(desk):
    database, now = desk.installation.database, desk.clock.now()
    add_account(database, "head@water.example", "Head", read_grants("administrator:water"), "", now, must_change=False)
    return desk.client("head@water.example")


def number(desk, email):
    return account_named(desk.installation.database, email).id


def add(client, email=EMAIL, roles=("supervisor:water",), name="New"):
    return client.post("/desk/users", {"email": email, "name": name, "roles": list(roles)})


def one_time(answer):
    return re.search(r'class="key">([^<]+)<', answer.text)[1]


def test_a_new_account_gets_a_password_for_once(desk, as_administrator):
    answer = add(as_administrator)
    assert answer.status_code == 200
    password = one_time(answer)
    account = account_named(desk.installation.database, EMAIL)
    assert account.must_change
    assert write_grants(account.grants) == "supervisor:water"
    newcomer = desk.client()
    newcomer.post("/desk/sign-in", {"email": EMAIL, "password": password})
    assert newcomer.get("/desk/").location == "/desk/password"
    line = list_audit(desk.installation.database, AuditFilters(action="added an account"))[0]
    assert (line.who, line.subject, line.department) == ("administrator@site.example", EMAIL, "water")
    assert password not in str(line)


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"email": "no address"}, "Write an e-mail address"),
        ({"email": "a b@c"}, "Write an e-mail address"),
        ({"email": "bad@bad"}, "Write an e-mail address"),
        ({"email": "bad@bad."}, "Write an e-mail address"),
        ({"email": "Supervisor@Transport.example"}, "There is an account with this"),
        ({"roles": ()}, "Choose a role"),
        ({"roles": ("emperor:water", "viewer")}, "Choose a role"),
    ],
)
def test_a_form_filled_in_wrongly_says_where(as_administrator, form, complaint):
    answer = add(as_administrator, **form)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_another_password_signs_them_out_everywhere(desk, as_administrator, as_supervisor):
    answer = as_administrator.post(f"/desk/users/{number(desk, 'supervisor@transport.example')}/password")
    assert answer.status_code == 200
    assert as_supervisor.get("/desk/help").status_code == 302
    client = desk.client()
    assert (
        client.post("/desk/sign-in", {"email": "supervisor@transport.example", "password": PASSWORD}).status_code == 403
    )
    form = {"email": "supervisor@transport.example", "password": one_time(answer)}
    assert client.post("/desk/sign-in", form).status_code == 302


def test_a_disabled_account_is_out_at_once_until_it_is_enabled(desk, as_administrator, as_supervisor):
    account = number(desk, "supervisor@transport.example")
    as_administrator.post(f"/desk/users/{account}/disable")
    assert as_supervisor.get("/desk/help").status_code == 302
    assert "disabled" in as_administrator.get("/desk/users").text
    as_administrator.post(f"/desk/users/{account}/enable")
    form = {"email": "supervisor@transport.example", "password": PASSWORD}
    assert desk.client().post("/desk/sign-in", form).status_code == 302


def test_nobody_shuts_themselves_out(desk, as_administrator):
    own = number(desk, "administrator@site.example")
    assert as_administrator.post(f"/desk/users/{own}/disable").status_code == 400
    answer = as_administrator.post(f"/desk/users/{own}", {"name": "x", "roles": "viewer:*"})
    assert answer.status_code == 422
    assert "take administration away from yourself" in answer.text


def test_changed_roles_are_in_the_audit_with_what_they_were(desk, as_administrator):
    own = number(desk, "viewer@transport.example")
    as_administrator.post(f"/desk/users/{own}", {"name": "x", "roles": ["viewer:transport", "editor:transport"]})
    line = list_audit(desk.installation.database, AuditFilters(action="changed an account"))[0]
    assert (line.details["from"], line.details["to"]) == ("viewer:transport", "editor:transport viewer:transport")


def test_an_administrator_of_a_department_keeps_its_accounts_alone(desk, as_water_administrator):
    page = as_water_administrator.get("/desk/users").text
    assert "supervisor@water.example" in page
    assert "transport.example" not in page
    assert "all@site.example" not in page
    for email in ("supervisor@transport.example", "all@site.example", "administrator@site.example"):
        theirs = number(desk, email)
        assert as_water_administrator.get(f"/desk/users/{theirs}").status_code == 404
        for deed in ("", "/password", "/disable", "/enable", "/second-factor"):
            assert as_water_administrator.post(f"/desk/users/{theirs}{deed}").status_code == 404


def test_an_administrator_of_a_department_gives_no_roles_elsewhere(desk, as_water_administrator):
    assert add(as_water_administrator, roles=("viewer:transport", "administrator:*")).status_code == 422
    assert find_account(desk.installation.database, EMAIL) is None
    assert add(as_water_administrator, roles=("viewer:water", "administrator:*")).status_code == 200
    assert write_grants(account_named(desk.installation.database, EMAIL).grants) == "viewer:water"


@pytest.mark.parametrize(
    "made_up", ["viewer:water supervisor:*", "viewer:nowhere", "viewer:", "viewerx:water", "*:water"]
)
def test_a_role_that_no_box_offers_is_not_taken(desk, as_administrator, made_up):
    assert add(as_administrator, roles=(made_up,)).status_code == 422
    assert find_account(desk.installation.database, EMAIL) is None
    assert as_administrator.get("/desk/users").status_code == 200


def test_roles_in_a_department_that_is_no_more_stay_until_they_are_taken(desk, as_administrator):
    database, now = desk.installation.database, desk.clock.now()
    add_account(database, EMAIL, "", read_grants("viewer:gone viewer:water"), "", now)
    page = as_administrator.get(f"/desk/users/{number(desk, EMAIL)}").text
    assert 'value="viewer:gone" checked' in page
    roles = ["viewer:gone", "editor:water"]
    as_administrator.post(f"/desk/users/{number(desk, EMAIL)}", {"name": "x", "roles": roles})
    assert write_grants(account_named(database, EMAIL).grants) == "editor:water viewer:gone"


def test_the_system_page_tells_of_disk_database_and_workers(desk, as_administrator):
    page = as_administrator.get("/desk/system").text
    assert "Its tables are those that this program needs." in page
    assert re.search(r"Free: [0-9.]+ GB \([0-9]+ %\)", page)
    settings = desk.installation.settings
    assert f"{settings.web_concurrency + settings.desk_workers} workers" in page


@pytest.mark.parametrize(("free", "percent", "little"), [(0.5, 50, True), (50, 4, True), (50, 50, False)])
def test_little_room_on_the_disk_is_told(free, percent, little):
    assert Room(Path("/x"), free, percent).is_little is little


def test_what_lies_outside_the_machine_is_told_as_it_was_found_last_and_looked_at_on_demand(desk, as_administrator):
    assert "Nobody has looked yet." in as_administrator.get("/desk/system").text
    assert as_administrator.post("/desk/system").status_code == 303
    page = as_administrator.get("/desk/system").text
    assert "Nobody has looked yet." not in page
    assert "is not reached from this machine" in page or "is reached from this machine" in page


def test_a_line_that_did_not_answer_is_a_trouble_of_today_for_its_own_department(desk, as_supervisor, as_other):
    silent = TrialCall("transport", desk.clock.now(), 0.1, said("It hung up at once: it apologised."))
    KeptLooks(desk.installation.settings.state).keep_trials([silent])
    assert "did not answer when they were tried from outside" in as_supervisor.get("/desk/").text
    assert "did not answer when they were tried" not in as_other.get("/desk/").text


def test_an_administrator_of_a_department_has_no_system_page(as_water_administrator, as_administrator):
    assert as_water_administrator.get("/desk/system").status_code == 403
    page = as_administrator.get("/desk/system").text
    assert "IVR_SECRET_KEY" in page
    assert "••••" in page


def test_the_system_page_tells_no_secret(desk, as_administrator):
    page = as_administrator.get("/desk/system").text
    for secret in (*desk.installation.settings.secret_keys, *desk.installation.settings.auth_tokens):
        assert secret not in page
    assert desk.installation.shelf.current().hash[:12] in page


def test_an_account_is_added_and_handed_over_in_a_browser(browse, barriers):
    page = browse("/desk/users", "administrator@site.example", width=320)
    page.get_by_role("link", name="Add an account").click()
    page.get_by_label("E-mail address").fill("right@place.example")
    page.get_by_role("button", name="Add the account").click()
    page.get_by_role("alert").get_by_text("Choose a role").click()
    assert barriers(page) == []
    page.get_by_role("group", name="Water Services").get_by_label("supervisor").check()
    page.get_by_role("button", name="Add the account").click()
    page.get_by_role("heading", name="One-time password").wait_for()
    assert barriers(page) == []


HERE = "document.activeElement.labels?.[0]?.innerText.trim() || document.activeElement.innerText.trim()"


def tab_to(page, words, within=""):
    """Press Tab until what has those words has the focus, in the group of that name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        group = page.evaluate("document.activeElement.closest('fieldset')?.querySelector('legend').innerText || ''")
        if page.evaluate(HERE) == words and (not within or group == within):
            return
    pytest.fail(f"the keyboard does not lead to {words!r}")


def test_an_administrator_does_it_all_by_keyboard(desk, browse):
    page = browse("/desk/users", "administrator@site.example")
    tab_to(page, "Add an account")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Add an account").wait_for()
    tab_to(page, "E-mail address")
    page.keyboard.type(EMAIL)
    tab_to(page, "supervisor", within="Water Services")
    page.keyboard.press("Space")
    tab_to(page, "Add the account")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="One-time password").wait_for()
    first = page.locator(".key").inner_text()
    tab_to(page, "Back to the account")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=EMAIL).wait_for()
    assert first not in page.content(), "it is shown once"
    change_account(desk.installation.database, number(desk, EMAIL), totp="x")
    page.reload()
    for words in ("Take the second factor away", "Disable the account", "Enable the account"):
        tab_to(page, words)
        page.keyboard.press("Enter")
        if words != "Enable the account":
            page.get_by_role("link", name="Leave it as it is").wait_for()
            tab_to(page, words)
            page.keyboard.press("Enter")
        page.get_by_role("status").wait_for()
        page.goto(page.url)
    tab_to(page, "Give a one-time password")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Leave it as it is").wait_for()
    tab_to(page, "Give a one-time password")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="One-time password").wait_for()
    account = account_named(desk.installation.database, EMAIL)
    assert (write_grants(account.grants), account.totp, account.disabled_at) == ("supervisor:water", "", None)
    assert page.locator(".key").inner_text() != first


@pytest.mark.parametrize("deed", ["password", "second-factor", "disable"])
def test_what_takes_something_away_is_asked_first(desk, as_administrator, as_supervisor, as_water_administrator, deed):
    theirs = number(desk, "supervisor@transport.example")
    change_account(desk.installation.database, theirs, totp="x")
    before, address = account_named(desk.installation.database, "supervisor@transport.example"), f"/desk/users/{theirs}"
    page = as_administrator.get(address).text
    assert f'href="{address}/{deed}"' in page
    assert f'action="{address}/{deed}"' not in page
    question = as_administrator.get(f"{address}/{deed}").text
    assert f'action="{address}/{deed}"' in question
    assert "Leave it as it is" in question
    assert account_named(desk.installation.database, "supervisor@transport.example") == before
    assert as_supervisor.get(f"{address}/{deed}").status_code == 403
    assert as_water_administrator.get(f"{address}/{deed}").status_code == 404


def test_nothing_is_asked_that_cannot_be_done(desk, as_administrator):
    own, theirs = (number(desk, email) for email in ("administrator@site.example", "viewer@transport.example"))
    assert as_administrator.get(f"/desk/users/{own}/disable").status_code == 404
    assert as_administrator.get(f"/desk/users/{theirs}/second-factor").status_code == 404


def test_an_account_tells_its_state_and_when_it_was_last_used(desk, as_administrator):
    desk.client().post("/desk/sign-in", {"email": "viewer@transport.example", "password": PASSWORD})
    client = desk.client()
    client.post("/desk/sign-in", {"email": "viewer@transport.example", "password": PASSWORD})
    theirs = number(desk, "viewer@transport.example")
    row = as_administrator.get("/desk/users").text.partition("viewer@transport.example")[2].partition("</tr>")[0]
    assert "2026-11-23 12:00" in row
    assert "2026-11-23 12:00" in as_administrator.get(f"/desk/users/{theirs}").text.partition("Last signed in")[2]
    as_administrator.post(f"/desk/users/{theirs}/disable")
    page = as_administrator.get(f"/desk/users/{theirs}").text.partition("Signing in")[2]
    assert re.search(r"disabled</span> since <time", page)
