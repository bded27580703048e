"""Work on a case: by one, and never by two at once unawares; handed over, answered, closed."""

import csv
import io
import re
from datetime import timedelta

import pytest
from web.desk.cases import ME, OTHER, complaint, hand_over, history, page_of, send

from ivr.storage.cases.listing import NO_CAUSE, cases_of_call
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.people.accounts import account_named, add_account, change_account, read_grants
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.cases.forms import FIELDS

FORM_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')  # another one each second


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
    pages = {path: as_other.get(path).text for path in (page_of(case), "/desk/cases/CA00/1")}
    assert len({FORM_TOKEN.sub("", page.replace(path, "")) for path, page in pages.items()}) == 1
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
    without = ("assign", "classify", "hand-over", "machine", "send-again")  # they have choices or a button, not words
    assert "my words" in answer.text or deed in without
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
    assert "Nothing is sent by this" in page


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
