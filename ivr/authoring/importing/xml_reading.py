"""Reads XML into plain elements with expat alone: no document type, no entities, no depth; each with its place.

(`phone.xml_reading` reads what a hotline answers, by the carrier's rules; this reads what people wrote.)
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from ivr.authoring.importing.draft import Spot
from ivr.errors import ImportRefused

LARGEST = 2_000_000  # bytes
DEEPEST = 50


@dataclass
class Element:
    """One element, where it stands, and the comment behind it on its line."""

    name: str
    attributes: dict[str, str]
    spot: Spot
    children: list["Element"] = field(default_factory=list)
    remark: str = ""

    def all(self, name: str) -> list["Element"]:
        """Every element of that name, in order, this one too."""
        below = [found for child in self.children for found in child.all(name)]
        return [self, *below] if self.name == name else below


def read_xml(file: str, content: bytes) -> Element:
    """The root element. Raises ImportRefused for what is not well-formed, and for any document type."""
    if len(content) > LARGEST:
        raise ImportRefused(f"{file}: this file is larger than 2 MB")
    reading = _Reading(file)
    try:
        reading.parser.Parse(content.lstrip(), True)
    except expat.ExpatError as error:
        raise ImportRefused(f"{file}:{error.lineno}:{error.offset + 1}: this is not XML: {_why(error)}") from error
    except (ValueError, LookupError) as error:
        raise ImportRefused(f"{file}: this file is in an encoding that is not read; save it as UTF-8") from error
    return reading.root


def _why(error: expat.ExpatError) -> str:
    return expat.ErrorString(error.code) or "it cannot be read"


class _Reading:
    """The elements open at the moment, the root first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root = Element("", {}, (1, 1))
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = lambda _: self._opened.pop()
        self.parser.CommentHandler = self._remark
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._opened: list[Element] = []
        self._last: Element | None = None

    @property
    def _spot(self) -> Spot:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._opened) >= DEEPEST:
            raise ImportRefused(f"{self.file}:{self._spot[0]}: elements are nested more than {DEEPEST} deep here")
        element = Element(name, attributes, self._spot)
        if self._opened:
            self._opened[-1].children.append(element)
        else:
            self.root = element
        self._opened.append(element)
        self._last = element

    def _remark(self, text: str) -> None:
        if self._last and self._last.spot[0] == self._spot[0]:
            self._last.remark = " ".join(text.split())

    def _refuse(self, *_: object) -> None:
        raise ImportRefused(f"{self.file}:{self._spot[0]}: a document type stands here; take it out, with its entities")
