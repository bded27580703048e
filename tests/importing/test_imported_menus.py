"""Files of other systems become the menu that is written beside them, with all that was lost; hostile ones are refused.

An `.expected.txt` holds the menu, what flows.yaml needs, and every problem; or why the file is refused.
"""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.checking.lone_menus import check_alone
from ivr.authoring.yaml.reading import read_document
from ivr.errors import ImportRefused
from ivr.importing import Imported, Wishes, import_freeswitch, import_studio, import_table
from ivr.importing.names import new_name, slug
from ivr.importing.spoken import take_apart
from ivr.importing.writing import comment, written

HERE = Path(__file__).parent
IMPORTERS = {"studio": import_studio, "freeswitch": import_freeswitch, "table": import_table}
SOURCES = sorted(path for name in IMPORTERS for path in (HERE / name).glob("*.*") if path.suffix != ".txt")
DECIDED = {"owner": "Works Branch", "review": "2027-04-01", "title": "Works"}


def imported(path: Path, **wishes: str) -> Imported:
    language = "yue" if path.stem == "chinese" else "en"
    return IMPORTERS[path.parent.name](path.read_bytes(), Wishes(path.name, "works", language, **wishes))


def told(path: Path) -> str:
    """All that comes of a file, as one text."""
    try:
        found = imported(path)
    except ImportRefused as refused:
        return f"refused: {refused}\n"
    lines = [f"{each.line}:{each.column} {each.rule}: {each.message} | {each.hint}" for each in found.problems]
    return "\n".join((found.menu, found.flows, *lines, ""))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_source_becomes_what_is_written_beside_it(path):
    assert told(path) == path.with_suffix(".expected.txt").read_text("utf-8")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_imported_passes_the_check_or_says_what_is_to_be_written(path):
    try:
        found = imported(path, **DECIDED)
    except ImportRefused:
        return
    checked = check_alone({"menus/works/menu.yaml": found.menu.encode()}, {})
    wrong = [problem for problem in checked.problems if problem.level == "error"]
    assert all(problem.rule in ("missing-language", "unknown-field") for problem in wrong), wrong
    told_of = [problem.rule for problem in found.problems]
    assert not wrong or "to-be-written" in told_of or "not-carried-over" in told_of


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_is_read_as_the_same_sheet_in_csv():
    rows: list[list[object]] = [
        ["level", "key", "label", "text"],
        [1, 1.0, "fees", "Ten dollars."],
        [1, None, "=1+1", 5],
    ]
    sheet = import_table(workbook(rows), Wishes("a", "works"))
    plain = import_table(b"level,key,label,text\n1,1,fees,Ten dollars.\n1,,,5\n", Wishes("a", "works"))
    assert sheet == plain


def test_a_workbook_that_unpacks_to_a_flood_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sheet1.xml", b" " * 51_000_000)
    with pytest.raises(ImportRefused, match="larger than 50 MB"):
        import_table(content.getvalue(), Wishes("a.xlsx", "works"))


def test_a_workbook_with_a_document_type_is_refused():
    content = io.BytesIO(workbook([["level", "label"]]))
    with zipfile.ZipFile(content, "a") as parts:
        parts.writestr("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(ImportRefused, match="document type"):
        import_table(content.getvalue(), Wishes("a.xlsx", "works"))


@pytest.mark.parametrize("name", IMPORTERS)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(name):
    with pytest.raises(ImportRefused, match="larger than"):
        IMPORTERS[name](b" " * 5_000_001, Wishes("a", "works"))


@given(st.text())
def test_any_text_is_written_so_that_it_is_read_again(text):
    for value in (text, {"en": text, "yue": "x"}):
        document, _ = read_document("", "\n".join(written("say", value)).encode("utf-8", "surrogatepass"))
        assert document.value == {"say": value}
    assert "\n" not in comment(text)


@given(st.binary(max_size=300))
def test_whatever_stands_in_a_file_is_imported_or_refused(content):
    for importer in IMPORTERS.values():
        with pytest.raises(ImportRefused):
            importer(content, Wishes("a", "works"))


@pytest.mark.parametrize(
    ("greeting", "opening", "labels"),
    [
        ("Hello. Press 1 for fees, 2 for hours or 3 to leave word.", "Hello.", ["1 fees", "2 hours", "3 leaving word"]),
        ("For fees press one. For hours press two.", "", ["1 fees", "2 hours"]),
        ("Welcome to the desk, press 1 for fees.", "Welcome to the desk.", ["1 fees"]),
        ("To get help, press the star key.", "", ["star getting help"]),
        ("We are open 9 to 5. Thank you.", "We are open 9 to 5. Thank you.", []),
        ("歡迎。查詢收費，請按一。如欲留言，请按2字。", "歡迎。", ["1 查詢收費", "2 留言"]),
        ("", "", []),
    ],
)
def test_the_keys_in_a_greeting_become_labels(greeting, opening, labels):
    found = take_apart(greeting)
    assert found.opening == opening
    assert [f"{key} {label}" for key, label in found.labels.items()] == labels


def test_a_greeting_that_goes_on_for_long_is_taken_apart_at_once():
    assert take_apart("press 1 for a " * 5_000).labels["1"]
    assert not take_apart("for to " * 10_000 + "，" * 10_000).labels


def test_names_are_valid_and_unique():
    assert slug("MainMenu 2!") == "main_menu_2"
    assert slug("渠務") == ""
    assert new_name("9 lives", "menu", ()) == "n9_lives"
    assert new_name("main", "menu", ()) == "main_node"
    assert new_name("back", "menu", ("back_node",)) == "back_node_2"
    assert new_name("渠務", "answer", ("answer",)) == "answer_2"
    assert len(new_name("x" * 99, "menu", ("x" * 40,))) <= 40


@pytest.mark.parametrize(("country", "written"), [("HK", "# numbers: to be written"), ("GB", '["+442079460958"]')])
def test_numbers_are_read_in_the_plan_of_the_sites_country(country, written):
    dialled = b'<entry action="menu-exec-app" digits="1" param="transfer 02079460958 XML default"/>'
    menu = (
        b'<configuration><menus><menu name="m" greet-long="say:Hello">' + dialled + b"</menu></menus></configuration>"
    )
    flows = IMPORTERS["freeswitch"](menu, Wishes("ivr.conf.xml", "works", country=country)).flows
    assert written in flows
    assert "abroad" not in flows
