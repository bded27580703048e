"""Entries on the desk: looked for, shown, corrected, taken back, exported; what is private stays hidden."""

import io
import re

import openpyxl
import pytest
from web.desk.filed.conftest import ROWS, TABLE, book

from ivr.engine.filing import RowToFile
from ivr.errors import RecordMissing
from ivr.journal.entry import Entry
from ivr.storage.filed.work import FiledWork
from ivr.storage.people.audit import AuditFilters, list_audit

PRIVATE = [cells["invitation"] for cells in ROWS.values()]
ONE = "/desk/filed/5000000001"


def entries(page):
    """The numbers of the entries that a list shows, in its order."""
    return re.findall(r'href="/desk/filed/(\d+)"', page.text)


def version(page):
    """The version that the forms of a page were made for."""
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def correct(client, entry="5000000001", seen="0", **cells):
    """Send the form that corrects a row, with what stands in it and these other values."""
    shown = {name: text for name, text in ROWS[entry].items() if name != "invitation"}
    return client.post(
        f"/desk/filed/{entry}/correct",
        {"version": seen, **{f"to_{name}": text for name, text in {**shown, **cells}.items()}},
    )


def audited(desk, action):
    """What the audit says of an action."""
    return [line.subject for line in list_audit(desk.installation.database, AuditFilters(action=action))]


def test_all_entries_are_listed_the_latest_first_and_nothing_private_is(supervisor):
    page = supervisor.get(f"/desk/filed?table={TABLE}")
    assert entries(page) == sorted(ROWS, reverse=True)
    assert not [each for each in (*PRIVATE, "1632960123") if each in page.text]
    assert "****" in page.text
    assert "2026-12-08 09:30" in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("in_starts=2026-12-08", ["5000000002", "5000000001"]),
        ("in_slot=3", ["5000000003"]),
        ("in_slot=30", []),
        ("in_clinic=hal", ["5000000001"]),
        ("in_clinic=%25", []),
        ("entry=5000+000+002", ["5000000002"]),
        ("until=2026-11-22", []),
        ("since=2026-11-23&until=2026-11-23&in_starts=2026-12-09", ["5000000003"]),
        ("in_invitation=11112222", ["5000000003", "5000000002", "5000000001"]),
        ("after=2026-11-23T04:00:00%2B00:00~2", ["5000000001"]),
    ],
)
def test_entries_are_chosen_by_what_stands_in_them_but_not_by_what_is_private(supervisor, asked, found):
    page = supervisor.get(f"/desk/filed?table={TABLE}&{asked}")
    assert (page.status_code, entries(page)) == (200, found)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("in_slot=abc", "digit"),
        ("since=yesterday", "Write a day like 2026-11-23."),
        ("since=2026-11-23&until=2026-11-22", "The end must be after the beginning."),
    ],
)
def test_what_cannot_be_looked_for_is_told(supervisor, asked, says):
    page = supervisor.get(f"/desk/filed?table={TABLE}&{asked}")
    assert page.status_code == 422
    assert says in page.text
    assert supervisor.get(f"/desk/filed.csv?table={TABLE}&{asked}").status_code == 422


def test_an_empty_table_and_a_filter_that_fits_nothing_say_what_to_do(supervisor, desk):
    assert "Nothing is entered there." in supervisor.get("/desk/filed?table=vaccinations/given_up").text
    assert "Take away a filter" in supervisor.get(f"/desk/filed?table={TABLE}&in_slot=9").text
    assert "Callers enter nothing" in desk.client("supervisor@elsewhere.example").get("/desk/filed").text


def test_further_pages_hold_the_rest(supervisor, desk, rows_of):
    for number in range(60):
        cells = {"invitation": str(number), "clinic": "Hall", "slot": str(100 + number), "starts": "2026-12-10T09:30"}
        assert book(desk.installation, f"60000000{number:02}", cells) == "done"
    assert rows_of(supervisor, f"/desk/filed?table={TABLE}") == 63


def test_what_is_private_is_shown_to_a_supervisor_who_asks_and_the_audit_says_so(supervisor, desk):
    assert PRIVATE[0] not in supervisor.get(ONE).text
    assert PRIVATE[0] in supervisor.post(f"{ONE}/private").text
    assert audited(desk, "saw what is private") == ["5000000001"]
    page = supervisor.get(ONE).text
    assert PRIVATE[0] not in page
    assert "saw what is private in it." in page
    assert "+441632960123" in supervisor.post("/desk/filed/5000000002/private").text


