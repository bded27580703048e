"""An example address for every page of the desk, with the ids of a department: a page without one fails its tests."""

import re
from collections.abc import Iterator

from flask import Flask
from web.desk.conftest import SENT, DeskUnderTest
from werkzeug.routing import Rule

from ivr.storage.cases.listing import CaseFilters, list_desk_cases
from ivr.storage.filed.listing import FiledFilters, list_filed_rows
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.people.accounts import account_named

DEEDS = {
    "/users/": "password",
    "/menus/": "approve",
    "/cases/": "reply",
    "/messages/": "case",
    "/filed/": "withdraw",
    "": "",
}
"""A deed that exists, by a part of the rule."""
PART = re.compile(r"<(?:[^:>]+:)?([^>]+)>")


def rules_of(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule of the desk but its files, with each method."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk") and rule.endpoint != "desk.static":
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method


def address_of(desk: DeskUnderTest, rule: str, department: str) -> str:
    """The address of a rule, with ids of a department. Raises AssertionError for a part that nobody told of here."""
    ids = ids_of(desk, rule, department)
    unknown = {match[1] for match in PART.finditer(rule)} - set(ids)
    assert not unknown, f"{rule}: say in tests/web/desk/addresses.py what stands for {', '.join(sorted(unknown))}"
    return PART.sub(lambda match: ids[match[1]], rule)


def ids_of(desk: DeskUnderTest, rule: str, department: str) -> dict[str, str]:
    """What stands for each part of an address, of a department where it is anybody's."""
    database, edition = desk.installation.database, desk.installation.shelf.current()
    case = list_desk_cases(database, CaseFilters(department=department))[0]
    message = list_desk_messages(database, MessageFilters(department=department))[0]
    row = next(iter(list_filed_rows(desk.installation.filed, FiledFilters(f"{department}/bookings"))), None)
    kept = message if rule.startswith("/desk/messages") else case
    closures = desk.installation.closures.book.history()
    closure = next((each.id for each in closures if department in each.hotlines), 0)
    limits = desk.installation.nuisance.book.history()
    limit = next((each.id for each in limits if each.department == department), 0)
    account = account_named(database, f"supervisor@{department}.example").id
    return {
        "sid": kept.call_sid,
        "call": kept.call_sid,
        "turn": str(kept.turn),
        "reference": case.reference,
        "number": str(closure if "/closures/" in rule else limit if "/nuisance/" in rule else account),
        "entry": row.entry if row else "4000000000",
        "key": SENT,
        "department": department,
        "file": f"menus/{department}/menu.yaml",
        "edition": edition.hash,
        "language": "en",
        "node": next((node for _, node in edition.recordings if node.startswith(f"{department}/")), "city/about"),
        "form": "xlsx"
        if rule in ("/desk/reports.<form>", "/desk/menus/texts/<department>/<language>.<form>")
        else "csv",
        "table": "days",
        "deed": next(deed for room, deed in DEEDS.items() if room in rule),
        "rest": "nothing/here",
        "any('approve','withdraw','roll-back','cancel')": "approve",
    }
