"""`ivr texts`: to a translator and back, as PO and spreadsheet tools really write their files."""

import io
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

SITE = Path(__file__).parents[2]
MENU = "menus/transport/menu.yaml"
LABEL = "transport/main choices.1.label"
WAITING = "cmn: 查询申请进度, "


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A copy of the sample site in which one Putonghua label is missing."""
    site = tmp_path / "site"
    for part in ("menus", "prompts"):
        shutil.copytree(SITE / part, site / part)
    shutil.copy(SITE / "flows.yaml", site)
    menu = site / MENU
    menu.write_text(menu.read_text("utf-8").replace(WAITING, "", 1), "utf-8")
    monkeypatch.setenv("IVR_SITE", str(site))
    return site


@pytest.fixture
def here(ivr, site, monkeypatch):
    """`ivr` over that site."""
    monkeypatch.setenv("IVR_SITE", str(site))
    return ivr


def _po(here, tmp_path, *words):
    file = tmp_path / "texts.po"
    result = here("texts", "out", str(file), "--language", "cmn", *words)
    assert result.exit_code == 0, result.output
    return file


def _translated(file: Path, at: str, words: str) -> None:
    text = file.read_text("utf-8")
    entry = re.search(rf'msgctxt "{re.escape(at)}"\nmsgid .*(?:\n".*)*\nmsgstr (".*"(?:\n".*)*)', text)
    assert entry, at
    file.write_text(text[: entry.start(1)] + f'"{words}"' + text[entry.end(1) :], "utf-8")


def _menu(site):
    return (site / MENU).read_text("utf-8")


def test_a_missing_text_goes_out_first_and_comes_back_into_its_place(here, site, tmp_path):
    before = _menu(site)
    file = tmp_path / "texts.po"
    assert ", of which 1 missing." in here("texts", "out", str(file), "--language", "cmn").output
    text = file.read_text("utf-8")
    assert text.index(LABEL) < text.index("transport/main choices.2.label")
    assert "#. yue: 查詢申請進度" in text
    _translated(file, LABEL, "查询申请的进度")
    result = here("texts", "back", str(file))
    assert result.exit_code == 0, result.output
    assert f"{LABEL}\n  - \n  + 查询申请的进度\n" in result.output
    assert "1 text taken, 0 left, " in result.output
    assert _menu(site) == before.replace("查詢申請進度, en:", "查詢申請進度, cmn: 查询申请的进度, en:")
    assert here("check", str(site)).exit_code == 0


def test_a_dry_run_writes_nothing(here, site, tmp_path):
    before, file = _menu(site), _po(here, tmp_path)
    _translated(file, LABEL, "查询进度")
    assert "1 text would be taken" in here("texts", "back", str(file), "--dry-run").output
    assert _menu(site) == before


def test_as_windows_tools_save_it_with_a_mark_and_their_own_header(here, site, tmp_path):
    file = _po(here, tmp_path)
    _translated(file, LABEL, "查询进度")
    text = file.read_text("utf-8").replace(
        '"Language: cmn\\n"',
        '"Language: cmn\\n"\n"Plural-Forms: nplurals=INTEGER; "\n"plural=EXPRESSION;\\n"\n'
        '"PO-Revision-Date: 2026-13-45\\n"',
    )
    text += '\n#~ msgctxt "phrase long_gone"\n#~ msgid "Gone."\n#~ msgstr "没了。"\n'
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    result = here("texts", "back", str(file))
    assert "phrase long_gone: left as it is: there is no such text in this site any more." in result.output
    assert "1 text taken, 1 left" in result.output
    assert "cmn: 查询进度" in _menu(site)


def test_what_is_fuzzy_lacks_a_place_or_was_translated_from_other_words_is_left(here, site, tmp_path):
    file = _po(here, tmp_path)
    _translated(file, LABEL, "查询进度")
    _translated(file, "transport/vehicle_fee found.say", "{item}，{months}个月。")
    _translated(file, "transport/application say", "请输入编号。")
    menu = site / MENU
    menu.write_text(
        _menu(site).replace("Please key in the eight digits of your", "Now key in the digits of your"), "utf-8"
    )
    text = file.read_text("utf-8")
    entry = text.index(f'msgctxt "{LABEL}"')
    file.write_text(f"{text[:entry]}#, fuzzy\n{text[entry:]}", "utf-8")
    result = here("texts", "back", str(file))
    assert result.exit_code == 1
    assert f"{LABEL}: left as it is: it is marked as fuzzy" in result.output
    assert "transport/vehicle_fee found.say: left as it is: it lacks {fee}." in result.output
    assert 'application say: left as it is: the text it translates has changed: "Please key in' in result.output
    assert "0 texts taken, 3 left" in result.output
    assert "请输入编号" not in _menu(site)
    assert "1 text taken, 2 left" in here("texts", "back", str(file), "--anyway").output
    assert "cmn: 请输入编号。" in _menu(site)


def test_what_somebody_changed_here_meanwhile_is_not_lost(here, site, tmp_path):
    file = _po(here, tmp_path)
    _translated(file, "phrase goodbye", "再会。")
    phrases = site / "prompts/cmn/phrases.yaml"
    phrases.write_text(phrases.read_text("utf-8").replace("感谢您的来电，再见。", "谢谢，再见。"), "utf-8")
    result = here("texts", "back", str(file))
    assert (
        'phrase goodbye: left as it is: somebody changed it here meanwhile: it is "谢谢，再见。" now.' in result.output
    )
    assert "谢谢，再见。" in phrases.read_text("utf-8")


def test_what_the_translator_left_alone_takes_nothing_back(here, site, tmp_path):
    file = _po(here, tmp_path)
    phrases = site / "prompts/cmn/phrases.yaml"
    phrases.write_text(phrases.read_text("utf-8").replace("感谢您的来电，再见。", "谢谢，再见。"), "utf-8")
    result = here("texts", "back", str(file))
    assert result.exit_code == 0
    assert "0 texts taken, 0 left" in result.output
    assert "谢谢，再见。" in phrases.read_text("utf-8")


def test_nothing_is_written_when_the_site_would_not_pass_the_check(here, site, tmp_path):
    before, file = _menu(site), _po(here, tmp_path)
    _translated(file, LABEL, "查询进度")
    _translated(file, "transport/main choices.2.label", "……")
    result = here("texts", "back", str(file))
    assert result.exit_code == 1
    assert "Nothing was written: the site would not pass the check." in result.output
    assert "[missing-language]" in result.output
    assert _menu(site) == before


def _workbook(here, tmp_path):
    file = tmp_path / "texts.xlsx"
    result = here("texts", "out", str(file), "--language", "cmn", "--department", "transport", "--lang", "zh-CN")
    assert result.exit_code == 0, result.output
    return file


def _cell(sheet, at, name):
    head = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    column = next(column for title, column in head.items() if title.endswith(name) or title == name)
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, head["at"]).value == at)
    return sheet.cell(row, column)


def test_a_workbook_comes_back_with_columns_and_rows_of_somebodys_own(here, site, tmp_path):
    file = _workbook(here, tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["cmn"]
    assert sheet["A1"].number_format == "@"
    _cell(sheet, LABEL, "(cmn)").value = " “查询”\u200b进度\n和结果 "
    sheet.insert_cols(1)
    sheet.insert_rows(1)
    sheet["A1"] = "Texts for Ms Chan"
    sheet.merge_cells("A1:D1")
    book.save(file)
    result = here("texts", "back", str(file))
    assert result.exit_code == 0, result.output
    assert "cmn: “查询”进度和结果, en:" in _menu(site)


def test_what_a_spreadsheet_made_of_a_text_is_not_taken(here, site, tmp_path):
    before, file = _menu(site), _workbook(here, tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["cmn"]
    for at, value in (
        (LABEL, date(2026, 1, 2)),
        ("transport/main choices.2.label", 1823),
        ("transport/birth say", "#NAME?"),
    ):
        _cell(sheet, at, "(cmn)").value = value
    book.save(file)
    result = here("texts", "back", str(file), "--lang", "zh-HK")
    assert result.exit_code == 1
    assert result.output.count("試算表程式把它變成了") == 3, result.output
    assert _menu(site) == before


def test_a_cell_that_was_emptied_takes_no_text_away(here, site, tmp_path):
    before, file = _menu(site), _workbook(here, tmp_path)
    book = openpyxl.load_workbook(file)
    _cell(book["cmn"], "transport/main choices.2.label", "(cmn)").value = None
    book.save(file)
    assert here("texts", "back", str(file)).exit_code == 0
    assert _menu(site) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.po", b"nothing at all", "a.po:1: this is not PO from here on"),
        (
            "a.po",
            b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "x"\nmsgstr "\xb1"\n',
            "not utf-8",
        ),
        ("a.po", b"", "there is no text in this file"),
        ("a.xlsx", b"PK\x03\x04 no", "this is no workbook that can be read"),
        ("a.csv", b"at,cmn\n", "texts go out and come back as .po / .xlsx"),
    ],
)
def test_what_is_no_file_of_texts_is_told(here, site, tmp_path, name, content, told):
    file = tmp_path / name
    file.write_bytes(content)
    result = here("texts", "back", str(file))
    assert result.exit_code == 1
    assert told in str(result.exception)


def test_a_workbook_without_our_columns_is_told(here, site, tmp_path):
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "something else"
    book.save(saved)
    (tmp_path / "a.xlsx").write_bytes(saved.getvalue())
    assert 'no column called "at"' in str(here("texts", "back", str(tmp_path / "a.xlsx")).exception)


def test_a_file_that_does_not_say_its_language_is_asked_about(here, site, tmp_path):
    file = _po(here, tmp_path)
    file.write_text(file.read_text("utf-8").replace("Language: cmn", "Language: zh_Hans"), "utf-8")
    assert "give it with --language (yue, cmn, en)" in str(here("texts", "back", str(file)).exception)
    assert here("texts", "back", str(file), "--language", "cmn").exit_code == 0
