"""What is one department's changes nothing for another: every page, asked in every way, as if it were not there.

Two desks that differ in one department's things alone are read by the people of another, page by page; their answers
must be the same to the letter, whatever is asked for in the address.
"""

import io
import re
from collections.abc import Iterator
from typing import ClassVar

import openpyxl
import pytest
from flask import Request
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import open_copy
from web.desk.planting import MARKS, plant
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from ivr.jobs.rollups import update_now
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.people.accounts import ROLES, add_account, read_grants

PASSING = re.compile(r'name="csrf_token" value="[^"]*"|~[0-9]+(?=" rel="next")')
"""Tokens of forms, and the running number of a line in the audit: these differ from page to page by themselves."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(ImmutableMultiDict[str, str]):
    """The values of an address, which notes what is asked of it."""

    names: ClassVar[set[str]] = set()

    def get(self, key, *args, **more):
        """Note it, and give it."""
        self.names.add(key)
        return super().get(key, *args, **more)

    def getlist(self, key, *args, **more):
        """Note it, and give it."""
        self.names.add(key)
        return super().getlist(key, *args, **more)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)


@pytest.fixture
def bare(desk_template, tmp_path) -> Iterator[object]:
    """A desk in which nothing was planted."""
    found = open_copy(desk_template, tmp_path / "bare")
    update_now(found.installation.database, HONG_KONG)
    yield found
    found.installation.database.close()


@pytest.fixture
def planted(desk_template, tmp_path) -> Iterator[object]:
    """A desk in which something will be."""
    found = open_copy(desk_template, tmp_path / "planted")
    yield found
    found.installation.database.close()


def hire(desk, department, roles=ROLES):
    """A browser of somebody who holds roles in a department; all of them, and so whatever is open there."""
    email = f"hired-{'-'.join(roles)}@{department}.example"
    grants = read_grants(" ".join(f"{role}:{department}" for role in roles))
    add_account(desk.installation.database, email, "hired", grants, "", desk.clock.now(), must_change=False)
    return desk.client(email)


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer."""
    if answer.mimetype == SHEET:
        book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
        text = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    else:
        text = PASSING.sub("", answer.get_data().decode("utf-8", "replace"))
    answer.close()
    return f"{answer.status_code} {answer.headers.get('Location', '')}\n{text}"


def values_of(desk, other):
    """What of another department an address may ask for."""
    word, digits = MARKS[other]
    ids = address_of(desk, "<sid> <reference>", other).split()
    return [other, f"{other}/main", f"{word}@{other}.example", word, digits, *ids]


def readers(desk, mine, other):
    """The addresses to read: every page with ids of both departments."""
    rules = [rule.rule for rule, method in rules_of(desk.app) if method == "GET"]
    return {rule: [address_of(desk, rule, each) for each in dict.fromkeys((mine, other))] for rule in rules}


def crawl(desk, client, addresses, values):
    """What every page answers, by its address, and asked for each of those values in every way it knows."""
    desk.app.request_class = type("Noted", (Request,), {"parameter_storage_class": Asked})
    found, asked_of = {}, {}
    for address in (each for own in addresses.values() for each in own):
        client.get(address).close()  # what is remembered between pages is remembered from here on
    for rule, own in addresses.items():
        Asked.names.clear()
        for address in own:
            found[address, "", ""] = text_of(client.get(address))
        asked_of[rule] = sorted(Asked.names - {"next", "after", "csrf_token"})
    for rule, names in asked_of.items():
        for name in names:
            for value in values:
                answer = client.get(addresses[rule][0], query_string={name: value})
                found[addresses[rule][0], name, value] = text_of(answer)
    return found


@pytest.mark.parametrize(("mine", "other"), [("transport", "water"), ("water", "transport")])
def test_nothing_of_another_department_changes_a_page_of_mine(bare, planted, mine, other):
    addresses, values = readers(bare, mine, other), values_of(bare, other)
    people = [(desk, hire(desk, mine)) for desk in (bare, planted)]
    plant(planted, other)
    without, with_it = (crawl(desk, client, addresses, values) for desk, client in people)
    assert len(with_it) > 300
    for asked, text in with_it.items():
        assert text == without[asked], asked


@pytest.mark.parametrize(("mine", "other"), [("transport", "water"), ("water", "transport")])
def test_what_was_planted_is_there_for_its_own_people_and_for_nobody_else(planted, mine, other):
    marks = plant(planted, other)
    seen = {}
    for department in (other, mine):
        client = hire(planted, department)
        own = (address for each in readers(planted, other, other).values() for address in each)
        pages = [(address, text_of(client.get(address))) for address in own]
        seen[department] = {mark for mark in marks for address, page in pages if mark in page and mark not in address}
    assert seen == {other: marks, mine: set()}


@pytest.mark.parametrize("role", ROLES)
def test_no_role_alone_sees_what_was_planted(planted, role):
    marks = plant(planted, "water")
    client = hire(planted, "transport", (role,))
    addresses = [address for own in readers(planted, "transport", "water").values() for address in own]
    # The audit first: later it repeats the addresses that were asked for here and refused, with ids of both in them.
    for address in sorted(addresses, key=lambda address: not address.startswith("/desk/audit")):
        text = text_of(client.get(address))
        assert not {mark for mark in marks if mark in text and mark not in address}, address