def test_a_viewer_sees_no_more_than_that_and_changes_nothing(desk):
    viewer = desk.client("viewer@clinic.example")
    page = viewer.get(ONE).text
    assert "Hall" in page
    assert "Correct it" not in page
    assert "Show what is hidden" not in page
    assert viewer.post(f"{ONE}/private").status_code == 403
    assert viewer.post(f"{ONE}/withdraw", {"version": "0"}).status_code == 403
    assert "/desk/filed.csv" not in viewer.get("/desk/filed").text


def test_it_is_not_there_for_another_department(desk):
    other = desk.client("supervisor@elsewhere.example")
    assert [other.get(ONE).status_code, other.post(f"{ONE}/private").status_code] == [404, 404]
    assert other.get("/desk/filed/4999999999").status_code == 404
    assert other.get(f"/desk/filed.csv?table={TABLE}").status_code == 404


def test_a_correction_is_kept_with_what_stood_there_before(supervisor, desk):
    assert correct(supervisor, clinic="Library").status_code == 302
    page = supervisor.get(ONE)
    assert "corrected clinic: <bdi>Hall</bdi> → <bdi>Library</bdi>" in page.text
    assert FiledWork(desk.installation.filed).unseal("5000000001", "a test", desk.clock.now()).cells == {
        **ROWS["5000000001"],
        "clinic": "Library",
    }
    assert audited(desk, "corrected an entry") == ["5000000001"]
    assert version(page) == "1"


def test_what_is_hidden_is_replaced_without_being_told(supervisor, desk):
    assert correct(supervisor, invitation="77778888").status_code == 302
    assert "77778888" not in supervisor.get(ONE).text
    assert "corrected invitation: <bdi>****</bdi> → <bdi>****</bdi>" in supervisor.get(ONE).text
    assert book(desk.installation, "5000000009", {**ROWS["5000000001"], "invitation": "77778888"}) == "taken"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({}, "Nothing is different from what stands there."),
        ({"slot": "three"}, "digit"),
        ({"starts": ""}, "date"),
        ({"invitation": PRIVATE[1]}, "Another entry has these already."),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_words_and_what_was_typed_is_kept(supervisor, cells, says):
    refused = correct(supervisor, **{"clinic": "Hall", **cells})
    assert refused.status_code == 422
    assert says in refused.text
    assert cells.get("slot", "1") in refused.text
    assert version(supervisor.get(ONE)) == "0"


def test_where_there_is_no_room_a_correction_is_refused(supervisor, desk):
    book(desk.installation, "5000000009", {**ROWS["5000000002"], "invitation": "1"})
    refused = correct(supervisor, slot="2")
    assert (refused.status_code, "There is room for no more such entries." in refused.text) == (422, True)


def test_who_corrects_at_the_same_time_is_told_what_the_other_did(supervisor, second):
    assert correct(supervisor, clinic="Library").status_code == 302
    late = correct(second, clinic="Church")
    assert late.status_code == 409
    assert "Somebody else was faster" in late.text
    assert 'value="Church"' in late.text
    assert second.post(f"{ONE}/withdraw", {"version": "0"}).status_code == 409
    assert correct(second, clinic="Church", seen=version(late)).status_code == 302


def test_a_look_at_what_is_private_is_no_conflict(supervisor, second):
    second.post(f"{ONE}/private")
    assert correct(supervisor, clinic="Library").status_code == 302


def test_what_is_taken_back_is_free_stays_on_record_and_is_never_changed_again(supervisor, desk):
    assert supervisor.post(f"{ONE}/withdraw", {"version": "0"}).status_code == 302
    assert audited(desk, "withdrew an entry") == ["5000000001"]
    assert book(desk.installation, "5000000009", ROWS["5000000001"]) == "done"
    page = supervisor.get(ONE).text
    assert ("taken back" in page, 'name="version"' in page) == (True, False)
    assert correct(supervisor, clinic="Library", seen="1").status_code == 422
    assert entries(supervisor.get(f"/desk/filed?table={TABLE}&state=withdrawn")) == ["5000000001"]


