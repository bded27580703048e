"""Reports: the figures of the record, within what the person may see, each with its list, and as files."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import openpyxl
import pytest

from ivr.engine.events import RatingAnswered, RatingOffered
from ivr.engine.node_facts import RatedQuestion
from ivr.journal.entry import Entry
from ivr.reports.month import report
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.figures.reading import FigureChoice
from ivr.storage.figures.summing import sum_up
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.reports import ratings

MONDAY = date(2026, 11, 23)
DAY = "since=2026-11-23&until=2026-11-23"
TABLES = (
    "summary", "days", "outcomes", "rates", "endings", "languages", "hours", "gave-up", "unanswered", "officers",
    "ringing", "waits", "repeats", "callers", "cases",
)  # fmt: skip
MINUS = str.maketrans({"−": "-", "–": None, ",": None})


class Tables(HTMLParser):
    """The tables of a page by name: rows of cells, headings first; and the address of every cell that has one."""

    def __init__(self, page):
        super().__init__()
        self.found, self.links, self.name, self.cell = {}, {}, "", None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("id", "").startswith("table-"):
            self.name = given["id"].removeprefix("table-")
            self.found[self.name] = []
        elif self.name and tag == "tr":
            self.found[self.name].append([])
        elif self.name and tag in ("td", "th"):
            self.cell = ""
        elif self.cell is not None and tag == "a":
            self.links[self.name, len(self.found[self.name]) - 1, len(self.found[self.name][-1])] = given["href"]

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.found[self.name][-1].append(self.cell.strip())
            self.cell = None
        elif tag == "section":
            self.name = ""


def _node(called):
    """The name of a place that is told in the words of its menu with its name behind them."""
    return called.rpartition("(")[2].rstrip(")")


def told(client, asked=DAY):
    answer = client.get(f"/desk/reports?{asked}")
    assert answer.status_code == 200
    return Tables(answer.text)


def column(table, number):
    return {row[0]: row[number] for row in table[1:]}


@pytest.mark.parametrize("summed", [False, True], ids=["tail", "summed"])
def test_the_page_tells_the_figures_of_the_record(desk, as_supervisor, summed):
    if summed:
        sum_up(desk.installation.database, HONG_KONG)
    mine = frozenset({"transport"})
    known = report(desk.installation.database, FigureChoice(MONDAY, MONDAY, mine, mine, zone=HONG_KONG), b"key")
    found = told(as_supervisor).found
    assert column(found["days"], 1) == {"2026-11-23 Mon": "6", "together": str(known.volume.calls)}
    assert column(found["outcomes"], 1) == {
        "answered by the system": "1",
        "message left": "1",
        "answered by officers": "1",
        "case opened": "1",
        "gave what was asked for": "0",
        "without an answer": "2",
        "together": "6",
    }
    assert [(int(row[1]), int(row[2])) for row in found["rates"][1:]] == [
        (rate.hits, rate.counted) for rate in known.volume.rates
    ]
    assert {_node(name): (int(gone), int(came)) for name, gone, came, *_ in found["gave-up"][1:]} == {
        name: (use.gave_up, use.reached) for name, use in known.nodes.items() if use.reached
    }
    assert column(found["hours"], 1)["10:00"] == "6.0"
    assert column(found["languages"], 1) == {"English": "3", "Putonghua": "2", "Cantonese": "1", "together": "6"}
    assert found["officers"][1][:4] == ["the licensing counter: answered within 12 seconds", "1", "2", "50.0"]
    assert found["ringing"][1][1] == "+85222200111, +85222200112"
    assert column(found["repeats"], 1) == {"rang again within 7 days": str(known.repeats.rate.hits)}
    assert column(found["cases"], 1)["complaint"] == "1"


def test_every_figure_leads_to_the_list_of_just_those_calls(as_supervisor):
    found = told(as_supervisor)
    calls = {place: address for place, address in found.links.items() if address.startswith("/desk/calls")}
    assert {name for name, _, _ in calls} >= {"summary", "days", "outcomes", "rates", "endings", "languages", "gave-up"}
    for (name, row, cell), address in calls.items():
        listed = as_supervisor.get(address).text.count(' scope="row"')
        assert listed == int(found.found[name][row][cell]), (name, found.found[name][row], address)


def test_what_is_open_leads_to_those_cases(as_supervisor):
    found = told(as_supervisor)
    (address,) = {each for (name, *_), each in found.links.items() if name == "cases" and "complaint" in each}
    assert len(re.findall(r'href="/desk/cases/[^"]+/[0-9]+"', as_supervisor.get(address).text)) == 1


def test_another_department_sees_its_own_places_and_officers_only(as_other):
    page = as_other.get(f"/desk/reports?{DAY}").text
    found = Tables(page).found
    assert column(found["days"], 1)["together"] == "3"
    assert "transport" not in page
    assert "licensing counter" not in page
    assert "22200111" not in page
    assert found["ringing"][1][0] == "the water accounts office"


def test_a_stranger_is_led_to_the_sign_in(as_stranger):
    for path in ("/desk/reports", "/desk/reports.xlsx", "/desk/reports/days.csv"):
        assert "/desk/sign-in" in as_stranger.get(path).location


def test_a_viewer_reads_reports_and_takes_no_files(as_viewer):
    assert column(told(as_viewer).found["days"], 1)["together"] == "6"
    assert "/desk/reports/" not in as_viewer.get(f"/desk/reports?{DAY}").text
    for path in ("/desk/reports.xlsx", "/desk/reports/days.csv"):
        assert as_viewer.get(path).status_code == 403


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_exactly_what_its_table_shows(as_supervisor, name, form):
    shown = told(as_supervisor).found.get(name, [])
    answer = as_supervisor.get(f"/desk/reports/{name}.{form}?{DAY}")
    assert f"{name}-2026-11-23-2026-11-23.{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == max(1, len(shown))
    for mine, theirs in zip(rows, shown, strict=False):
        assert [_plain(cell) for cell in mine] == [_plain(cell) for cell in theirs]


def _plain(cell):
    """A number as a number, a day without its weekday, whichever way they are written; all else as it stands."""
    if day := re.fullmatch(r"(\d{4}-\d{2}-\d{2})( \w{3}| 00:00:00)?", str(cell)):
        return day[1]
    try:
        return float(str(cell).translate(MINUS).removeprefix("+"))
    except ValueError:
        return str(cell).removeprefix("'").replace("–", "")


def test_the_whole_report_is_one_workbook_and_audited(desk, as_supervisor):
    answer = as_supervisor.get(f"/desk/reports.xlsx?{DAY}")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert len(book.sheetnames) == len(set(book.sheetnames)) == len(TABLES) + 1
    assert not [name for name in book.sheetnames if len(name) > 31]
    assert "5 Shares of the calls whose…" in book.sheetnames
    facts = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert facts["Organisation"] == "City telephone enquiries"
    assert facts["Days"] == "2026-11-23 – 2026-11-23"
    assert facts["Counted"] == "Calls that rang: Transport Services"
    assert facts["Made by"] == "supervisor@transport.example"
    assert facts["Sheet 5"] == "Shares of the calls whose end is known and that chose a language"
    assert [cell.number_format for cell in book.worksheets[4][2]][1:4] == ["#,##0", "#,##0", "#,##0.0"]
    assert [cell.value for cell in book.worksheets[2][2]] == [datetime(2026, 11, 23), 6]  # noqa: DTZ001 - a sheet has no zones
    (line,) = list_audit(desk.installation.database, AuditFilters(action="exported"))
    assert (line.who, line.subject) == ("supervisor@transport.example", "reports.xlsx")
    assert line.details["since"] == "2026-11-23"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("since=yesterday", "since"),
        ("since=0001-01-01", "since"),
        ("since=2026-11-24", "since"),
        ("since=2026-11-23&until=2026-11-01", "until"),
        ("since=2020-01-01", "until"),
        ("until=9999-99-99", "until"),
        ("within=soon", "within"),
        ("within=0", "within"),
        ("hotline=water", "hotline"),
        ("hotline=nowhere", "hotline"),
        ("department=water", "department"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_its_field(as_supervisor, asked, field):
    answer = as_supervisor.get(f"/desk/reports?{asked}")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert as_supervisor.get(f"/desk/reports/days.csv?{asked}").status_code == 422


def test_it_begins_with_the_month_of_the_latest_call_where_last_month_had_none(as_supervisor):
    assert "Calls from 2026-11-01 to 2026-11-23" in as_supervisor.get("/desk/reports").text
    empty = as_supervisor.get("/desk/reports?since=2026-10-01&until=2026-10-31").text
    assert "Nobody rang in this period. Choose other days" in empty


def test_it_begins_with_last_month_where_somebody_rang_in_it(desk):
    desk.clock.at = datetime(2026, 12, 24, 4, tzinfo=UTC)
    as_supervisor = desk.client("supervisor@transport.example")
    assert "Calls from 2026-11-01 to 2026-11-30" in as_supervisor.get("/desk/reports").text


def test_its_contents_lead_to_each_part(as_supervisor):
    page = as_supervisor.get(f"/desk/reports?{DAY}").text
    contents = page.partition('aria-label="Contents"')[2].partition("</nav>")[0]
    parts = re.findall(r'<h2 id="([^"]+)">', page)
    assert re.findall(r'href="#([^"]+)"', contents) == parts
    assert len(parts) > 4


def test_a_period_that_is_not_over_ends_today(as_supervisor):
    assert "Calls from 2026-11-01 to 2026-11-23" in as_supervisor.get("/desk/reports?since=2026-11-01").text
    page = as_supervisor.get("/desk/reports?since=2026-11-01&until=2026-11-30").text
    assert "Calls from 2026-11-01 to 2026-11-23" in page


def test_the_menu_is_coloured_by_the_share_who_gave_up(as_supervisor):
    page = as_supervisor.get(f"/desk/reports?{DAY}").text
    coloured = re.findall(r'<a class="share step-5" href="([^"]+)">33.3 % gave up here: 2 of 6</a>', page)
    assert as_supervisor.get(coloured[0].replace("&amp;", "&")).text.count(' scope="row"') == 2
    assert '<span class="share">0.0 % gave up here: 0 of 2</span>' in page


def test_a_place_that_is_gone_from_the_menu_is_told_without_a_link(desk, as_supervisor, monkeypatch):
    served = desk.installation.shelf.current()
    nodes = {
        name: node for name, node in served.nodes_of("transport").items() if name != "transport/application_status"
    }
    contents = {**served.contents, "transport": replace(served.contents["transport"], nodes=nodes)}
    less = replace(served, contents=contents, hash="less")
    monkeypatch.setattr(type(desk.installation.shelf), "current", lambda self: less)
    found = told(as_supervisor)
    row = next(n for n, cells in enumerate(found.found["gave-up"]) if cells[0] == "transport/application_status")
    assert ("gave-up", row, 0) not in found.links
    assert found.found["gave-up"][row][2] == "1"


def test_callers_numbers_are_nowhere(as_supervisor):
    assert not re.search(r"5550\D?1234", as_supervisor.get(f"/desk/reports?{DAY}").text)


def test_a_department_without_a_hotline_sees_its_menus_and_no_calls(desk, as_supervisor, monkeypatch):
    served = desk.installation.shelf.current()
    lines = {number: line for number, line in served.hotlines.items() if line.name != "transport"}
    monkeypatch.setattr(type(desk.installation.shelf), "current", lambda self: replace(served, hotlines=lines))
    page = as_supervisor.get(f"/desk/reports?{DAY}").text
    assert "No hotline begins in these departments" in page
    assert {"days", "outcomes"}.isdisjoint(Tables(page).found)
    assert {name: int(came) for name, _, came, *_ in Tables(page).found["gave-up"][1:]}[
        "Transport Services (transport/main)"
    ] == 6


def test_where_several_hotlines_are_counted_together_only_each_alone_is_a_link(desk, as_supervisor, monkeypatch):
    served = desk.installation.shelf.current()
    both = {
        number: replace(line, start="transport/main") if line.name == "water" else line
        for number, line in served.hotlines.items()
    }
    monkeypatch.setattr(type(desk.installation.shelf), "current", lambda self: replace(served, hotlines=both))
    found = told(as_supervisor)
    assert column(found.found["hotlines"], 1) == {"Transport Services": "6", "Water Services": "3", "together": "9"}
    calls = {name: address for (name, *_), address in found.links.items() if address.startswith("/desk/calls")}
    assert calls.keys() == {"hotlines", "gave-up"}
    assert as_supervisor.get(calls["hotlines"]).text.count(' scope="row"') == 3


def test_a_long_period_is_told_by_month_without_naming_callers(as_supervisor):
    found = told(as_supervisor, "since=2026-01-01&until=2026-11-23").found
    assert [row[0] for row in found["days"][1:]][-3:] == ["2026-10", "2026-11-01 – 2026-11-23", "together"]
    assert found["days"][-2][1] == "6"
    assert "callers" not in found


OPINION = {
    "content": RatedQuestion(scale=True),
    "how": RatedQuestion(labels={"1": {"en": "by bus", "yue": "搭巴士"}}),
    "solved": RatedQuestion(),
}


@pytest.fixture
def asked_opinion(monkeypatch):
    """The menus ask for an opinion."""
    monkeypatch.setattr(ratings, "asked_then", lambda *_: {("", "transport/opinion"): OPINION})


def rate(desk, *events):
    place = ("transport", "", "", "", "transport/opinion", "en", {})
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    entry = Entry("CA02", "turn 1", 1, at, *place, (RatingOffered("transport/opinion"), *events))
    desk.installation.journal.load(entry)


@pytest.mark.usefixtures("asked_opinion")
def test_choices_are_told_by_their_labels_and_have_no_mean(desk, as_supervisor):
    answers = {"how": "1", "solved": "yes"}
    rate(desk, *(RatingAnswered("transport/opinion", name, each, 0) for name, each in answers.items()))
    tables = told(as_supervisor).found
    assert [row[1:3] + row[8:] for row in tables["rating-answers"][1:]] == [
        ["how", "by bus (1)", "–"],
        ["solved", "yes", "–"],
    ]
    as_supervisor.post("/desk/language", {"language": "zh_Hant_HK", "next": "/desk/reports"})
    assert told(as_supervisor).found["rating-rows"][1][4] == "how: 搭巴士 (1)；solved: 是"


@pytest.mark.usefixtures("asked_opinion")
def test_ratings_are_told_with_their_interval_and_a_row_a_caller(desk, as_supervisor):
    assert "ratings" not in told(as_supervisor).found
    offered, answered = RatingOffered("transport/opinion"), RatingAnswered("transport/opinion", "content", "4", 1)
    for sid, events in (("CA00", (offered, answered)), ("CA01", (offered,))):
        at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
        desk.installation.journal.load(
            Entry(sid, "turn 1", 1, at, "transport", "", "", "", "transport/opinion", "en", {}, events)
        )
    tables, place = told(as_supervisor).found, "opinion (transport/opinion)"
    assert tables["ratings"][1:] == [[place, "2", "1", "0", "50.0", "9.5", "90.5"]]
    assert tables["rating-answers"][1:] == [[place, "content", "4", "1", "1", "100.0", "20.7", "100.0", "4.0"]]
    assert sorted(row[:2] + row[3:] for row in tables["rating-rows"][1:]) == [
        ["2026-11-23 12:00", place, "not answered", ""],
        ["2026-11-23 12:00", place, "partial", "content: 4"],
    ]
    written = as_supervisor.get(f"/desk/reports/rating-rows.csv?{DAY}").text
    assert "partial,content: 4" in written
