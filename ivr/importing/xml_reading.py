"""Reads XML that people wrote; what is wrong with it is told by file, line and column."""

from ivr.errors import ImportRefused
from ivr.plain_xml import DEEPEST, Element, XmlRefused, read_xml

LARGEST = 2_000_000  # bytes


def read_file(file: str, content: bytes) -> Element:
    """The root element. Raises ImportRefused for what is not well-formed, and for any document type."""
    if len(content) > LARGEST:
        raise ImportRefused(f"{file}: this file is larger than 2 MB")
    try:
        return read_xml(content.lstrip())
    except XmlRefused as refused:
        raise ImportRefused(_told(file, refused)) from refused


def _told(file: str, refused: XmlRefused) -> str:
    match refused.reason:
        case "unknown encoding":
            return f"{file}: this file is in an encoding that is not read; save it as UTF-8"
        case "too deep":
            return f"{file}:{refused.line}: elements are nested more than {DEEPEST} deep here"
        case "document type":
            return f"{file}:{refused.line}: a document type stands here; take it out, with its entities"
    return f"{file}:{refused.line}:{refused.column}: this is not XML: {refused.why or 'it cannot be read'}"
