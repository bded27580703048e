"""Cases: found by kind, age, due, owner and state; shown, printed and taken along."""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from web.desk.cases import ME, NASTY, OTHER, complaint, hand_over, page_of, send

import ivr.web.desk.cases.export as case_export
import ivr.web.desk.cases.listing as listing
from ivr.engine.events import CaseOpened
from ivr.journal.entry import Entry
from ivr.nodes.feedback import CaseKind
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import CaseFilters, cases_of_call, list_desk_cases
from ivr.storage.cases.order import ORDERS
from ivr.storage.cases.work import CaseWork
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.cases.words import DEEDS, KINDS


def test_the_list_is_chosen_by_what_one_looks_for(desk, as_supervisor):
    case = complaint(desk)
    yes = [
        "?kind=complaint",
        "?state=all",
        "?owner=-",
        f"?reference={case.reference[:5]}-{case.reference[5:]}",
        "?after=x",
        "?cause=-",
        "?order=owner",
        "?order=nonsense",
    ]
    no = [
        "?kind=request",
        "?cause=x",
        "?state=closed",
        "?owner=me",
        "?reference=123",
        "?due=overdue",
        "?age=7",
        "?text=depot",
    ]
    for query in yes:
        assert case.reference in as_supervisor.get(f"/desk/cases{query}").text, query
    for query in no:
        assert f">{case.reference}<" not in as_supervisor.get(f"/desk/cases{query}").text, query
    send(as_supervisor, case, "assign", owner=ME)
    send(as_supervisor, complaint(desk), "note", note="rang the depot")
    assert case.reference in as_supervisor.get("/desk/cases?owner=me&text=depot").text


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_external", "_anchor", "_method", "form", "call"])
def test_no_word_of_the_address_turns_a_link_elsewhere(as_supervisor, name):
    answer = as_supervisor.get(f"/desk/cases?state=all&after=x&{name}=javascript&_external=1")
    assert answer.status_code == 200
    assert 'href="javascript' not in answer.text
    assert 'href="http' not in answer.text


def quick_choices(client):
    page = client.get("/desk/cases").text
    return {
        html.unescape(words): int(count) for words, count in re.findall(r'>([^<>]+) <span class="count">(\d+)', page)
    }


def shown(client, query=""):
    page = client.get(f"/desk/cases{query}").text
    return re.findall(r"/desk/cases/CA[0-9a-f]+/\d+\">(\d+)<", page), html.unescape(page)


@pytest.mark.parametrize("order", ["", *ORDERS])
def test_every_order_goes_on_from_page_to_page_and_into_the_file(desk, many, monkeypatch, order):
    monkeypatch.setattr(listing, "A_PAGE", 3)
    monkeypatch.setattr(case_export, "BUNCH", 2)
    client, query = desk.client("all@site.example"), f"?state=all&order={order}"
    found, address = [], query
    while address:
        lines, page = shown(client, address)
        found += lines
        following = re.search(r'href="/desk/cases(\?[^"]*)" rel="next"', page)
        address = following[1] if following else ""
    assert sorted(found) == sorted(set(found)) == sorted(many)
    rows = csv.DictReader(io.StringIO(client.get(f"/desk/cases.csv{query}").data.decode("utf-8-sig")))
    assert [row["Reference"] for row in rows] == found
    kept = {case.reference: case for case in list_desk_cases(desk.installation.database, CaseFilters(limit=99))}
    never = datetime.max.replace(tzinfo=UTC)
    by = {
        "due": lambda case: case.next_due or never,
        "oldest": lambda case: case.opened_at,
        "": lambda case: -case.opened_at.timestamp(),
        "newest": lambda case: -case.opened_at.timestamp(),
    }
    values = [by.get(order, lambda case: getattr(case, order))(kept[reference]) for reference in found]
    assert values == sorted(values)
    assert len(set(values)) > 1


@pytest.fixture
def many(desk):
    """Cases of both departments, of every kind, state, owner and due date; their references."""
    database, work = desk.installation.database, CaseWork(desk.installation.database, desk.clock.now)
    references = [
        case.reference for name in ("complaint", "compliment") for case in cases_of_call(database, desk.calls[name])
    ]
    for number in range(9):
        sid, reference = f"CA{number:032x}", f"90000000{number:02}"
        at = desk.clock.now() - timedelta(days=number % 4)
        event = CaseOpened(
            f"{('transport', 'water')[number % 2]}/say", sorted(KINDS)[number % 4], reference, f"RE{number}", "", 9, ""
        )
        desk.installation.journal.load(
            Entry(sid, "turn 1", 1, at, "transport", "+85255501234", "+85222200101", "", "say", "en", {}, (event,))
        )
        key = Key(sid, 1)
        if number % 3 == 1:
            work.assign(key, 0, ME, ME)
        if number % 3 == 2:
            work.close(key, 0, ME, "x")
        references.append(reference)
    work.reply(Key(f"CA{0:032x}", 1), 0, ME, "x", "letter")
    return references


