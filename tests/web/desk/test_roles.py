"""Every address of the desk, opened by every role, with the ids of their own department and of another's."""

import re
from datetime import timedelta

import pytest
from web.desk.addresses import address_of, rules_of

from ivr.closures.wishes import ClosureWish
from ivr.storage.people.accounts import ROLES, add_account, read_grants
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import INCLUDES

REFUSED = {403, 404}
DEPARTMENTS = ("transport", "water")
OWNED = {"sid", "call", "reference", "file", "number", "entry"}
"""Parts of an address that are one department's."""


@pytest.fixture
def people(desk):
    """A browser for every role in every department; each department has a closure and a nuisance caller."""
    database, now = desk.installation.database, desk.clock.now()
    clients = {}
    for role in ROLES:
        for department in DEPARTMENTS:
            email = f"only.{role}@{department}.example"
            add_account(database, email, role, read_grants(f"{role}:{department}"), "", now, must_change=False)
            clients[role, department] = desk.client(email)
    for department in DEPARTMENTS:
        wish = ClosureWish((department,), "typhoon", now + timedelta(hours=3))
        desk.installation.closures.book.announce(desk.installation.shelf.current(), wish, "somebody")
        desk.installation.nuisance.book.limit("+85255501234", department, "shouts", 7, "somebody")
    return clients


def rules(desk):
    for rule, method in rules_of(desk.app):
        yield rule, method, pages.roles[rule.endpoint.removeprefix("desk.")]


def open_it(client, method, address):
    answer = client.get(address) if method == "GET" else client.post(address)
    answer.close()  # a recording would stay open
    return answer


def test_a_stranger_opens_nothing_but_the_way_in(desk):
    for rule, method, needed in rules(desk):
        answer = open_it(desk.client(), method, address_of(desk, rule.rule, "transport"))
        if needed != "anyone":
            assert answer.status_code == 302, f"{method} {rule}"
            assert answer.location.startswith("/desk/sign-in"), f"{method} {rule}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_its_own_and_nothing_else(desk, people, role):
    client = people[role, "transport"]
    for rule, method, needed in rules(desk):
        if needed in ("anyone", "signed in"):
            continue
        answer = open_it(client, method, address_of(desk, rule.rule, "transport"))
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
        mine = open_it(people[role, "transport"], method, address_of(desk, rule.rule, "transport"))
        answer = open_it(people[role, "water"], method, address_of(desk, rule.rule, "transport"))
        assert mine.status_code != 404, f"{role}: {method} {rule}: nothing is there for its own department either"
        assert answer.status_code == 404, f"{role}: {method} {rule}"
        tried += 1
    assert tried or role == "nobody"


def _of_a_department(rule):
    return bool(rule.arguments & OWNED)


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_never_leads_to_a_refusal(desk, people, role):
    client = people[role, "transport"]
    links = re.findall(r'<li><a href="(/desk/[a-z]*)"', client.get("/desk/help").text)
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link
