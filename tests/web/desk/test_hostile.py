"""Whatever callers say and people write is shown and exported as text: no script, no formula, no turned-round line."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import NOON, TEN, ring

from ivr.closures.wishes import ClosureWish
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import CaseFilters, cases_of_call, list_desk_cases
from ivr.storage.cases.work import CaseWork
from ivr.storage.editions.drafts import FileDraft, save_draft
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.people.accounts import add_account, read_grants
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.web.desk.frame.pages import pages

WHO = "all@site.example"
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
HOSTILE = f'=1+1{SCRIPT}"\'><a href="javascript:alert(2)">x</a>\u202egnp.exe\u2066\u200b\ufeff\0 {{{{7*7}}}} ${{7*7}}'
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\u200b=1+1",
    " =1+1",
    "\u202e=1+1",
    "\xa0=1+1",
)
WORDS = HOSTILE.replace("\0", "")  # a closure with control characters is refused
LONG = "x" * 10_000
TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
ISOLATED = """turns => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const loose = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, around = text.parentElement;
    if (![...turns].some(turn => text.data.includes(turn)) || around.closest("textarea, option, script")) continue;
    let element = around;
    while (element && getComputedStyle(element).unicodeBidi === "normal") {
      if (getComputedStyle(element).display !== "inline") break;
      element = element.parentElement;
    }
    const alone = element.textContent.trim() === text.data.trim() || getComputedStyle(element).unicodeBidi !== "normal"
      && getComputedStyle(element).display === "inline";
    if (!alone) loose.push(around.outerHTML.slice(0, 200));
  }
  return loose;
}"""


@pytest.fixture
def hostile(desk):
    """A desk in which everything that people can write or say is hostile."""
    database, clock, edition = desk.installation.database, desk.clock, desk.installation.shelf.current()
    clock.at = TEN + timedelta(minutes=40)
    call = ring(desk.app, desk.installation, "+85222200101", f"3,say:{HOSTILE.replace(',', ';')},hangup")
    clock.at = NOON
    for department in ("transport", "water"):
        case = list_desk_cases(database, CaseFilters(department=department))[0]
        key, work = Key(case.call_sid, case.turn), CaseWork(database, clock.now)
        version = cases_of_call(database, case.call_sid)[0].version
        work.note(key, version, WHO, HOSTILE)
        work.reply(key, version + 1, WHO, HOSTILE + LONG, "letter")
        work.settle(key, version + 2, WHO, HOSTILE, LONG, HOSTILE)
    message = list_desk_messages(database, MessageFilters(department="transport"))[0]
    desk.client(WHO).post(f"/desk/messages/{message.call_sid}/{message.turn}/done", {"text": HOSTILE, "version": "0"})
    add_account(database, "odd@site.example", HOSTILE[:200], read_grants("supervisor:transport"), "", clock.now())
    keep_audit(database, AuditRecord(clock.now(), HOSTILE, "::1", "exported", HOSTILE, "transport", {HOSTILE: HOSTILE}))
    wish = ClosureWish(("transport",), "", clock.now() + timedelta(hours=3), dict.fromkeys(edition.languages, WORDS))
    desk.installation.closures.book.announce(edition, wish, HOSTILE)
    desk.installation.closures.look_again()
    text = f'version: 1\ntitle: {{en: "{SCRIPT}"}}\n# {HOSTILE}\n'
    assert save_draft(database, FileDraft(WHO, "menus/transport/menu.yaml", text, "", clock.now()), over="")
    return call


def test_nothing_that_was_said_or_written_runs_or_turns_a_line_round(desk, hostile, browse):
    page = browse("/desk/help", WHO)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    root, shown = page.url.removesuffix("/desk/help"), 0
    calls = f"/desk/calls/{hostile}"
    pages = {address_of(desk, rule.rule, "transport") for rule, method in rules_of(desk.app) if method == "GET"}
    for address in sorted({*pages, calls, "/desk/cases?state=all", "/desk/messages?state=all"}):
        answer = desk.client(WHO).get(address)
        answer.close()
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page.goto(root + address)
        assert "taken" not in page.title(), address
        assert page.locator("main script, main img[onerror], main a[href^='javascript']").count() == 0, address
        assert page.evaluate(ISOLATED, TURNS) == [], address
        shown += "document.title='taken'" in answer.text.replace("&#39;", "'")
    assert shown >= 7, "the call, the case, the message, closures, the audit, accounts, a draft"


def cells(answer):
    """Every cell of a file, as a spreadsheet would read it: (text, whether it is a formula)."""
    if answer.mimetype == "text/csv":
        rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
        return [
            (cell, cell.lstrip("\ufeff\u200b \t\r\n\u3000")[:1] in tuple("=+-@\uff1d")) for row in rows for cell in row
        ]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return [(str(cell.value), cell.data_type == "f" or cell.hyperlink is not None) for cell in found]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_in_a_file_is_a_formula(desk, hostile, form):
    database, client, hostile_cells = desk.installation.database, desk.client(WHO), 0
    for each in FORMULAS:
        line = AuditRecord(desk.clock.now(), each, "::1", "exported", each, "transport", {each: each})
        keep_audit(database, line)
    for rule, method in rules_of(desk.app):
        if method == "GET" and "<form>" in rule.rule and pages.roles[rule.endpoint.removeprefix("desk.")] != "anyone":
            address = address_of(desk, rule.rule, "transport").replace(".csv", f".{form}").replace(".xlsx", f".{form}")
            answer = client.get(address, query_string={"state": "all"})
            if answer.status_code != 200:
                continue
            for text, is_formula in cells(answer):
                assert not is_formula, f"{address}: {text[:80]!r}"
                hostile_cells += "1+1" in text
    assert hostile_cells >= len(FORMULAS)
