"""Every address of the desk, opened by every role, with the ids of their own department and of another's."""

import re

import pytest

from ivr.storage.accounts import ROLES, account_named, add_account, read_grants
from ivr.storage.reading import list_cases, list_messages
from ivr.web.desk.roles import INCLUDES, ROUTES

REFUSED = {403, 404}
DEPARTMENTS = ("transport", "water")
OWNED = {"sid", "call", "reference", "file"}
"""Parts of an address that are one department's; a number is one where it is an account's."""

DEEDS = {"/menus/": "approve", "/cases/": "reply", "/messages/": "case", "": ""}
"""A deed that exists, by a part of the rule."""


@pytest.fixture
def people(desk):
    """A browser for every role in every department."""
    database, now = desk.installation.database, desk.clock.now()
    clients = {}
    for role in ROLES:
        for department in DEPARTMENTS:
            email = f"only.{role}@{department}.example"
            add_account(database, email, role, read_grants(f"{role}:{department}"), "", now, must_change=False)
            clients[role, department] = desk.client(email)
    return clients


def theirs(desk, rule, department):
    """The address of a rule, with ids of a department."""
    database = desk.installation.database
    case = next(case for case in list_cases(database) if case.department == department)
    message = next(message for message in list_messages(database) if message.department == department)
    kept = message if rule.startswith("/desk/messages") else case
    ids = {
        "sid": kept.call_sid,
        "call": kept.call_sid,
        "turn": str(kept.turn),
        "reference": case.reference,
        "number": str(account_named(database, f"supervisor@{department}.example").id),
        "department": department,
        "file": f"menus/{department}/menu.yaml",
        "edition": desk.installation.shelf.current().hash,
        "form": "xlsx" if rule == "/desk/reports.<form>" else "csv",
        "table": "days",
        "deed": next(deed for room, deed in DEEDS.items() if room in rule),
    }
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda name: ids.get(name[1], "1"), rule)


def rules(desk):
    for rule in desk.app.url_map.iter_rules():
        if rule.rule.startswith("/desk") and rule.endpoint != "desk.static":
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule, method, ROUTES[rule.endpoint.removeprefix("desk.")]


def open_it(client, method, address):
    answer = client.get(address) if method == "GET" else client.post(address)
    answer.close()  # a recording would stay open
    return answer


def test_a_stranger_opens_nothing_but_the_way_in(desk):
    for rule, method, needed in rules(desk):
        answer = open_it(desk.client(), method, theirs(desk, rule.rule, "transport"))
        if needed != "anyone":
            assert answer.status_code == 302, f"{method} {rule}"
            assert answer.location.startswith("/desk/sign-in"), f"{method} {rule}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_its_own_and_nothing_else(desk, people, role):
    client = people[role, "transport"]
    for rule, method, needed in rules(desk):
        if needed in ("anyone", "signed in"):
            continue
        answer = open_it(client, method, theirs(desk, rule.rule, "transport"))
        if needed in INCLUDES[role]:
            assert answer.status_code != 403, f"{role}: {method} {rule}"
            assert answer.status_code < 500, f"{role}: {method} {rule}"
        else:
            assert answer.status_code == 403, f"{role}: {method} {rule}"


@pytest.mark.parametrize("role", ROLES)
def test_what_is_another_departments_is_as_if_it_were_not_there(desk, people, role):
    tried = 0
    for rule, method, needed in rules(desk):
        if needed in ("anyone", "signed in") or needed not in INCLUDES[role] or not _of_a_department(rule):
            continue
        mine = open_it(people[role, "transport"], method, theirs(desk, rule.rule, "transport"))
        answer = open_it(people[role, "water"], method, theirs(desk, rule.rule, "transport"))
        assert mine.status_code != 404, f"{role}: {method} {rule}: nothing is there for its own department either"
        assert answer.status_code == 404, f"{role}: {method} {rule}"
        tried += 1
    assert tried or role == "nobody"


def _of_a_department(rule):
    return bool(rule.arguments & OWNED) or rule.rule.startswith("/desk/users/<")


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_never_leads_to_a_refusal(desk, people, role):
    client = people[role, "transport"]
    links = re.findall(r'<li><a href="(/desk/[a-z]*)"', client.get("/desk/help").text)
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_the_words_of_another_department_are_on_no_page_of_mine(desk, people):
    """A list shows only what the person may open: no call of the other department is named anywhere."""
    for rule, method, needed in rules(desk):
        if method == "POST" or rule.arguments or needed not in INCLUDES["supervisor"]:
            continue
        text = people["supervisor", "water"].get(rule.rule).text
        for name in ("answered", "complaint", "message", "officer", "gave up"):
            assert desk.calls[name] not in text, f"{rule} names a call of transport"
