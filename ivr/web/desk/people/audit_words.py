"""How a line of the audit reads: its details in words, and the page of what it is about."""

import re
from collections.abc import Callable, Mapping

from flask import url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.people.audit import AuditRecord
from ivr.web.desk.cases.words import DEEDS, KINDS, STATES
from ivr.web.desk.frame.auditing import ACTIONS

CALL = re.compile(r"(CA[0-9A-Za-z]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27})(?:/([0-9]{1,9}))?")
CASE = re.compile(r"[0-9]{6,}")
NAMES: Mapping[str, LazyString] = {
    "call": lazy_gettext("Call"),
    "cause": lazy_gettext("Cause"),
    "columns": lazy_gettext("Columns"),
    "deed": lazy_gettext("Did what"),
    "department": lazy_gettext("Department"),
    "edition": lazy_gettext("Edition"),
    "fields": lazy_gettext("Fields"),
    "from": lazy_gettext("From"),
    "hotline": lazy_gettext("Hotline"),
    "kind": lazy_gettext("Kind"),
    "language": lazy_gettext("Language"),
    "name": lazy_gettext("Name"),
    "outcome": lazy_gettext("Outcome"),
    "owner": lazy_gettext("Owner"),
    "reason": lazy_gettext("Reason"),
    "recording": lazy_gettext("Recording"),
    "roles": lazy_gettext("Roles"),
    "since": lazy_gettext("Since"),
    "state": lazy_gettext("State"),
    "table": lazy_gettext("Table"),
    "to": lazy_gettext("To"),
    "until": lazy_gettext("Until"),
    "wanted": lazy_gettext("Wanted to"),
    "why": lazy_gettext("Reason"),
    "words": lazy_gettext("Words"),
}
FORMS: Mapping[str, LazyString] = {
    "assign": DEEDS["assigned"],
    "note": DEEDS["noted"],
    "correct": DEEDS["corrected"],
    "acknowledge": DEEDS["acknowledged"],
    "reply": DEEDS["replied"],
    "settle": DEEDS["settled"],
    "classify": DEEDS["classified"],
    "hand-over": DEEDS["handed over"],
    "close": DEEDS["closed"],
    "reopen": DEEDS["reopened"],
    "done": DEEDS["done"],
    "undo": DEEDS["undone"],
    "case": DEEDS["made a case"],
}
"""What was done to a case or a message, by the last part of the form's address."""
VALUES: Mapping[str, Mapping[str, LazyString]] = {"deed": FORMS, "kind": KINDS, "state": STATES, "wanted": ACTIONS}


def details_in_words() -> Callable[[AuditRecord], list[tuple[str, str]]]:
    """What tells the details of a line by name, in the language of whoever asks now, also after the request."""
    names = {name: str(words) for name, words in NAMES.items()}
    values = {name: {value: str(words) for value, words in each.items()} for name, each in VALUES.items()}

    def details(line: AuditRecord) -> list[tuple[str, str]]:
        told = line.details.items()
        return [(names.get(name, name), values.get(name, {}).get(str(value), str(value))) for name, value in told]

    return details


def address_of_subject(line: AuditRecord) -> str:
    """The page of the call, message, case or entry that a line is about; empty for anything else."""
    if call := CALL.fullmatch(line.subject):
        sid, turn = call.groups()
        if turn and line.action == "worked on a message":
            return url_for("desk.message", call=sid, turn=int(turn))
        return url_for("desk.call", sid=sid)
    if line.action in ("worked on a case", "saw a number") and CASE.fullmatch(line.subject):
        return url_for("desk.case_named", reference=line.subject)
    if line.action in ("saw what is private", "corrected an entry", "withdrew an entry"):
        return url_for("desk.filed_row", entry=line.subject)
    return ""
