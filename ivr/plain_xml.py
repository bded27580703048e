"""XML read into plain elements with expat alone: no document type, no entities, no depth; each with its place."""

from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

DEEPEST = 50
Reason = Literal["not well-formed", "document type", "too deep", "unknown encoding"]


class XmlRefused(Exception):
    """What is wrong, where (line and column from 1), and the parser's own words where it has any.

    Whoever reads puts it into words for its own reader.
    """

    def __init__(self, reason: Reason, line: int, column: int, why: str = "") -> None:
        super().__init__(f"{reason} in line {line}, column {column}: {why}")
        self.reason, self.line, self.column, self.why = reason, line, column, why


@dataclass
class Element:
    """One element: its place (line and column from 1), its own text (stripped), the comment behind it on its line."""

    name: str
    attributes: dict[str, str]
    spot: tuple[int, int] = (1, 1)
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    remark: str = ""

    def all(self, name: str) -> list["Element"]:
        """Every element of that name, in order, this one too."""
        below = [found for child in self.children for found in child.all(name)]
        return [self, *below] if self.name == name else below


def read_xml(content: bytes) -> Element:
    """The root element. Raises XmlRefused for what is not well-formed, for any document type, and for great depth."""
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code) or ""
        raise XmlRefused("not well-formed", error.lineno, error.offset + 1, why) from error
    except (ValueError, LookupError) as error:
        raise XmlRefused("unknown encoding", *reading.spot) from error
    return reading.root


class _Reading:
    """The elements open at the moment, the root first."""

    def __init__(self) -> None:
        self.root = Element("", {})
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._add
        self.parser.CommentHandler = self._remark
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._opened: list[Element] = []
        self._last = self.root

    @property
    def spot(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._opened) >= DEEPEST:
            raise XmlRefused("too deep", *self.spot)
        element = Element(name, attributes, self.spot)
        if self._opened:
            self._opened[-1].children.append(element)
        else:
            self.root = element
        self._opened.append(element)
        self._last = element

    def _close(self, _: str) -> None:
        element = self._opened.pop()
        element.text = element.text.strip()

    def _add(self, text: str) -> None:
        self._opened[-1].text += text

    def _remark(self, text: str) -> None:
        if self._last.name and self._last.spot[0] == self.spot[0]:
            self._last.remark = " ".join(text.split())

    def _refuse(self, *_: object) -> None:
        raise XmlRefused("document type", *self.spot)
