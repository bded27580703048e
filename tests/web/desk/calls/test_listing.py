"""The list of calls: filters in the address, pages, files, and who sees which calls."""

import csv
import html
import io
import re

import openpyxl
import pytest


def _sids(page):
    return re.findall(r'<th [^>]*scope="row"[^>]*><a href="/desk/calls/([^"]+)">', page)


def _names(desk, page):
    by_sid = {sid: name for name, sid in desk.calls.items()}
    return [by_sid[sid] for sid in _sids(page)]


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


MINE = ["hostile", "gave up", "officer", "message", "complaint", "answered"]


def test_a_supervisor_sees_the_calls_of_their_department_the_latest_first(desk, as_supervisor):
    assert _names(desk, as_supervisor.get("/desk/calls").text) == MINE


def test_another_departments_supervisor_sees_none_of_them(desk, as_other):
    assert _names(desk, as_other.get("/desk/calls").text) == ["balance", "water message", "compliment"]


def test_a_stranger_is_led_to_the_sign_in(as_stranger):
    for path in ("/desk/calls", "/desk/calls.csv", "/desk/calls.xlsx"):
        assert "/desk/sign-in" in as_stranger.get(path).location


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("hotline=transport", MINE),
        ("hotline=water", []),
        ("language=en", ["hostile", "message", "answered"]),
        ("outcome=case", ["complaint"]),
        ("outcome=nothing&ending=caller+hung+up", ["hostile", "gave up"]),
        ("since=2026-11-23&from=10:03&until=2026-11-23&to=10:05", ["gave up", "officer"]),
        ("from=10:03&to=10:05", ["gave up", "officer"]),
        ("since=2026-11-24", []),
        ("until=2026-11-22", []),
        ("node=transport/application_status", ["answered"]),
        ("topic=transport/appl", ["answered"]),
        ("gave_up=transport/main", ["hostile", "gave up"]),
        ("topic=APPLICATION", ["answered"]),
        ("topic=申請", ["answered"]),
        ("topic=transport", MINE),
        ("topic=complaints,+suggestions+or+compliments", ["complaint"]),
        ("node=transport/officer&topic=leave+message", ["message"]),
        ("now=1", []),
        ("now=0", MINE),
    ],
)
def test_the_address_chooses_calls(desk, as_supervisor, asked, expected):
    assert _names(desk, as_supervisor.get(f"/desk/calls?{asked}").text) == expected


@pytest.mark.parametrize("asked", ["since=yesterday", "from=noon", "topic=zebras", "since=2026-11-23&until=2026-11-01"])
def test_what_cannot_be_read_is_said_beside_its_field(as_supervisor, asked):
    answer = as_supervisor.get(f"/desk/calls?{asked}")
    assert answer.status_code == 422
    assert 'href="#' in answer.text
    assert _sids(answer.text) == []


def test_the_form_leads_to_the_address_of_what_it_chooses(as_viewer):
    sent = {"hotline": "transport", "since": "2026-11-23", "from": "10:03", "outcome": "", "kept_number": "forged"}
    assert as_viewer.post("/desk/calls", sent).location == "/desk/calls?hotline=transport&since=2026-11-23&from=10:03"


def test_the_way_of_each_caller_is_told_in_keys(desk, as_supervisor):
    page = as_supervisor.get("/desk/calls").text
    paths = dict(zip(_names(desk, page), re.findall(r'class="path"><bdi>([^<]*)</bdi>', page), strict=True))
    assert paths == {
        "hostile": "3 › “=HYPERLINK(&#34;http://x.exa…”✗",
        "gave up": "2",
        "officer": "2 › 0",
        "message": "3 › 0 › 3 › 2 › … › 1",
        "complaint": "1 › 4 › 1",
        "answered": "3 › 1 › … › 1 › …",
    }


def test_pages_follow_by_key_and_miss_no_call(desk, as_supervisor, monkeypatch):
    monkeypatch.setattr("ivr.web.desk.calls.listing.PAGE", 2)
    found, address = [], "/desk/calls?hotline=transport"
    while address:
        page = as_supervisor.get(address).text
        found += _names(desk, page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert found == MINE
    assert "First page" in page


def test_numbers_are_masked_in_the_list_and_in_its_files(as_supervisor):
    for path in ("/desk/calls", "/desk/calls.csv"):
        answer = as_supervisor.get(path)
        assert "55501234" not in answer.text.replace(" ", "")
        assert "+852 5550 ••••" in answer.text


def test_a_viewer_looks_for_no_number_and_takes_no_files(desk, as_viewer):
    page = as_viewer.get("/desk/calls").text
    assert _names(desk, page) == MINE
    assert "calls.csv" not in page
    assert 'name="number"' not in page
    assert as_viewer.get("/desk/calls.csv").status_code == 403


@pytest.mark.parametrize("asked", ["", "outcome=case", "language=en&from=10:01"])
def test_csv_holds_exactly_what_is_shown(as_supervisor, asked):
    shown = _sids(as_supervisor.get(f"/desk/calls?{asked}").text)
    answer = as_supervisor.get(f"/desk/calls.csv?{asked}")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [row["Call"] for row in _rows(answer)] == shown


def test_files_have_the_columns_of_the_list(as_supervisor):
    page = as_supervisor.get("/desk/calls").text
    columns = [html.unescape(each) for each in re.findall(r'<th scope="col"[^>]*>([^<]+)', page)]
    rows = _rows(as_supervisor.get("/desk/calls.csv"))
    assert [*rows[0]] == [*columns, "Call"]
    shown = re.findall(r"<tr[^>]*>(.*?)</tr>", page.partition("<tbody")[2], re.DOTALL)
    for line, row in zip(shown, rows, strict=True):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        texts = [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]
        assert texts == [value.removeprefix("'") for value in row.values()][:-1]  # before + and the like in a file


def test_xlsx_holds_exactly_what_is_shown(as_supervisor):
    shown = _sids(as_supervisor.get("/desk/calls").text)
    answer = as_supervisor.get("/desk/calls.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[-1] for row in rows[1:]] == shown
    assert rows[1][0].isoformat(" ", "minutes") == "2026-11-23 10:05"


def test_a_file_of_more_calls_than_are_read_at_once_is_whole(as_supervisor, monkeypatch):
    monkeypatch.setattr("ivr.web.desk.calls.listing.BUNCH", 4)
    assert len(_rows(as_supervisor.get("/desk/calls.csv"))) == 6


def test_a_file_is_of_a_known_form(as_supervisor):
    assert as_supervisor.get("/desk/calls.exe").status_code == 404
