"""A plain table: a row a choice, its level, key, label and text; deeper rows belong to the row above them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.errors import ImportRefused
from ivr.importing.draft import (
    CHANGED,
    LEFT_OUT,
    TO_BE_WRITTEN,
    DraftNode,
    DraftWay,
    ImportDraft,
    Imported,
    Wishes,
    Written,
)
from ivr.importing.finishing import finish
from ivr.importing.sheet import Row, read_sheet

NEEDED = ("level", "key", "label", "text")
IN_LANGUAGES = ("label", "text")
ROOT = "main"
_HEADING = re.compile(r"(label|text)[. _]([a-z]{2,3}(?:-[a-z0-9]{2,8})?)")


@dataclass
class _Line:
    """One row: where it hangs, and what hangs below it."""

    row: int
    level: int
    key: str
    label: dict[str, Written]
    text: dict[str, Written]
    below: list["_Line"] = field(default_factory=list)


def import_table(content: bytes, wishes: Wishes) -> Imported:
    """The menu of a table. Raises ImportRefused for what has no such columns."""
    rows = read_sheet(wishes.file, content)
    if not rows:
        raise ImportRefused(f"{wishes.file}: this sheet is empty")
    return _TableImport(ImportDraft(wishes), rows).run()


class _TableImport:
    """Hangs each row below the one it belongs to, then makes nodes of those with rows below them or a text."""

    def __init__(self, draft: ImportDraft, rows: tuple[Row, ...]) -> None:
        self.draft = draft
        self.columns = self._columns(rows[0])
        self.root = _Line(1, 0, "", {}, {})
        self._hang(rows[1:])

    def run(self) -> Imported:
        """The finished menu."""
        if not self.root.below:
            raise ImportRefused(f"{self.draft.wishes.file}: no row could be carried over; a choice has the level 1")
        self.draft.start = ROOT
        self.draft.title = {code: str(text) for code, text in self.root.label.items()}
        waiting = [(ROOT, self.root)]
        for name, line in waiting:
            waiting += self._menu(name, line)
        return finish(self.draft)

    def _columns(self, heading: Row) -> Mapping[int, tuple[str, str]]:
        """What each column is: its meaning and, of texts, its language."""
        found: dict[int, tuple[str, str]] = {}
        for at, cell in enumerate(heading.cells):
            name = cell.strip().lower()
            spoken = _HEADING.fullmatch(name)
            meaning = (spoken[1], spoken[2]) if spoken else (name, self.draft.wishes.language)
            if meaning in found.values():
                self._tell(heading.number, LEFT_OUT, f'a second column is headed "{cell}".', at + 1)
            elif meaning[0] in NEEDED:
                found[at] = meaning
            elif cell:
                self._tell(heading.number, LEFT_OUT, f'the column "{cell[:60]}" has no meaning here.', at + 1)
        missing = [name for name in ("level", "label") if name not in {meaning for meaning, _ in found.values()}]
        if missing:
            file = self.draft.wishes.file
            raise ImportRefused(f"{file}:1: no column is headed {' or '.join(missing)}; head them {', '.join(NEEDED)}")
        return found

    def _hang(self, rows: tuple[Row, ...]) -> None:
        above = [self.root]
        for row in rows:
            line = self._line(row)
            if line is None:
                continue
            if line.level == 0:
                self.root.label, self.root.text = line.label, line.text
            elif line.level > len(above):
                message = f"level {line.level} has no row of level {line.level - 1} above it; the row was left out."
                self._tell(row.number, LEFT_OUT, message)
            else:
                above = above[: line.level]
                above[-1].below.append(line)
                above.append(line)

    def _line(self, row: Row) -> _Line | None:
        cells = {self.columns[at]: cell for at, cell in enumerate(row.cells) if at in self.columns and cell}
        given = {meaning: cell for (meaning, _), cell in cells.items() if meaning not in IN_LANGUAGES}
        level = given.get("level", "")
        if not re.fullmatch(r"[0-9]", level):
            self._tell(
                row.number, LEFT_OUT, f'"{level[:20]}" is no level; write 1 for a choice of the first menu, 2 below it.'
            )
            return None
        texts: dict[str, dict[str, Written]] = {"label": {}, "text": {}}
        for (meaning, language), cell in cells.items():
            if meaning in texts:
                texts[meaning][language] = cell
        return _Line(row.number, int(level), given.get("key", ""), texts["label"], texts["text"])

    def _menu(self, name: str, line: _Line) -> list[tuple[str, _Line]]:
        opening: dict[str, Written] = {"say": line.text} if line.text else {}
        rows = "" if line is self.root else f"row {line.row}: "
        wish = str(line.label.get("en") or name)
        node = DraftNode(
            ROOT if line is self.root else wish, "menu", opening, [f"Table: {rows}{len(line.below)} choices"]
        )
        self.draft.nodes[name] = node
        menus = []
        for below in line.below:
            key = self._key(below, node.choices)
            if not key:
                continue
            inner = f"{name}_{key}"
            if below.below:
                node.choices[key] = {"label": below.label, "to": DraftWay(inner)}
                menus.append((inner, below))
            else:
                node.choices[key] = {"label": below.label, "answer": below.text}
                if not below.text:
                    self._tell(below.row, TO_BE_WRITTEN, "this choice has neither a text nor rows below it.")
            self._tell_of_languages(below)
        return menus

    def _key(self, line: _Line, taken: Mapping[str, object]) -> str:
        """The key of a row: as written, or the next one that is free."""
        written = line.key.lower()
        key = written if written in KEY_OF_DIGIT.values() else KEY_OF_DIGIT.get(written, "")
        if written and (not key or key in taken):
            why = "is already taken in this menu" if key else "is not one key of a telephone"
            self._tell(line.row, LEFT_OUT, f'"{line.key[:20]}" {why}; the row and what is below it were left out.')
            return ""
        free = next((each for each in "123456789" if each not in taken), "")
        if not written and not free:
            self._tell(line.row, LEFT_OUT, "no key is left in this menu; the row was left out.")
        elif not written:
            self._tell(line.row, CHANGED, f"no key is written; {free} was free.")
        return key or free

    def _tell_of_languages(self, line: _Line) -> None:
        for name, texts in (("label", line.label), ("text", line.text)):
            known = {language for meaning, language in self.columns.values() if meaning == name}
            missing = sorted(known - set(texts)) if texts or name == "label" else []
            if missing:
                self._tell(line.row, TO_BE_WRITTEN, f"{name} is to be written in {', '.join(missing)}.")

    def _tell(self, row: int, rule: str, message: str, column: int = 1) -> None:
        self.draft.tell((row, column), rule, f"row {row}: {message}")
