"""The audit page: filters in the address, pages by key, and each department for itself."""

import re
from datetime import timedelta

import pytest

from ivr.storage.accounts import add_account, read_grants
from ivr.storage.audit import AuditRecord, keep_audit


@pytest.fixture
def lines(desk):
    """A hundred and twenty lines a minute apart, in turns of transport and water."""
    for number in range(120):
        department = ("transport", "water")[number % 2]
        keep_audit(
            desk.installation.database,
            AuditRecord(
                desk.clock.now() - timedelta(minutes=200 - number),
                f"supervisor@{department}.example",
                "10.0.0.1",
                ("saw a number", "listened", "exported")[number % 3],
                f"CA{number:04}",
                department,
                {"why": "<b>=1+1"},
            ),
        )


def subjects(page):
    return re.findall(r"<td>(CA\d+)</td>", page.text)


def test_pages_follow_each_other_without_a_gap(as_administrator, lines):
    seen, address = [], "/desk/audit?who="
    while address:
        page = as_administrator.get(address)
        seen += subjects(page)
        further = re.search(r'href="([^"]+)" rel="next"', page.text)
        address = further[1].replace("&amp;", "&") if further else ""
    assert seen == [f"CA{number:04}" for number in reversed(range(120))]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("who=supervisor@water.example", 50),
        ("who=Supervisor@Water.example&action=listened", 20),
        ("subject=CA0007", 1),
        ("since=2026-11-24", 0),
        ("until=2026-11-22", 0),
        ("since=2026-11-23&until=2026-11-23&action=exported", 40),
        ("action=nothing%20known", 0),
        ("after=rubbish&since=rubbish&subject=CA0001", 1),
        ("after=2026-11-23T00:00:00%2B08:00~x&subject=CA0001", 1),
    ],
)
def test_filters_are_in_the_address(as_administrator, lines, query, count):
    assert len(subjects(as_administrator.get(f"/desk/audit?{query}"))) == count


def test_an_administrator_of_a_department_reads_of_that_alone(desk, lines):
    database, now = desk.installation.database, desk.clock.now()
    add_account(database, "head@water.example", "Head", read_grants("administrator:water"), "", now, must_change=False)
    page = desk.client("head@water.example").get("/desk/audit?until=")
    assert len(subjects(page)) == 50
    assert "supervisor@transport.example" not in page.text


def test_what_was_written_is_shown_as_text(as_administrator, lines):
    page = as_administrator.get("/desk/audit?subject=CA0001").text
    assert "&lt;b&gt;=1+1" in page
    assert "<b>" not in page


def test_reading_it_is_in_it(as_administrator):
    as_administrator.get("/desk/audit")
    assert "read the audit" in as_administrator.get("/desk/audit").text


def test_an_empty_answer_says_what_to_do(as_administrator):
    assert "Nothing was done that fits" in as_administrator.get("/desk/audit?subject=none").text
