"""Reads XML into plain elements with expat alone: no document type, no entities, no comments, no doubt about case."""

from dataclasses import dataclass, field
from xml.parsers import expat

from ivr.errors import PhoneFault


@dataclass
class Element:
    """One element: its name, attributes, own text (stripped), children, and the line it began on."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)


def read_xml(body: bytes) -> Element:
    """The root element. Raises PhoneFault for anything that is not well-formed, and for any document type."""
    if not body.startswith(b"<"):
        raise PhoneFault("something stands before the XML document, if only a blank line (error 12100)")
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: reading.open(name, given, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: reading.close()
    parser.CharacterDataHandler = reading.add
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise PhoneFault(f"the document is not well-formed XML: {error} (error 12100)") from error
    return reading.root


def _refuse_document_type(*_: object) -> None:
    raise PhoneFault("the document declares a document type, which TwiML never has (error 12100)")


class _Reading:
    """The elements open at the moment, the root first."""

    def __init__(self) -> None:
        self.root = Element("", {}, 0)
        self._open: list[Element] = []

    def open(self, name: str, attributes: dict[str, str], line: int) -> None:
        element = Element(name, attributes, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def close(self) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def add(self, text: str) -> None:
        self._open[-1].text += text
