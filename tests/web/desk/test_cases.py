"""Cases: found by kind, age, due, owner and state; worked on by one, and never by two at once unawares."""

import csv
import io
import re
from datetime import timedelta

import pytest

from ivr.nodes.feedback import CaseKind
from ivr.storage.accounts import account_named, change_account
from ivr.storage.audit import AuditFilters, list_audit
from ivr.storage.case_work import CaseWork
from ivr.storage.desk_cases import cases_of_call
from ivr.web.desk.case_words import DEEDS, KINDS

ME, OTHER = "supervisor@transport.example", "supervisor@water.example"
NASTY = '=HYPERLINK("http://x.example","x")<script>alert(1)</script>\u202e"\' onfocus=alert(1) {{7*7}}'


def complaint(desk):
    """The complaint to transport."""
    return cases_of_call(desk.installation.database, desk.calls["complaint"])[0]


def page_of(case):
    return f"/desk/cases/{case.call_sid}/{case.turn}"


def send(client, case, deed, version=None, **fields):
    form = {"version": case.version if version is None else version, **fields}
    return client.post(f"{page_of(case)}/{deed}", form)


def history(desk):
    return CaseWork(desk.installation.database).history(complaint(desk).key)


def test_each_sees_the_cases_of_their_own_department(desk, as_supervisor, as_viewer, as_other, as_administrator):
    case = complaint(desk)
    for client in (as_supervisor, as_viewer, as_administrator):
        assert case.reference in client.get("/desk/cases").text
        assert client.get(page_of(case)).status_code == 200
    assert case.reference not in as_other.get("/desk/cases").text
    assert "compliment" in as_other.get("/desk/cases").text


def test_anothers_case_is_as_if_it_were_not_there(desk, as_other, as_stranger):
    case = complaint(desk)
    assert as_other.get(page_of(case)).status_code == 404
    told = {as_other.get(path).text.replace(path, "") for path in (page_of(case), "/desk/cases/CA00/1")}
    assert len(told) == 1
    assert as_other.get(f"/desk/cases/{case.reference}").status_code == 404
    for deed in ("assign", "note", "acknowledge", "reply", "settle", "close", "reopen", "number", "eat"):
        assert as_other.post(f"{page_of(case)}/{deed}", {"version": 0, "note": "x", "why": "x"}).status_code == 404
        assert as_stranger.get(page_of(case)).status_code == 302
        assert as_stranger.post(f"{page_of(case)}/{deed}", {"version": 0, "note": "x"}).status_code == 302
    assert case.reference not in as_other.get("/desk/cases?department=transport&state=all").text
    assert f">{case.reference}</a>" not in as_other.get(f"/desk/cases?reference={case.reference}").text
    assert history(desk) == ()


def test_a_viewer_reads_and_does_nothing(desk, as_viewer):
    case = complaint(desk)
    assert "Work on the case" not in as_viewer.get(page_of(case)).text
    assert "/desk/recordings/" not in as_viewer.get(page_of(case)).text
    assert send(as_viewer, case, "note", note="x").status_code == 403
    assert as_viewer.post(f"{page_of(case)}/number").status_code == 403
    assert as_viewer.get("/desk/cases.csv").status_code == 403
    assert history(desk) == ()


def test_a_form_without_its_token_changes_nothing(desk, as_supervisor):
    answer = as_supervisor.flask.post(f"{page_of(complaint(desk))}/note", data={"version": 0, "note": "x"})
    assert answer.status_code == 400
    assert history(desk) == ()


def test_a_case_goes_from_its_owner_to_its_end_and_all_of_it_is_history(desk, as_supervisor):
    steps = [
        ("assign", {"owner": ME}),
        ("note", {"note": "rang the depot"}),
        ("acknowledge", {"acknowledgement": "told by telephone"}),
        ("reply", {"reply": "we are sorry", "by": "letter"}),
        ("settle", {"outcome": "refunded", "cause": "wrong sign", "remedy": "sign replaced"}),
        ("close", {"why": "settled"}),
        ("reopen", {"why": "rang again"}),
    ]
    for deed, fields in steps:
        assert send(as_supervisor, complaint(desk), deed, **fields).status_code == 302
    case = complaint(desk)
    assert (case.owner, case.state, case.cause, case.version) == (ME, "open", "wrong sign", 7)
    assert [deed.who for deed in history(desk)] == [ME] * 7
    page = as_supervisor.get(page_of(case)).text
    for words in ("rang the depot", "told by telephone", "we are sorry", "by letter", "wrong sign", "rang again"):
        assert words in page
    audited = list_audit(desk.installation.database, AuditFilters(action="worked on a case", subject=case.reference))
    assert [line.details["deed"] for line in reversed(audited)] == [deed for deed, _ in steps]


