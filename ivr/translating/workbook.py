"""Texts as a workbook, for translators who work in Excel, LibreOffice or Numbers; read as those really save it."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from ivr.authoring.rules.languages import language_name
from ivr.authoring.site import Site
from ivr.errors import ImportRefused, TextsRefused
from ivr.importing.sheet import MOST_COLUMNS, MOST_ROWS, open_workbook
from ivr.translating.returned import ReturnedText
from ivr.translating.rows import TranslatorRow, notes_of
from ivr.translation import NOTHING, Sentence, in_language, said

AT, NOTES, WAS = "at", "notes", "as it was"
OF_LANGUAGE = re.compile(r"\(([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
HEAD_WITHIN = 10  # rows; somebody may have put a title above
WIDTHS = {AT: 32, NOTES: 40, WAS: 10}
WIDTH_OF_TEXTS = 50


def write_workbook(rows: Sequence[TranslatorRow], site: Site, language: str, lang: str) -> bytes:
    """One sheet, named after the language. Every cell is text, so that no number becomes a date."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    look = {"valign": "top", "text_wrap": True, "num_format": "@"}
    plain, head = book.add_format(look), book.add_format({**look, "bold": True})
    lacking = book.add_format({**look, "bg_color": "#fff3cd"})
    sheet = book.add_worksheet(language)
    sheet.freeze_panes(1, 1)
    columns = [AT, NOTES, *_languages(rows, site, language), WAS]
    for at, name in enumerate(columns):
        sheet.set_column(at, at, WIDTHS.get(name, WIDTH_OF_TEXTS), plain, {"hidden": name == WAS})
        sheet.write_string(0, at, name if name in WIDTHS else _named(name, site, lang), head)
    for line, row in enumerate(rows, start=1):
        notes = "\n".join(in_language(note, lang) for note in notes_of(row, site))
        cells = {AT: row.at, NOTES: notes, **row.words, WAS: row.mark}
        for at, name in enumerate(columns):
            sheet.write_string(line, at, cells.get(name, ""), lacking if name == language and row.is_missing else plain)
    book.close()
    return file.getvalue()


def _languages(rows: Sequence[TranslatorRow], site: Site, language: str) -> Iterator[str]:
    """What it is translated from, what it is translated into beside that, then the others."""
    first = rows[0].first if rows else ""
    yield from dict.fromkeys(code for code in (first, language, *site.languages) if code)


def _named(code: str, site: Site, lang: str) -> str:
    return f"{in_language(language_name(site, code), lang)} ({code})"


def read_workbook(file: str, content: bytes, language: str = "") -> tuple[str, tuple[ReturnedText, ...]]:
    """The language of the sheet and its texts, wherever the columns stand now. Raises TextsRefused."""
    try:
        book = open_workbook(file, content)
    except ImportRefused as error:
        raise TextsRefused(said("{file}: this is no workbook that can be read", file=file)) from error
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS))
        for at, row in enumerate(rows[:HEAD_WITHIN]):
            columns = _columns([cell.value for cell in row])
            if AT in columns:
                code = language or _meant(sheet.title, columns)
                return code, tuple(_texts(rows[at + 1 :], columns, code))
    raise TextsRefused(said('{file}: there is no column called "{name}" in this workbook', file=file, name=AT))


def _columns(head: Iterable[object]) -> dict[str, int]:
    """Where each column stands, by its name, a language's by its code."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        name = str(cell or "").strip()
        code = OF_LANGUAGE.search(name)
        found.setdefault(code[1] if code else name.lower(), at)
    return found


def _meant(title: str, columns: Mapping[str, int]) -> str:
    return title.strip() if title.strip() in columns else ""


def _texts(rows: Iterable[Sequence[Any]], columns: Mapping[str, int], language: str) -> Iterator[ReturnedText]:
    codes = [name for name in columns if name not in (AT, NOTES, WAS, language)]
    first = next(iter(codes), "")
    for row in rows:
        cells = {name: row[at] for name, at in columns.items() if at < len(row)}
        at = _text(cells.get(AT))
        if at:
            text, doubt = _text(cells.get(language)), _doubt(cells.get(language))
            source = _text(cells.get(first))
            place = getattr(cells[AT], "row", 0)
            yield ReturnedText(place, at, text, first if source else "", source, _text(cells.get(WAS)), doubt)


def _text(cell: Any) -> str:
    return cell.value.strip() if cell is not None and isinstance(cell.value, str) else ""


def _doubt(cell: Any) -> Sentence:
    """Why what stands in a cell is not what somebody typed."""
    if cell is None or cell.value is None or (isinstance(cell.value, str) and cell.data_type != "e"):
        return NOTHING
    made = said("an error") if cell.data_type == "e" else said("a number")
    made = said("a date or a time") if isinstance(cell.value, date | time) else made
    return said("the spreadsheet program has made {made} of it; make the cell text, and type it again.", made=made)
