"""Cases: found by kind, age, due, owner and state; worked on by one, and never by two at once unawares."""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

import ivr.web.desk.case_export as case_export
import ivr.web.desk.cases as listing
from ivr.engine.events import CaseOpened
from ivr.nodes.feedback import CaseKind
from ivr.settings.fields import CASE_KINDS
from ivr.storage.accounts import account_named, add_account, change_account, read_grants
from ivr.storage.audit import AuditFilters, list_audit
from ivr.storage.case_order import ORDERS
from ivr.storage.case_work import CaseWork
from ivr.storage.desk_cases import NO_CAUSE, CaseFilters, cases_of_call, list_desk_cases
from ivr.storage.rebuilding import rebuild_projections
from ivr.storage.work import Key
from ivr.switchboard.ports import Entry
from ivr.web.desk.case_forms import FIELDS
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
    for deed in (*FIELDS, "number", "eat"):
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


def test_who_did_it_is_told_by_name_and_without_one_by_e_mail(desk, as_supervisor):
    add_account(desk.installation.database, "new@site.example", "", read_grants("supervisor"), "", desk.clock.now())
    send(as_supervisor, complaint(desk), "assign", owner="new@site.example")
    send(as_supervisor, complaint(desk), "assign", owner="")
    page = as_supervisor.get(page_of(complaint(desk))).text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("The caller left it.")[2]))
    assert "supervisor gave it to new@site.example" in told
    assert "supervisor gave it to nobody" in told
    assert "took it" not in told


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
    assert f'<bdi title="{ME}">supervisor</bdi></strong> took it' in page
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


def test_words_for_a_case_that_somebody_closed_meanwhile_can_be_copied(desk, as_other):
    seen = cases_of_call(desk.installation.database, desk.calls["compliment"])[0]
    assert send(desk.client("all@site.example"), seen, "close", why="thanked").status_code == 302
    answer = send(as_other, seen, "reply", reply="my long letter", by="letter")
    assert answer.status_code == 409
    assert '<bdi class="written">my long letter</bdi>' in answer.text


def test_a_mistake_in_a_form_hides_no_work_of_another(desk, as_supervisor):
    seen = complaint(desk)
    send(desk.client("all@site.example"), seen, "note", note="the caller rang again")
    answer = send(as_supervisor, seen, "reply", reply="", by="letter")
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text