def test_of_two_who_write_at_once_the_second_is_told_and_loses_no_word(desk, as_supervisor):
    seen = complaint(desk)
    colleague = desk.client("all@site.example")
    assert send(colleague, seen, "note", note="the caller rang again").status_code == 302
    answer = send(as_supervisor, seen, "reply", reply="my long letter", by="letter")
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text
    told = answer.text[answer.text.index("Somebody else") : answer.text.index("What you wrote stands below")]
    assert "the caller rang again" in told
    assert "all@site.example" in told
    assert re.search(r"<textarea[^>]*>\s*my long letter</textarea>", answer.text)
    assert [deed.what for deed in history(desk)] == ["noted"]
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert send(as_supervisor, seen, "reply", int(version), reply="my long letter", by="letter").status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "99", "0.5", "9" * 30])
def test_a_version_that_nobody_saw_changes_nothing(desk, as_supervisor, version):
    send(as_supervisor, complaint(desk), "note", note="first")
    assert send(as_supervisor, complaint(desk), "note", version, note="second").status_code == 409
    assert len(history(desk)) == 1


@pytest.mark.parametrize(
    ("deed", "fields", "field"),
    [
        ("note", {"note": "  "}, "note"),
        ("reply", {"reply": "", "by": "letter"}, "reply"),
        ("reply", {"reply": "x", "by": "pigeon"}, "by"),
        ("acknowledge", {}, "acknowledgement"),
        ("settle", {"outcome": "x"}, "cause"),
        ("assign", {"owner": OTHER}, "owner"),
        ("assign", {"owner": "viewer@transport.example"}, "owner"),
        ("assign", {"owner": "nobody@nowhere.example"}, "owner"),
        ("close", {"why": "too early"}, "why"),
        ("reopen", {"why": "is open"}, "why"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, as_supervisor, deed, fields, field):
    answer = send(as_supervisor, complaint(desk), deed, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text or deed == "reopen"
    assert history(desk) == ()


def test_whoever_left_the_service_is_given_no_cases(desk, as_supervisor):
    database = desk.installation.database
    change_account(database, account_named(database, "all@site.example").id, disabled_at=desk.clock.now())
    assert send(as_supervisor, complaint(desk), "assign", owner="all@site.example").status_code == 422


def test_only_complaints_need_a_cause(desk, as_other):
    compliment = cases_of_call(desk.installation.database, desk.calls["compliment"])[0]
    assert send(as_other, compliment, "settle", outcome="passed on").status_code == 302
    again = cases_of_call(desk.installation.database, desk.calls["compliment"])[0]
    assert send(as_other, again, "close", why="no more to do").status_code == 302


def test_the_list_is_chosen_by_what_one_looks_for(desk, as_supervisor):
    case = complaint(desk)
    yes = [
        "?kind=complaint",
        "?state=all",
        "?owner=-",
        f"?reference={case.reference[:5]}-{case.reference[5:]}",
        "?after=x",
    ]
    no = ["?kind=request", "?state=closed", "?owner=me", "?reference=123", "?due=overdue", "?age=7", "?text=depot"]
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


def test_what_is_overdue_stands_out(desk, as_supervisor):
    assert "overdue</a>" not in as_supervisor.get("/desk/cases").text
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(minutes=1)
    listed = desk.client(ME)
    assert "1 case is overdue" in listed.get("/desk/cases").text
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
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_nothing_bars_anybody_from_cases(desk, as_supervisor, browse, barriers, language, scheme, width):
    send(as_supervisor, complaint(desk), "note", note=NASTY + "x" * 200)
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(minutes=1)
    for path in ("/desk/cases", page_of(complaint(desk))):
        page = browse(path, ME, language, scheme, width)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert barriers(page) == []


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
