"""The audit page: filters in the address, pages by key, and each department for itself."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import SITE

from ivr.closures.wishes import ClosureWish
from ivr.storage.outbox.tables import outbox
from ivr.storage.people.accounts import account_named, add_account, change_account, read_grants
from ivr.storage.people.audit import AuditFilters, AuditRecord, keep_audit, list_audit
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.menus.files import hash_of_text


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
    return re.findall(r"<bdi>(CA\d+)</bdi>", page.text)


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


def test_the_file_is_what_the_page_shows_on_all_its_pages(desk, as_administrator, lines):
    answer = as_administrator.get("/desk/audit.csv?action=exported&since=2026-11-23")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["When", "Who", "Did what", "To what", "Department", "Details", "From address"]
    assert [row[3] for row in rows[1:] if row[3] != "audit.csv"] == [f"CA{n:04}" for n in range(119, -1, -3)]
    assert rows[-1][2:6] == ["exported", "CA0002", "transport", "Reason: <b>=1+1"]
    assert as_administrator.get("/desk/audit.xlsx").data[:2] == b"PK"
    assert as_administrator.get("/desk/audit.exe").status_code == 404
    line = list_audit(desk.installation.database, AuditFilters(action="exported", subject="audit.csv"))[0]
    assert line.details == {"action": "exported", "since": "2026-11-23"}


def test_the_file_of_an_administrator_of_a_department_has_no_other(desk, lines):
    database, now = desk.installation.database, desk.clock.now()
    add_account(database, "head@water.example", "Head", read_grants("administrator:water"), "", now, must_change=False)
    text = desk.client("head@water.example").get("/desk/audit.csv").text
    assert "supervisor@water.example" in text
    assert "transport" not in text


@pytest.mark.parametrize(
    "after", ["2026-11-23T02:00:00%2B00:00~" + "9" * 18, "2026-11-23T02:00:00%2B00:00~" + "9" * 40]
)
def test_an_address_made_up_is_no_failure(as_administrator, after):
    assert as_administrator.get(f"/desk/audit?after={after}").status_code == 200
    assert as_administrator.get("/desk/users/" + "9" * 30).status_code == 404


SEEN_BY_ALL_WHO_MAY = {
    "messages", "message", "new_closure", "edit_menu", "menu_problems", "review_drafts", "users", "new_user", "user",
    "ask_about_user", "system", "ring_draft", "outbox", "sending", "limit_form", "nuisance",
}  # fmt: skip
"""Pages of supervisors, editors and administrators that show nothing hidden, and change nothing by being looked at."""


FORM = {
    "words_en": "closed", "words_yue": "關閉", "words_cmn": "关闭", "kind": "typhoon", "hotlines": "transport",
    "step": "announce", "ends": "2026-11-23T20:00", "email": "new@site.example", "roles": "viewer:transport",
    "name": "x", "reply": "told", "by": "telephone", "version": "0", "deed": "save", "over": "", "days": "30",
    "reason": "threatened an officer",
    "content": (SITE / "menus" / "transport" / "menu.yaml").read_text("utf-8") + "\n# changed\n",
}  # fmt: skip
"""Everything that any form wants to know, so that what is sent is done and not refused."""
SPECIAL = {"work_on_message": {"kind": "request"}, "keep_menu": {"base": hash_of_text(FORM["content"][:-11])}}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def sent_to(client, rule, address):
    """What the form of an address holds."""
    shown = dict(HIDDEN.findall(client.get(address).text)) if "GET" in rule.methods or "publish" in address else {}
    return {**FORM, **shown, **SPECIAL.get(rule.endpoint.removeprefix("desk."), {})}


def test_whoever_sees_changes_or_exports_is_in_the_audit(desk):
    """Every address that takes more than a viewer's role writes a line, unless it is listed above."""
    database, mine = desk.installation.database, AuditFilters(who="all@site.example", limit=1000)
    wish = ClosureWish(("transport",), "typhoon", desk.clock.now() + timedelta(hours=3))
    desk.installation.closures.book.announce(desk.installation.shelf.current(), wish, "somebody")
    desk.installation.nuisance.book.limit("+85255509999", "transport", "threatened", 30, "somebody")
    change_account(database, account_named(database, "supervisor@transport.example").id, totp="x")
    with database.writing() as connection:
        connection.execute(update(outbox).values(state="given up"))  # or there is nothing to be sent again
    silent = set()
    for rule, method in sorted(
        rules_of(desk.app), key=lambda pair: ("publish" in pair[0].rule, "stop" in pair[0].rule)
    ):
        name = rule.endpoint.removeprefix("desk.")
        if pages.roles[name] in ("anyone", "signed in", "viewer"):
            continue
        client, address = desk.client("all@site.example"), address_of(desk, rule.rule, "transport")
        before = len(list_audit(database, mine))
        form = sent_to(client, rule, address) if method == "POST" else {}
        answer = client.post(address, form) if method == "POST" else client.get(address)
        answer.close()
        if len(list_audit(database, mine)) == before:
            silent.add(name)
    assert silent == SEEN_BY_ALL_WHO_MAY


def test_a_part_of_an_address_finds_everybody_and_a_whole_one_somebody(desk, as_administrator):
    database, now = desk.installation.database, desk.clock.now()
    for sid, who in (("CA1", "ann@found.example"), ("CA2", "joann@found.example"), ("CA3", "a_n@found.example")):
        keep_audit(database, AuditRecord(now, who, "", "listened", sid, ""))
    for asked, count in (("ann@found.example", 1), ("ann", 2), ("@found.ex", 3), ("a_n", 1), ("FOUND", 3), ("%", 0)):
        page = as_administrator.get("/desk/audit", query_string={"who": asked})
        assert len(subjects(page)) == count, asked


def test_a_line_says_in_words_what_was_done_and_leads_there(desk, as_administrator):
    now, database = desk.clock.now(), desk.installation.database
    for action, subject, details in (
        ("worked on a case", "8758830091", {"deed": "settle", "cause": "<b>"}),
        ("worked on a message", "CA12/7", {"deed": "undo"}),
        ("listened", "CA12/7", {"recording": "RE1"}),
        ("was refused", "abc", {"wanted": "saved a draft", "why": "it was saved meanwhile"}),
    ):
        keep_audit(database, AuditRecord(now, "who@transport.example", "", action, subject, "transport", details))
    page = as_administrator.get("/desk/audit?who=who@transport.example").text
    addresses = re.findall(r'<td[^>]*><a href="([^"]+)"><bdi>', page)
    assert addresses == ["/desk/calls/CA12", "/desk/messages/CA12/7", "/desk/cases/8758830091"]
    told = re.findall(r"<bdi>([^<]*)</bdi>: <bdi>([^<]*)</bdi>", page)
    assert ("Did what", "wrote what came of it") in told
    assert ("Did what", "wants it seen to again") in told
    assert ("Wanted to", "saved a draft") in told
    lines = as_administrator.get("/desk/audit.csv?who=who@transport.example").text
    assert "Did what: wrote what came of it; Cause: <b>" in lines