@pytest.mark.parametrize("deed", sorted(FIELDS))
def test_a_form_that_does_not_say_what_was_seen_changes_nothing_and_loses_no_word(desk, as_supervisor, deed):
    answer = as_supervisor.post(f"{page_of(complaint(desk))}/{deed}", dict.fromkeys(FIELDS[deed], "my words"))
    assert answer.status_code == 409
    assert "This form was out of date" in answer.text
    assert "my words" in answer.text or deed in ("assign", "classify", "hand-over")  # they have choices, not words
    assert history(desk) == ()


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
        ("settle", {"outcome": "x", "cause": "y"}, "remedy"),
        ("reply", {"reply": "x", "by": "letter", "replied": "yesterday"}, "replied"),
        ("reply", {"reply": "x", "by": "letter", "replied": "2026-11-23T12:01"}, "replied"),
        ("reply", {"reply": "x", "by": "letter", "replied": "2026-11-23T10:00"}, "replied"),
        ("acknowledge", {"acknowledgement": "x", "acknowledged": "2026-13-45"}, "acknowledged"),
        ("classify", {"kind": "complaint", "kind_why": "x"}, "kind"),
        ("classify", {"kind": "parcel", "kind_why": "x"}, "kind"),
        ("classify", {"kind": "request"}, "kind_why"),
        ("hand-over", {"department": "transport", "department_why": "x"}, "department"),
        ("hand-over", {"department": "moon", "department_why": "x"}, "department"),
        ("hand-over", {"department": "water"}, "department_why"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, as_supervisor, deed, fields, field):
    answer = send(as_supervisor, complaint(desk), deed, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert history(desk) == ()


def test_what_cannot_be_done_as_the_case_stands_is_refused_and_stays_readable(desk, as_supervisor):
    answer = send(as_supervisor, complaint(desk), "reopen", why="it is open already")
    assert answer.status_code == 422
    assert 'href="#deeds"' in answer.text
    assert 'id="deeds"' in answer.text
    assert '<bdi class="written">it is open already</bdi>' in answer.text
    assert history(desk) == ()


def test_a_complaint_is_closed_without_a_cause_only_when_it_says_that_none_was_found(desk, as_supervisor):
    assert send(as_supervisor, complaint(desk), "close", why="x").status_code == 422
    settled = {"outcome": "apology", "cause": "typed, then ticked", "no_cause": "1", "remedy": ""}
    assert send(as_supervisor, complaint(desk), "settle", **settled).status_code == 302
    assert (complaint(desk).cause, complaint(desk).remedy) == (NO_CAUSE, "")
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert 'name="no_cause" value="1" checked' in page
    assert send(as_supervisor, complaint(desk), "close", why="x").status_code == 302
    rows = csv.DictReader(io.StringIO(as_supervisor.get("/desk/cases.csv?state=all").data.decode("utf-8-sig")))
    assert [row["Cause"] for row in rows] == ["none found"]


def test_a_reply_is_kept_with_the_time_it_was_given(desk, as_supervisor):
    sent = {"reply": "we are sorry", "by": "telephone", "replied": "2026-11-23T11:15"}
    assert send(as_supervisor, complaint(desk), "reply", **sent).status_code == 302
    quarter_past = desk.clock.now() - timedelta(minutes=45)
    assert (complaint(desk).replied_at, complaint(desk).acknowledged_at) == (quarter_past, quarter_past)
    assert (history(desk)[0].at, complaint(desk).next_due) == (desk.clock.now(), None)
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert page.count("2026-11-23 11:15</time>") == 3
    assert "Nothing is sent from here" in page


def test_who_wants_no_reply_needs_none(desk, as_supervisor):
    assert send(as_supervisor, complaint(desk), "reply", reply="", by="none wanted").status_code == 302
    assert complaint(desk).next_due is None


def test_a_case_changes_its_kind_and_says_why(desk, as_supervisor):
    assert (
        send(as_supervisor, complaint(desk), "classify", kind="request", kind_why="asks for a form").status_code == 302
    )
    assert complaint(desk).kind == "request"
    page = as_supervisor.get(page_of(complaint(desk))).text
    assert "changed the kind" in page
    assert "asks for a form" in page
    rebuild_projections(desk.installation.database)
    assert complaint(desk).kind == "request"


def hand_over(desk, client, version=None):
    return send(client, complaint(desk), "hand-over", version, department="water", department_why="it is about a pipe")


def test_a_case_handed_over_is_the_other_departments(desk, as_supervisor, as_other, as_viewer, as_stranger):
    case = complaint(desk)
    send(as_supervisor, case, "assign", owner=ME)
    assert hand_over(desk, as_supervisor).location == "/desk/cases"
    assert f"{case.reference} is with Water Services now" in as_supervisor.get("/desk/cases").text
    assert (complaint(desk).department, complaint(desk).owner) == ("water", "")
    assert case.reference in as_other.get("/desk/cases").text
    assert f">{case.reference}<" not in as_supervisor.get("/desk/cases?state=all").text
    assert case.reference not in as_supervisor.get("/desk/cases.csv?state=all").text
    page = as_other.get(page_of(case)).text
    assert "it is about a pipe" in page
    assert send(as_other, complaint(desk), "note", note="ours now").status_code == 302
    assert as_stranger.get(page_of(case)).status_code == 302
    assert as_viewer.get(f"/desk/recordings/{case.call_sid}/{case.turn}.wav").status_code == 403
    rebuild_projections(desk.installation.database)
    assert complaint(desk).department == "water"


def test_whoever_is_handed_a_case_hears_it_and_sees_its_call(desk, as_supervisor, as_other):
    case = complaint(desk)
    sound, call = f"/desk/recordings/{case.call_sid}/{case.turn}.wav", f"/desk/calls/{case.call_sid}"
    assert [as_other.get(path, buffered=True).status_code for path in (sound, call)] == [404, 404]
    hand_over(desk, as_supervisor)
    assert [as_other.get(path, buffered=True).status_code for path in (sound, call)] == [200, 200]
    assert page_of(case) in as_other.get(call).text
    assert as_supervisor.get(sound, buffered=True).status_code == 404
    assert as_supervisor.get(call).status_code == 200
    assert page_of(case) not in as_supervisor.get(call).text


def test_whoever_handed_a_case_over_is_told_where_it_went_and_no_more(desk, as_supervisor, as_viewer, as_other):
    case = complaint(desk)
    send(as_supervisor, case, "note", note="private words")
    hand_over(desk, as_supervisor)
    for client in (as_supervisor, as_viewer):
        assert client.get(f"/desk/cases/{case.reference}").location == page_of(case)
        page = client.get(page_of(case)).text
        assert "handed this case over to Water Services" in page
        assert "private words" not in page
        assert "/desk/recordings/" not in page
    answer = send(as_supervisor, case, "reply", reply="typed meanwhile", by="letter")
    assert answer.status_code == 409
    assert '<bdi class="written">typed meanwhile</bdi>' in answer.text
    assert as_supervisor.post(f"{page_of(case)}/number").status_code == 404
    compliment = cases_of_call(desk.installation.database, desk.calls["compliment"])[0]
    assert as_supervisor.get(page_of(compliment)).status_code == 404


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
    assert quick_choices(as_supervisor) == {"Open cases": 1, "Overdue": 0, "Mine": 0, "Nobody's": 1}
    send(as_supervisor, complaint(desk), "assign", owner=ME)
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(minutes=1)
    listed = desk.client(ME)
    assert quick_choices(listed) == {"Open cases": 1, "Overdue": 1, "Mine": 1, "Nobody's": 0}
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
    assert set(KINDS) == set(CaseKind.__args__) == CASE_KINDS - {""}
    assert {"assigned", "noted", "acknowledged", "replied", "settled", "closed", "reopened", "opened"} <= set(DEEDS)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_nothing_bars_anybody_from_cases(desk, as_supervisor, browse, barriers, language, scheme, width):
    send(as_supervisor, complaint(desk), "note", note=NASTY + "x" * 200)
    send(as_supervisor, complaint(desk), "settle", outcome="x", cause=NASTY + "x" * 80, remedy=NASTY)
    desk.clock.at = complaint(desk).acknowledge_due + timedelta(minutes=1)
    for path in ("/desk/cases", page_of(complaint(desk))):
        page = browse(path, ME, language, scheme, width)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert barriers(page) == []
    hand_over(desk, desk.client(ME))
    assert barriers(browse(page_of(complaint(desk)), ME, language, scheme, width)) == []
    send(desk.client(OTHER), complaint(desk), "note", note="faster")
    page = browse(page_of(complaint(desk)), OTHER, language, scheme, width)
    page.locator("details:has(textarea[name=note]) summary").click()
    page.locator("textarea[name=note]").fill("mine")
    send(desk.client(OTHER), complaint(desk), "note", note="faster")
    page.locator("details:has(textarea[name=note]) button").click()
    page.locator("#errors").wait_for()
    assert barriers(page) == []


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
    assert f"<td>{language}</td>" in as_supervisor.get("/desk/cases").text