def test_a_form_without_a_version_or_for_no_deed_changes_nothing(supervisor):
    assert supervisor.post(f"{ONE}/withdraw").status_code == 409
    assert supervisor.post(f"{ONE}/burn", {"version": "0"}).status_code == 404
    assert "standing" in supervisor.get(ONE).text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_just_what_the_list_shows_and_nothing_private(supervisor, desk, form):
    answer = supervisor.get(f"/desk/filed.{form}?table={TABLE}&in_starts=2026-12-08")
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
        text = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    else:
        text = answer.data.decode("utf-8-sig")
    assert [entry in text for entry in ROWS] == [True, True, False]
    assert not [each for each in (*PRIVATE, "1632960123") if each in text]
    assert "****" in text
    assert audited(desk, "exported") == [f"filed.{form}"]


def test_a_formula_that_a_caller_entered_does_not_run(supervisor):
    assert "'=2+3" in supervisor.get(f"/desk/filed.csv?table={TABLE}").text


@pytest.mark.parametrize("deed", ["private", "withdraw"])
def test_an_entry_that_is_deleted_by_rule_meanwhile_is_not_there(supervisor, monkeypatch, deed):
    def deleted(*_, **__):
        raise RecordMissing("no row has the number")

    monkeypatch.setattr(FiledWork, "unseal", deleted)
    monkeypatch.setattr(FiledWork, "withdraw", deleted)
    assert supervisor.post(f"{ONE}/{deed}", {"version": "0"}).status_code == 404


CALLER = "+441632960999"


@pytest.fixture
def called(desk):
    """The call in which all rows were entered, and one more row of another call from nowhere."""
    desk.installation.journal.load(
        Entry("CA00", "turn 1", 1, desk.clock.now(), "vaccinations", CALLER, "", "", "main", "en", {}, ())
    )
    shape = desk.installation.shelf.current().tables[TABLE]
    cells = {"invitation": "99990000", "clinic": "Mill", "slot": "7", "starts": "2026-12-10T09:30"}
    with desk.installation.database.writing() as connection:
        row = RowToFile(TABLE, "5000000009", cells, shape.private)
        desk.installation.filed.file(connection, shape, row, "CA01", 1, desk.clock.now())


@pytest.mark.parametrize("number", [CALLER, "+44 1632 960 999", "960999", "0999"])
def test_the_entries_of_a_telephone_are_found_and_its_number_stands_in_no_address(desk, supervisor, called, number):
    sent = supervisor.post("/desk/filed", {"table": TABLE, "number": number})
    assert sent.status_code == 303
    assert "960999" not in sent.location.replace("%2B", "")
    page = supervisor.get(sent.location)
    assert entries(page) == sorted(ROWS, reverse=True)
    assert "960999" not in page.text
    assert len(audited(desk, "looked for a number")) == 1
    assert "960999" not in audited(desk, "looked for a number")[0]
    narrowed = supervisor.post("/desk/filed", {"table": TABLE, "in_slot": "3", "kept_number": kept(page)})
    assert entries(supervisor.get(narrowed.location)) == ["5000000003"]
    files = supervisor.get(sent.location.replace("/desk/filed?", "/desk/filed.csv?")).text
    assert "5000000001" in files
    assert "5000000009" not in files


def kept(page):
    """The number that the form holds, encrypted."""
    return re.search(r'name="kept_number" value="([^"]+)"', page.text)[1]


def test_another_telephone_entered_nothing(supervisor, called):
    sent = supervisor.post("/desk/filed", {"table": TABLE, "number": "+441632960998"})
    assert entries(supervisor.get(sent.location)) == []


def test_only_supervisors_look_for_a_number(desk, supervisor, called):
    viewer = desk.client("viewer@clinic.example")
    assert 'name="number"' not in viewer.get(f"/desk/filed?table={TABLE}").text
    sent = viewer.post("/desk/filed", {"table": TABLE, "number": CALLER})
    assert entries(viewer.get(sent.location)) == []
    theirs = supervisor.post("/desk/filed", {"table": TABLE, "number": CALLER}).location
    assert entries(viewer.get(theirs)) == []


@pytest.mark.parametrize("number", ["12", "abc", "+"])
def test_what_is_no_number_is_told(supervisor, number):
    page = supervisor.post("/desk/filed", {"table": TABLE, "number": number})
    assert page.status_code == 422
    assert "Write a number in full with its country code" in page.text
    assert supervisor.get(f"/desk/filed?table={TABLE}&number=made-up").status_code == 422