def test_what_is_due_first_comes_first(desk, as_supervisor):
    desk.installation.journal.load(
        Entry(
            "CA00", "turn 1", 1, desk.clock.now() - timedelta(days=20), "transport", "", "", "", "say", "en", {},
            (CaseOpened("transport/say", "request", "9000000001", "RE9", "", 9, ""),),
        )
    )  # fmt: skip
    late = complaint(desk).reference
    assert re.findall(r">(\d{10})<", as_supervisor.get("/desk/cases").text) == ["9000000001", late]
    again = as_supervisor.get("/desk/cases?order=newest").text
    assert re.findall(r">(\d{10})<", again) == [late, "9000000001"]
    assert 'aria-sort="descending"' in again


def test_causes_that_come_back_are_counted_and_lead_to_their_cases(desk, as_supervisor, as_other):
    cause = "sign missing & <b>"
    assert "A cause is written for 0 of 1 complaints" in as_supervisor.get("/desk/cases").text
    send(as_supervisor, complaint(desk), "settle", outcome="x", cause=cause, remedy="y")
    page = as_supervisor.get("/desk/cases").text
    assert "A cause is written for 1 of 1 complaints" in page
    address = re.search(r'href="(/desk/cases\?cause=[^"]*)"><bdi>sign missing &amp; &lt;b&gt;', page)[1]
    assert complaint(desk).reference in as_supervisor.get(html.unescape(address)).text
    assert "sign missing" in as_supervisor.get(page_of(complaint(desk))).text.partition("<datalist")[2]
    assert "sign missing" not in as_other.get("/desk/cases").text


def test_what_is_overdue_stands_out(desk, as_supervisor):
    assert quick_choices(as_supervisor) == {"Open cases": 1, "Overdue": 0, "Mine": 0, "Nobody's (unassigned)": 1}
    send(as_supervisor, complaint(desk), "assign", owner=ME)
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(days=7)
    listed = desk.client(ME)
    assert quick_choices(listed) == {"Open cases": 1, "Overdue": 1, "Mine": 1, "Nobody's (unassigned)": 0}
    assert quick_choices(desk.client("all@site.example"))["Open cases"] == 2
    assert complaint(desk).reference in listed.get("/desk/cases?due=overdue&age=7").text


def test_a_reference_as_it_is_read_out_leads_to_its_case(desk, as_supervisor):
    case = complaint(desk)
    spaced = " ".join(case.reference)
    assert as_supervisor.get(f"/desk/cases/{spaced}").location == page_of(case)


def test_the_number_is_shown_once_and_that_is_audited(desk, as_supervisor):
    case = complaint(desk)
    assert case.call_back
    assert case.call_back not in as_supervisor.get(page_of(case)).text
    answer = as_supervisor.post(f"{page_of(case)}/number")
    assert case.call_back in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    line = list_audit(desk.installation.database, AuditFilters(action="saw a number"))[0]
    assert (line.who, line.subject, line.department) == (ME, case.reference, "transport")
    assert case.call_back not in str(line.details)


def test_hostile_words_are_words(desk, as_supervisor):
    for deed, fields in (
        ("note", {"note": NASTY}),
        ("reply", {"reply": NASTY, "by": "letter"}),
        ("settle", {"outcome": NASTY, "cause": NASTY, "remedy": NASTY}),
    ):
        assert send(as_supervisor, complaint(desk), deed, **fields).status_code == 302
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert "<script>alert" not in page
    assert '" onfocus' not in page
    assert "{{7*7}}" in page
    assert page.count('<bdi class="written">=HYPERLINK') == 8
    assert "=HYPERLINK" in html.unescape(page.partition("<datalist")[2])
    listed = as_supervisor.get("/desk/cases").text
    assert "<script>alert" not in listed
    assert '" onfocus' not in listed


def test_hostile_words_are_text_in_a_spreadsheet(desk, as_supervisor):
    for words in (NASTY, "@SUM(1)", "-1+cmd|' /C calc'!A0", "\t=1", "+x"):
        send(as_supervisor, complaint(desk), "settle", outcome=words, cause=f"\r{words}", remedy="=1")
        answer = as_supervisor.get("/desk/cases.csv")
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        for column in ("Outcome", "Cause", "Remedy"):
            assert rows[0][column][0] == "'", rows[0]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_export_holds_what_is_shown_of_ones_own_department_and_is_audited(desk, as_supervisor, as_other):
    case = complaint(desk)
    rows = list(
        csv.DictReader(io.StringIO(as_supervisor.get("/desk/cases.csv?kind=complaint").data.decode("utf-8-sig")))
    )
    assert [row["Reference"] for row in rows] == [case.reference]
    assert "•" in rows[0]["Ring back"]
    assert case.reference not in as_other.get("/desk/cases.csv?state=all").text
    assert as_supervisor.get("/desk/cases.xlsx", buffered=True).data[:2] == b"PK"
    assert as_supervisor.get("/desk/cases.exe").status_code == 404
    lines = list_audit(desk.installation.database, AuditFilters(who=ME, action="exported"))
    assert [(line.subject, line.details) for line in lines] == [
        ("cases.xlsx", {}),
        ("cases.csv", {"kind": "complaint"}),
    ]


