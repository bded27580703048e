"""The sheet from which a studio records: what to read, and the name under which to save it. XLSX or CSV."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from defusedcsv import csv
from xlsxwriter.exceptions import FileCreateError

from ivr.authoring.site.prompts import SpokenText

COLUMNS = {"save as": 34, "language": 10, "text": 80, "seconds": 9, "note": 40, "old text": 60}  # widths
WRAPPED = ("text", "note", "old text")


def write_xlsx(path: Path, texts: Sequence[SpokenText]) -> None:
    """One sheet a language. What looks like a formula stays the text it is. Raises OSError."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "valign": "top"})
    plain, wrapped = book.add_format({"valign": "top"}), book.add_format({"valign": "top", "text_wrap": True})
    for language in dict.fromkeys(text.language for text in texts):
        sheet = book.add_worksheet(language)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width, wrapped if name in WRAPPED else plain)
        sheet.write_row(0, 0, COLUMNS, head)
        for line, text in enumerate((text for text in texts if text.language == language), start=1):
            sheet.write_row(line, 0, tuple(_row(text)))
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def write_csv(path: Path, texts: Sequence[SpokenText]) -> None:
    """One table; a spreadsheet program takes no text for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(tuple(_row(text)) for text in texts)


def _row(text: SpokenText) -> Iterator[str | float]:
    yield text.name_to_save_as
    yield text.language
    yield text.text
    yield round(text.seconds, 1)
    yield "\n".join(_notes(text))
    yield text.note.says if text.note and text.state == "stale" else ""


def _notes(text: SpokenText) -> Iterator[str]:
    if text.state == "stale":
        yield "The text has changed; the old recording says the old text."
    if text.state == "draft":
        yield "A machine's draft is played now."
    if text.state == "unknown":
        yield "There is a recording, and nobody noted what it says."
    yield from (f"{word}: say {said}" for word, said in text.said)
