"""What a file looks like that could not be imported: which system wrote it, and what can be done with it here."""

import re
from typing import NamedTuple

READ_FROM = 100_000  # bytes; what a file is shows at its beginning
AS_TABLE = (
    "It cannot be imported. Write its menus into a sheet with the columns level, key, label, text, and import that with"
    " `ivr import table`."
)


class FileKind(NamedTuple):
    """The system that writes such files, and what to do with one."""

    name: str
    advice: str


def _importable(name: str, command: str) -> FileKind:
    return FileKind(name, f"Import it with `ivr import {command}`.")


_CONNECT = FileKind("an Amazon Connect contact flow", AS_TABLE)
_RAPIDPRO = FileKind("a RapidPro or TextIt flow", AS_TABLE)
_PHRASES = "Give it beside the menus: `ivr import freeswitch ivr.conf.xml --phrases FILE`."
_KINDS: tuple[tuple[str, tuple[str, ...], FileKind], ...] = (
    # what it begins with, what all stands in it, what it is
    ("{", (r'"type"\s*:\s*"trigger"',), _importable("a Twilio Studio flow", "studio")),
    ("<", (r"<menu\s[^>]*\bgreet-long=",), _importable("FreeSWITCH's ivr.conf.xml", "freeswitch")),
    ("<", (r"<macro\s[^>]*\bname=",), FileKind("FreeSWITCH's phrase macros", _PHRASES)),
    ("{", (r'"StartAction"\s*:',), _CONNECT),
    ("{", (r'"modules"\s*:', r'"branches"\s*:'), _CONNECT),
    ("{", (r'"(?:action_sets|rule_sets|spec_version)"\s*:',), _RAPIDPRO),
    ("{", (r'"uuid"\s*:', r'"exits"\s*:'), _RAPIDPRO),
    ("{", (r'"(?:transitionRoutes|startFlow|trainingPhrases)"\s*:',), FileKind("a Dialogflow agent", AS_TABLE)),
    ("<", (r"<vxml\b",), FileKind("VoiceXML", AS_TABLE)),
    ("<", (r"<Response\b", r"<(?:Gather|Say|Dial|Play|Record|Redirect)\b"), FileKind("TwiML", AS_TABLE)),
    ("<", (r"<(?:ccxml|scxml)\b",), FileKind("CCXML or SCXML, which controls calls", AS_TABLE)),
    ("", (r"(?im)^\s*(?:exten|same)\s*=>",), FileKind("an Asterisk dial plan (extensions.conf)", AS_TABLE)),
    ("", (r"(?m)^(?:inboundCall|inQueueCall|workflow):",), FileKind("a Genesys Cloud Architect flow", AS_TABLE)),
    ("\xd0\xcf\x11\xe0", (), FileKind("a workbook of old Excel (XLS)", "Save it as XLSX or CSV, and import that.")),
    ("%PDF-", (), FileKind("a PDF", AS_TABLE)),
    ("RIFF", ("WAVE",), FileKind("a recording", "Import the menu that plays it.")),
    ("ID3", (), FileKind("a recording", "Import the menu that plays it.")),
    ("PK\x03\x04", ("xl/",), _importable("a workbook (XLSX)", "table")),
    ("PK\x03\x04", (), FileKind("a ZIP archive", "Unpack it, and import the file with the menus.")),
    ("", (r'(?i)\A[^\n]*\b(?:level|label)\b"?[,;\t]',), _importable("a sheet", "table")),
)


def file_kind(content: bytes) -> FileKind | None:
    """What a file looks like, None where it looks like nothing that is known here."""
    start = content[:READ_FROM].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()
    return next(
        (
            kind
            for beginning, marks, kind in _KINDS
            if start.removeprefix("[").lstrip().startswith(beginning) and all(re.search(mark, start) for mark in marks)
        ),
        None,
    )
