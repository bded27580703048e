"""The texts of a department in one language, beside another; what is missing first; as a file for a translator."""

import io

import openpyxl

from ivr.storage.people.audit import list_audit

TEXTS = "/desk/menus/texts/transport"


def test_a_language_stands_beside_the_one_it_is_translated_from(as_viewer):
    page = as_viewer.get(f"{TEXTS}?language=cmn").text
    assert "查询申请进度" in page
    assert "the status of an application" in page
    assert "查詢申請進度" not in page
    assert "nothing is missing" in page
    assert "Keep {item} {fee} {months} as they are" in page
    assert "/desk/menus/edit/" not in page


def test_only_what_is_missing_can_be_shown(as_editor):
    page = as_editor.get(f"{TEXTS}?language=cmn&missing=yes").text
    assert "Nothing is missing in this language." in page
    assert "查询申请进度" not in page
    assert "/desk/menus/edit/menus/transport/menu.yaml" in page


def test_a_language_that_nobody_speaks_is_none(as_viewer):
    assert as_viewer.get(f"{TEXTS}?language=<b>").status_code == 200
    assert as_viewer.get(f"{TEXTS}/fr.po").status_code == 404
    assert as_viewer.get(f"{TEXTS}/cmn.csv").status_code == 404


def test_the_same_goes_to_a_translator_and_is_in_the_audit(desk, as_viewer):
    book = openpyxl.load_workbook(io.BytesIO(as_viewer.get(f"{TEXTS}/cmn.xlsx").data))
    assert "查询申请进度" in [cell.value for row in book["cmn"].iter_rows() for cell in row]
    assert 'msgctxt "transport/main choices.1.label"' in as_viewer.get(f"{TEXTS}/cmn.po").data.decode()
    kept = [each for each in list_audit(desk.installation.database) if each.action == "exported"]
    assert [each.department for each in kept] == ["transport", "transport"]


def test_nobody_sees_the_texts_of_another_department(as_other):
    assert as_other.get(TEXTS).status_code == 404
    assert as_other.get(f"{TEXTS}/cmn.xlsx").status_code == 404