def test_every_kind_and_deed_has_its_words():
    assert set(KINDS) == set(CaseKind.__args__)
    assert {"assigned", "noted", "acknowledged", "replied", "settled", "closed", "reopened", "opened"} <= set(DEEDS)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nothing_bars_anybody_from_cases(desk, as_supervisor, browse, barriers_in_any_light, language):
    send(as_supervisor, complaint(desk), "note", note=NASTY + "x" * 200)
    send(as_supervisor, complaint(desk), "settle", outcome="x", cause=NASTY + "x" * 80, remedy=NASTY)
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(minutes=1)
    for path in ("/desk/cases", page_of(complaint(desk))):
        page = browse(path, ME, language)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert barriers_in_any_light(page, 1280, 320) == []
    hand_over(desk, desk.client(ME))
    page.reload()
    assert barriers_in_any_light(page, 1280, 320) == []
    send(desk.client(OTHER), complaint(desk), "note", note="faster")
    page = browse(page_of(complaint(desk)), OTHER, language)
    page.locator("details:has(textarea[name=note]) summary").click()
    page.locator("textarea[name=note]").fill("mine")
    send(desk.client(OTHER), complaint(desk), "note", note="faster")
    page.locator("details:has(textarea[name=note]) button").click()
    page.locator("#errors").wait_for()
    assert barriers_in_any_light(page, 1280, 320) == []


def test_a_case_on_paper_has_its_words_and_no_forms(desk, as_supervisor, browse):
    send(as_supervisor, complaint(desk), "note", note="rang the depot")
    page = browse(page_of(complaint(desk)), ME)
    page.emulate_media(media="print")
    assert page.get_by_text("rang the depot").is_visible()
    for hidden in ("form", "nav", "audio"):
        assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden


def test_a_case_is_worked_on_in_a_browser_without_scripts(desk, browse):
    page = browse(page_of(complaint(desk)), ME, script=False)
    page.get_by_text("Note", exact=True).first.click()
    page.get_by_label("Note", exact=True).fill(NASTY)
    page.get_by_role("button", name="Keep the note").click()
    assert page.get_by_role("status").inner_text() == "It is written into the history of the case."
    assert page.locator(".history").get_by_text("=HYPERLINK").count() == 1
    page.get_by_text("Note", exact=True).first.click()
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("link", name="Write something here.").click()
    assert page.get_by_label("Note", exact=True).is_visible()


def test_the_callers_language_is_told_wherever_somebody_may_ring_back(desk, as_supervisor):
    when = {"reply": "We have mended it.", "by": "telephone"}
    assert send(as_supervisor, complaint(desk), "reply", **when).status_code == 302
    rows = csv.DictReader(io.StringIO(as_supervisor.get("/desk/cases.csv").data.decode("utf-8-sig")))
    (row,) = [row for row in rows if row["Reference"] == complaint(desk).reference]
    assert row["What the caller was told"] == "We have mended it."
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Reply by"])
    language = row["Caller's language"]
    assert language
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert f"<dt>Caller's language</dt><dd>{language}</dd>" in page
    assert "<dt>Hotline</dt><dd>Transport Services</dd>" in page
    assert f'data-heading="Language">{language}</td>' in as_supervisor.get("/desk/cases").text


def test_what_the_caller_gave_stands_in_the_list_the_case_and_the_file(desk, as_supervisor):
    assert "Given before" not in as_supervisor.get("/desk/cases").text
    given = (("bus", "<b>101"), ("application", "00100230"))
    event = CaseOpened("transport/say", "request", "9000000001", "RE9", "", 9, "", given, True)
    desk.installation.journal.load(
        Entry("CA00", "turn 1", 1, desk.clock.now(), "transport", "", "", "", "say", "en", {}, (event,))
    )
    listed = as_supervisor.get("/desk/cases").text
    assert "Given before" in listed
    assert "bus: &lt;b&gt;101" in listed
    page = as_supervisor.get("/desk/cases/CA00/1").text
    assert "<dt>bus</dt><dd>&lt;b&gt;101</dd>" in page
    assert "The caller wished to stay unknown." in page
    assert "bus: <b>101, application number: 00100230" in as_supervisor.get("/desk/cases.csv").text
    assert "<dt>application number</dt><dd>00100230</dd>" in page
    assert "application number: 00100230" in listed
    in_chinese = as_supervisor.get("/desk/cases/CA00/1", headers={"Accept-Language": "zh-HK"}).text
    assert "<dt>申請編號</dt>" in in_chinese
