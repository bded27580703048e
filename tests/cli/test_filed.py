"""`ivr filed`: rows that a caller entered, from the telephone to the file."""

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.app.application import bare_app
from ivr.app.telephone import line_into
from ivr.cli.opening import opened
from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.filing import RowToFile
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CHOICE = "      5: {label: {yue: 轉換語言, cmn: 更换语言, en: another language}, to: language}\n"
TABLE = "\ntables:\n  places: {rows: filed, columns: {card: digits, course: text}, unique: card}\n"
NODES = """
  course_card:
    kind: ask
    say: {yue: 請輸入證號。, cmn: 请输入证号。, en: Please key in your card.}
    digits: 3
    private: yes
    confirm: no
    keep: card
    then: book
  book:
    kind: submit
    into: places
    file: {card: card, course: course}
    done: {say: {yue: "報咗名，{entry}。", cmn: "已报名，{entry}。", en: "Booked as {entry}."}}
"""


@pytest.fixture
def entry(served, tmp_path, monkeypatch) -> str:
    """The number of a place that a caller booked with the card 007."""
    site = tmp_path / "site"
    for part in ("menus", "prompts"):
        shutil.copytree(ROOT / part, site / part)
    shutil.copy(ROOT / "flows.yaml", site)
    menu = site / "menus" / "leisure" / "menu.yaml"
    choice = "      7: {label: {yue: 班, cmn: 班, en: a course}, keep: {course: swimming}, to: course_card}\n"
    text = menu.read_text("utf-8").replace("\ntables:\n", TABLE, 1).replace(CHOICE, CHOICE + choice, 1)
    menu.write_text(text + NODES, "utf-8")
    monkeypatch.setenv("IVR_SITE", str(site))
    assert served("publish", "--author", "tests").exit_code == 0
    installation = opened()
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    telephone = Telephone(line, new_call("+85222200103", hong_kong("+85255501234")))
    telephone.ring()
    for keys in ("3", "7", "007"):
        heard = telephone.press(keys)
    assert heard[0].text.startswith("Booked as ")
    (row,) = json.loads(served("filed", "list", "--format", "json").output)
    return str(row["entry"])


def test_rows_are_listed_shown_and_exported_without_what_is_private(served, entry, tmp_path):
    assert "007" not in served("filed", "list", "leisure/places").output
    assert "swimming" in served("filed", "show", entry).output
    file = tmp_path / "places.csv"
    assert served("filed", "export", "leisure/places", "--output", str(file)).exit_code == 0
    assert (entry in file.read_text("utf-8"), "007" in file.read_text("utf-8")) == (True, False)


def test_rows_of_several_tables_stand_under_their_own_headings(served, entry, tmp_path):
    another = TableShape("leisure/courts", {"hour": "time"}, frozenset(), filed=FiledShape())
    with opened().database.writing() as connection:
        opened().filed.file(
            connection, another, RowToFile(another.name, "0000000001", {"hour": "09:30"}), "CA9", 1, NOON
        )
    assert served("filed", "withdraw", entry).exit_code == 0
    place, court = json.loads(served("filed", "list", "--withdrawn", "--format", "json").output)
    assert list(place) == list(court) == ["entry", "table", "filed", "course", "card", "hour", "withdrawn"]
    assert (place["course"], place["hour"], bool(place["withdrawn"])) == ("swimming", "", True)
    assert (court["course"], court["hour"], court["withdrawn"]) == ("", "09:30", "")
    assert "withdrawn" in served("filed", "list", "--withdrawn").output.splitlines()[0]
    assert "09:30" in served("filed", "list", "leisure/courts").output  # no edition has it any more


def test_rows_of_several_editions_stand_under_the_same_headings_in_a_file(served, entry, tmp_path):
    later = TableShape("leisure/places", {"course": "text", "day": "date"}, frozenset(), filed=FiledShape())
    with opened().database.writing() as connection:
        row = RowToFile(later.name, "0000000001", {"day": "2026-12-01", "course": "diving"})
        opened().filed.file(connection, later, row, "CA9", 1, NOON)
    file = tmp_path / "places.csv"
    assert served("filed", "export", "leisure/places", "--output", str(file)).exit_code == 0
    with file.open(encoding="utf-8-sig", newline="") as written:
        place, dive = csv.DictReader(written)
    assert (place["card"], place["course"], place["day"]) == ("****", "swimming", "")
    assert (dive["card"], dive["course"], dive["day"]) == ("", "diving", "2026-12-01")


def test_the_history_tells_times_by_the_sites_clock(served, entry):
    served("filed", "withdraw", entry)
    row = json.loads(served("filed", "show", entry, "--format", "json").output)
    assert [each["at"] for each in row["history"]] == [row["withdrawn"]]


def test_who_asks_for_what_is_private_is_on_record(served, entry):
    told = served("filed", "show", entry, "--private", "--author", "kim").output
    assert "007" in told
    assert "kim seen card" in told


def test_a_correction_and_a_withdrawal_are_on_record(served, entry):
    assert served("filed", "correct", entry, "course=diving", "--author", "kim").exit_code == 0
    assert served("filed", "withdraw", entry, "--author", "lee").exit_code == 0
    told = served("filed", "show", entry).output
    assert "kim corrected course: swimming → diving" in told
    assert "lee withdrawn" in told
    assert "Nothing is entered there." in served("filed", "list", "leisure/places").output


def test_a_table_that_nobody_fills_is_told_of_with_those_that_callers_fill(served, entry):
    failed = served("filed", "list", "places")
    filled = "leisure/places, leisure/sessions, transport/renewals, water/readings"
    assert str(failed.exception) == f"callers fill no table places; they fill: {filled}"


def test_a_change_that_is_none_is_wrong_usage(served, entry):
    assert served("filed", "correct", entry, "diving").exit_code == 2
