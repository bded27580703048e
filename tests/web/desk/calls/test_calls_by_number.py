"""Calls by their caller's number: found, on record, and never in an address."""

import csv
import html
import io
import re

import pytest

from ivr.storage.people.audit import AuditFilters, list_audit

MINE = ["hostile", "gave up", "officer", "message", "complaint", "answered"]


def _names(desk, page):
    by_sid = {sid: name for name, sid in desk.calls.items()}
    return [by_sid[sid] for sid in re.findall(r'<th [^>]*scope="row"[^>]*><a href="/desk/calls/([^"]+)">', page)]


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def _look_for(client, number, **more):
    """The answer to the form with a number in it."""
    return client.post("/desk/calls", {"number": number, **more})


@pytest.mark.parametrize(
    ("number", "expected"),
    [("1234", MINE), ("50 1234", MINE), ("+852 5550 1234", MINE), ("9999", []), ("+85255509999", [])],
)
def test_a_number_is_looked_for_and_never_stands_in_an_address(desk, as_supervisor, number, expected):
    answer = _look_for(as_supervisor, number, since="2026-11-23")
    assert answer.status_code == 303
    digits = re.sub(r"\D", "", number)
    assert digits not in answer.location
    assert "since=2026-11-23" in answer.location
    page = as_supervisor.get(answer.location)
    assert _names(desk, page.text) == expected
    assert digits not in re.sub(r"\s", "", re.sub(r'<time.*?</time>|csrf_token" value="[^"]*"', "", page.text))
    assert not [name for name in re.findall(r'(?:href|action)="([^"]*)"', page.text) if digits in name]


def test_the_same_number_has_the_same_address_and_others_another(as_supervisor):
    once, again, other = (_look_for(as_supervisor, number).location for number in ("1234", "1234", "1235"))
    assert once == again != other
    assert len(once) < 80


def test_a_number_stays_through_pages_files_and_further_choices(desk, as_supervisor, monkeypatch):
    monkeypatch.setattr("ivr.web.desk.calls.listing.PAGE", 4)
    address = _look_for(as_supervisor, "+85255501234").location
    page = as_supervisor.get(address).text
    following = html.unescape(re.search(r'href="([^"]+)" rel="next"', page)[1])
    assert _names(desk, page) + _names(desk, as_supervisor.get(following).text) == MINE
    file = html.unescape(re.search(r'href="(/desk/calls\.csv[^"]*)"', page)[1])
    assert len(_rows(as_supervisor.get(file))) == 6
    kept = re.search(r'name="kept_number" value="([^"]+)"', page)[1]
    narrower = as_supervisor.post("/desk/calls", {"number": "", "kept_number": kept, "outcome": "case"}).location
    assert _names(desk, as_supervisor.get(narrower).text) == ["complaint"]
    free = html.unescape(re.search(r'href="([^"]+)">Look for any number again', as_supervisor.get(narrower).text)[1])
    assert free == "/desk/calls?outcome=case"


def test_who_looked_for_a_number_is_on_record_without_it(desk, as_supervisor):
    as_supervisor.get(_look_for(as_supervisor, "+85255501234").location)
    as_supervisor.get(_look_for(as_supervisor, "501234").location)
    found = list_audit(desk.installation.database, AuditFilters(action="looked for a number"))
    assert [(line.who, line.subject) for line in found] == [
        ("supervisor@transport.example", "…50••••"),
        ("supervisor@transport.example", "+852 5550 ••••"),
    ]


def test_an_address_with_a_number_shows_each_only_what_they_may_see(
    desk, as_supervisor, as_other, as_viewer, as_stranger
):
    address = _look_for(as_supervisor, "+85255501234").location
    assert _names(desk, as_other.get(address).text) == ["balance", "water message", "compliment"]
    assert _names(desk, as_viewer.get(address).text) == []
    assert "/desk/sign-in" in as_stranger.get(address).location


def test_a_number_that_cannot_be_one_is_said_beside_its_field(as_supervisor):
    answer = _look_for(as_supervisor, "12;--")
    assert answer.status_code == 422
    assert 'href="#number"' in answer.text
    assert 'value="12;--"' in answer.text


@pytest.mark.parametrize("address", ["/desk/calls?number=1234", "/desk/calls?number=%2B85255501234"])
def test_a_number_that_stands_in_an_address_is_not_looked_for(desk, as_supervisor, address):
    answer = as_supervisor.get(address)
    assert answer.status_code == 422
    assert _names(desk, answer.text) == []
    assert "Write the number again." in answer.text


def test_hidden_digits_cannot_be_guessed_by_a_viewer(desk, as_viewer):
    assert _names(desk, as_viewer.get(_look_for(as_viewer, "1234").location).text) == []
