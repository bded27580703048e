"""The pages that are asked for: calls under every filter, common, rare and matching nothing, and all else."""

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Connection, select

from bench.desk_calls import LONG
from ivr.storage.calls.tables import calls
from ivr.storage.database.transactions import Database

LIST, REPORT = 0.1, 0.5  # seconds to the first byte
NONE = "CA" + "0" * 32
Sealed = Callable[[str], str]  # a number as it stands in an address


class Page(NamedTuple):
    """A page: what it is, who looks (of `desk_serving.PEOPLE`), its address, and how long it may take."""

    name: str
    who: str
    path: str
    budget: float = LIST


def pages(database: Database, app: Flask) -> list[Page]:
    """Every page to ask for; those that the app does not have are left out."""
    sealed: Sealed = app.extensions["ivr desk"].seal.close_for_address
    with database.reading() as connection:
        found = [
            *_of_person(connection, sealed, "all", "dept03"),
            *_of_person(connection, sealed, "5 %", "dept07"),
            *_of_person(connection, sealed, "0.01 %", "dept20"),
            *_everybody(connection),
        ]
    routes = app.url_map.bind("")
    return [page for page in found if routes.match(page.path.partition("?")[0])[0] != "desk.nowhere"]


def _of_person(connection: Connection, sealed: Sealed, who: str, department: str) -> Iterator[Page]:
    """What a person meets whose department it is."""
    some = connection.execute(select(calls).where(calls.c.hotline == department).limit(1)).mappings().one()
    numbered = calls.c.caller.startswith("+"), calls.c.hotline == department
    caller = connection.scalars(select(calls.c.caller).where(*numbered).limit(1)).one()
    for name, asked in filters(department, caller).items():
        asked = {key: sealed(value) if key == "number" else value for key, value in asked.items()}
        yield Page(f"calls: {name}", who, f"/desk/calls?{urlencode(asked)}")
    yield Page("one call", who, f"/desk/calls/{some['sid']}")
    yield Page("today", who, "/desk/")
    yield Page("tree with 30 days' counts", who, f"/desk/menus/tree/{department}", REPORT)
    for state in ("open", "closed", ""):
        yield Page(f"cases: {state or 'any state'}", who, f"/desk/cases?state={state or 'all'}")
    yield Page("cases: overdue", who, "/desk/cases?due=overdue")
    for state in ("", "all", "done"):
        yield Page(f"messages: {state or 'waiting'}", who, f"/desk/messages?state={state}")
    yield Page("closures", who, "/desk/closures")
    month = "since=2026-06-01&until=2026-06-30"
    yield Page("a month's report", who, f"/desk/reports?{month}", REPORT)
    yield Page("a month's report, one hotline", who, f"/desk/reports?{month}&hotline={department}", REPORT)


def _everybody(connection: Connection) -> Iterator[Page]:
    long = connection.scalars(select(calls.c.sid).where(calls.c.turns == LONG).limit(1)).one()
    yield Page(f"one call of {LONG} turns", "all", f"/desk/calls/{long}")
    yield Page("one call that is not there", "all", f"/desk/calls/{NONE}")
    yield Page("menus and editions", "all", "/desk/menus", REPORT)
    for path in ("users", "audit", "system"):
        yield Page(path, "all", f"/desk/{path}")
    yield Page("audit, by who", "all", "/desk/audit?who=all@desk.example")


def filters(department: str, caller: str) -> dict[str, dict[str, str]]:
    """Every single filter of the list of calls; `caller` rang the hotline of the department."""
    none = "+10000000000"
    return {
        "no filter": {},
        "a later page": {"after": f"2026-06-01T00:00:00+00:00~{NONE}"},
        "hotline": {"hotline": department},
        "hotline, not one's own": {"hotline": "dept11"},
        "hotline, 0.01 %": {"hotline": "dept20"},
        "hotline, none": {"hotline": "nonesuch"},
        "one day": {"since": "2026-06-01", "until": "2026-06-01"},
        "one hour": {"since": "2026-06-01", "from": "10:00", "until": "2026-06-01", "to": "11:00"},
        "from a day on": {"since": "2026-03-01"},
        "until a day": {"until": "2026-03-01"},
        "days without calls": {"until": "2020-03-01"},
        "language, common": {"language": "yue"},
        "language, 5 %": {"language": "en"},
        "language, none": {"language": "tl"},
        "outcome, common": {"outcome": "answered"},
        "outcome, 0.3 %": {"outcome": "case"},
        "outcome, none": {"outcome": "nonesuch"},
        "ending, common": {"ending": "caller hung up"},
        "ending, 0.01 %": {"ending": "failed"},
        "ending, none": {"ending": "refused"},
        "node, common": {"node": f"{department}/main"},
        "node, seldom": {"node": f"{department}/node49"},
        "node of another department": {"node": "dept11/main"},
        "node, none": {"node": f"{department}/node99"},
        "topic, department": {"topic": department},
        "topic, ten nodes": {"topic": f"{department}/node0"},
        "topic, all departments": {"topic": "dept"},
        "topic, words of a menu": {"topic": "service 49"},
        "topic, words of no menu": {"topic": "nonesuch"},
        "gave up, common": {"gave_up": f"{department}/node04"},
        "gave up, seldom": {"gave_up": f"{department}/node15"},
        "gave up, none": {"gave_up": f"{department}/officer"},
        "number": {"number": caller},
        "number, none": {"number": none},
        "last four digits": {"number": caller[-4:]},
        "last three digits": {"number": caller[-3:]},
        "last six digits": {"number": caller[-6:]},
        "on the line": {"now": "1"},
    }
